import type {
  EnvironmentStatus,
  PullRequestSummary,
  TenantStatus,
} from '@tenantry/backstage-plugin-tenantry-common';
import {
  commitUrl,
  folderUrl,
  type OpenProposal,
  type TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import {
  noCluster,
  tenantContext,
  type LiveClusters,
} from '@tenantry/controls';
import type { ConnectedClusters } from '../clusters/connectedClusters';
import { controlStatus } from './controlStatus';
import { findTenant, whyNotMerged, type FoundTenant } from './findTenant';
import { quotaStatus } from './quotaStatus';
import { syncStatus } from './syncStatus';
import { tenantFacts } from './tenantFacts';
import {
  isConnected,
  tenantPosture,
  type EnvironmentPosture,
} from './tenantPosture';

/** One tenant with everything its page shows. */
export async function tenantStatus(
  name: string,
  repository: TenantryRepositoryService,
  clusters: ConnectedClusters,
): Promise<TenantStatus> {
  const found = await findTenant(name, repository);
  const view = clusters.view((await repository.snapshot()).tree);
  const { phase, tenant, snapshot, proposal } = found;
  const folder = `tenants/${name}`;
  const syncedOn = await syncStatus(found, repository, clusters);
  return {
    ...tenantFacts(tenant),
    phase,
    environments: environmentStatuses(found, view, clusters).map(
      environment => ({
        ...environment,
        synced: syncedOn(environment.cluster),
      }),
    ),
    pullRequest: proposal && summaryOf(proposal),
    canCloseRequest: repository.coordinates.forge === 'github',
    commit:
      phase === 'merged'
        ? await lastCommit(snapshot.commit, folder, repository)
        : undefined,
    folderUrl: folderUrl(
      phase === 'merged' || !proposal
        ? repository.coordinates
        : { ...repository.coordinates, branch: proposal.branch },
      folder,
    ),
    checkedAt: snapshot.checkedAt,
    staleBecause: snapshot.staleBecause,
    clusterNote: isConnected(view) ? undefined : noCluster,
  };
}

function environmentStatuses(
  found: FoundTenant,
  view: LiveClusters,
  clusters: Pick<ConnectedClusters, 'proofOf'>,
): Omit<EnvironmentStatus, 'synced'>[] {
  const { tenant, snapshot } = found;
  const postures: readonly EnvironmentPosture[] = tenantPosture(
    found,
    view,
    clusters,
  );
  const whole = tenantContext(
    tenant,
    postures.map(({ context }) => context),
    snapshot.fleet,
  );
  return postures.map(({ context, controls }) => ({
    name: context.environment.name,
    cluster: context.cluster.metadata.name,
    namespace: context.namespace,
    observed: context.environment.observed,
    profile: context.profile.name,
    size: context.size.name,
    quota: quotaStatus(context, view, whyNotMerged(found)),
    controls: controls.map(each => controlStatus(each, context, whole)),
  }));
}

async function lastCommit(
  commit: string,
  folder: string,
  repository: TenantryRepositoryService,
): Promise<TenantStatus['commit']> {
  const change = await repository.lastChange(commit, folder);
  return (
    change && {
      sha: change.sha,
      time: change.time,
      url: commitUrl(repository.coordinates, change.sha),
    }
  );
}

export function summaryOf(proposal: OpenProposal): PullRequestSummary {
  const { number, title, url, createdAt, draft } = proposal;
  return { number, title, url, createdAt, draft };
}
