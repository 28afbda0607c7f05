import { ConflictError } from '@backstage/errors';
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
  compareLive,
  environmentContexts,
  noCluster,
  tenantContext,
  type EnvironmentContext,
  type LiveClusters,
} from '@tenantry/controls';
import type { Fleet, Tenant } from '@tenantry/model';
import type { ConnectedClusters } from '../clusters/connectedClusters';
import { controlStatuses, isConnected } from './controlStatus';
import { declaredObjects } from './declaredObjects';
import { findTenant, type FoundTenant } from './findTenant';
import { quotaStatus } from './quotaStatus';
import { renderedObjects } from './renderedObjects';
import { syncStatus } from './syncStatus';
import { unexpectedOn, unexpectedPaths } from './unexpectedPaths';

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
  const syncedOn = await syncStatus(found, repository, clusters);
  return {
    name,
    title,
    owner,
    profile,
    size,
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

export function environmentStatuses(
  { tenant, snapshot, phase, proposal }: FoundTenant,
  view: LiveClusters,
  { proofOf }: Pick<ConnectedClusters, 'proofOf'>,
): Omit<EnvironmentStatus, 'synced'>[] {
  const environments = contextsOf(tenant, snapshot.fleet);
  const options = {
    proofDays: snapshot.fleet.platform.spec.proofDays,
    tenant: tenantContext(tenant, environments, snapshot.fleet),
    notMerged:
      phase === 'requested'
        ? `not merged yet: pull request #${proposal?.number}`
        : undefined,
  };
  const objects = declaredObjects(snapshot, tenant.metadata.name);
  const rendered = renderedObjects(snapshot, tenant);
  const live = compareLive(view, objects);
  const unexpected = unexpectedPaths(tenant, snapshot);
  const clusters = environments.map(({ cluster }) => cluster.metadata.name);
  return environments.map(context => ({
    name: context.environment.name,
    cluster: context.cluster.metadata.name,
    namespace: context.namespace,
    profile: context.profile.name,
    size: context.size.name,
    quota: quotaStatus(context, view, options.notMerged),
    controls: controlStatuses(context, {
      ...options,
      live,
      proof: proofOf(context.cluster.metadata.name, context.namespace),
      declaration: {
        objects,
        rendered,
        unexpected: unexpectedOn(
          context.cluster.metadata.name,
          clusters,
          unexpected,
        ),
        at: snapshot.checkedAt,
      },
    }),
  }));
}

/** Somebody may have merged, by hand, a tenant on a cluster that is not there. */
export function contextsOf(tenant: Tenant, fleet: Fleet): EnvironmentContext[] {
  try {
    return environmentContexts(tenant, fleet);
  } catch (error) {
    throw new ConflictError(
      `tenants/${tenant.metadata.name}/tenant.yaml does not fit the platform`,
      error,
    );
  }
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
