import type {
  PullRequestSummary,
  TenantStatus,
} from '@tenantry/backstage-plugin-tenantry-common';
import {
  commitUrl,
  folderUrl,
  type OpenProposal,
  type TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import { noCluster, tenantContext } from '@tenantry/controls';
import type { ConnectedClusters } from '../clusters/connectedClusters';
import { controlStatus } from './controlStatus';
import { findTenant, type FoundTenant } from './findTenant';
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
  const { title, owner, profile, size } = tenant.spec;
  const folder = `tenants/${name}`;
  return {
    name,
    title,
    owner,
    profile,
    size,
    phase,
    environments: environmentStatuses(
      found,
      tenantPosture(found, view, clusters),
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
  { tenant, snapshot }: FoundTenant,
  postures: readonly EnvironmentPosture[],
): TenantStatus['environments'] {
  const whole = tenantContext(
    tenant,
    postures.map(({ context }) => context),
    snapshot.fleet,
  );
  return postures.map(({ context, controls }) => ({
    name: context.environment.name,
    cluster: context.cluster.metadata.name,
    namespace: context.namespace,
    profile: context.profile.name,
    size: context.size.name,
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
