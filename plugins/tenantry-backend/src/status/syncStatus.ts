import type { TenantryRepositoryService } from '@tenantry/backstage-plugin-tenantry-node';
import { synced, tenantsFolder, type SyncVerdict } from '@tenantry/controls';
import type { ConnectedClusters } from '../clusters/connectedClusters';
import type { FoundTenant } from './findTenant';

/** How far Argo CD has come with a tenant, cluster by cluster. */
export async function syncStatus(
  { tenant, snapshot, phase, proposal }: FoundTenant,
  repository: TenantryRepositoryService,
  { syncOf }: ConnectedClusters,
): Promise<(cluster: string) => SyncVerdict> {
  if (phase === 'requested')
    return () => ({
      state: 'no',
      reason: `not merged yet: pull request #${proposal?.number}`,
    });
  const { namespace } = snapshot.fleet.platform.spec.argocd;
  const { name } = tenant.metadata;
  const stateOn = (cluster: string) =>
    syncOf({ cluster, tenant: name, namespace });
  const current = new Map<string, boolean | undefined>();
  for (const { cluster } of tenant.spec.environments) {
    const revision = stateOn(cluster).record?.revision;
    if (revision === undefined || current.has(`${cluster} ${revision}`))
      continue;
    current.set(
      `${cluster} ${revision}`,
      await isCurrent([revision, snapshot.commit], repository, {
        folder: tenantsFolder(cluster),
        tenant: name,
      }),
    );
  }
  return cluster =>
    synced(stateOn(cluster), {
      // A revision that came only now isn't known; the next look knows it.
      isCurrent: revision => current.get(`${cluster} ${revision}`),
      now: new Date(),
    });
}

/** Whether two revisions have the same of the tenant: other tenants' changes don't matter. */
async function isCurrent(
  revisions: readonly [string, string],
  repository: TenantryRepositoryService,
  { folder, tenant }: { readonly folder: string; readonly tenant: string },
): Promise<boolean | undefined> {
  try {
    const [there, here] = await Promise.all(
      revisions.map(revision => repository.folders(revision, folder)),
    );
    if (!there || !here) return undefined;
    const id = here.get(tenant);
    // Nothing is not applied, wherever Argo CD is.
    return id !== undefined && there.get(tenant) === id;
  } catch {
    // The revision isn't here yet, and the forge doesn't answer.
    return undefined;
  }
}
