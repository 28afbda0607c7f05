import { InputError, NotFoundError } from '@backstage/errors';
import type {
  Unowned,
  UnownedOnCluster,
} from '@tenantry/backstage-plugin-tenantry-common';
import type {
  RepositorySnapshot,
  TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import {
  namespaceKind,
  unownedNamespaces,
  type LiveClusters,
} from '@tenantry/controls';
import { clusterOfPath, clusterPath } from '@tenantry/gitops';
import type { Cluster } from '@tenantry/model';
import { z } from 'zod';
import { unreadableTenants } from '../status/unreadableTenants';
import type { ConnectedClusters } from './connectedClusters';

/** Namespaces in one answer, of each cluster. */
const pageSize = 100;

const Query = z.strictObject({
  cluster: z.string().optional(),
  offset: z.coerce.number().int().nonnegative().default(0),
});
export type UnownedQuery = z.output<typeof Query>;

/** Reads which page is asked for. Throws an `InputError`. */
export function readUnownedQuery(query: unknown): UnownedQuery {
  const parsed = Query.safeParse(query);
  if (parsed.success) return parsed.data;
  throw new InputError(
    'the query is cluster=<name of a cluster> and offset=<how many to pass over>, or nothing',
  );
}

/**
 * Namespaces that no tenant of the main branch owns, on one cluster of the repository or on each.
 *
 * @throws NotFoundError where the repository has no such cluster.
 */
export async function unowned(
  { cluster: wanted, offset }: UnownedQuery,
  repository: TenantryRepositoryService,
  clusters: ConnectedClusters,
): Promise<Unowned> {
  const snapshot = await repository.snapshot();
  const view = clusters.view(snapshot.tree);
  const all = [
    ...snapshot.fleet.clusters.map(cluster =>
      onCluster(cluster, snapshot, view, offset),
    ),
    ...unreadableClusters(snapshot),
  ].sort((left, right) => (left.cluster < right.cluster ? -1 : 1));
  const found = all.filter(({ cluster }) => cluster === (wanted ?? cluster));
  if (wanted !== undefined && found.length === 0)
    throw new NotFoundError(
      `the repository has no cluster ${JSON.stringify(wanted)}`,
    );
  return {
    clusters: found,
    checkedAt: snapshot.checkedAt,
    staleBecause: snapshot.staleBecause,
  };
}

function onCluster(
  cluster: Cluster,
  snapshot: RepositorySnapshot,
  { clusters }: LiveClusters,
  offset: number,
): UnownedOnCluster {
  const { name } = cluster.metadata;
  const place = { cluster: name, title: cluster.spec.title };
  const live = clusters.get(name);
  if (!live) return { ...place, state: 'not connected' };
  const source = live.source(namespaceKind);
  if (source.state === 'unreadable')
    return {
      ...place,
      state: 'unreadable',
      reason: source.reason,
      at: source.lastRead,
    };
  const broken = unreadableTenants(snapshot);
  const census = unownedNamespaces(
    cluster,
    snapshot.fleet,
    live.all(namespaceKind),
    tenant => broken.has(tenant),
  );
  const end = offset + pageSize;
  return {
    ...place,
    state: 'read',
    at: source.at,
    total: census.unowned.length,
    namespaces: census.unowned.slice(offset, end),
    next: end < census.unowned.length ? end : undefined,
    owned: census.owned,
    platform: census.platform,
  };
}

/** Without its facts nobody can say what belongs to the cluster itself. */
function unreadableClusters({
  problems,
}: RepositorySnapshot): UnownedOnCluster[] {
  const names = problems.flatMap(({ file }) => {
    const name = file === undefined ? undefined : clusterOfPath(file);
    return name !== undefined && file === clusterPath(name) ? [name] : [];
  });
  return Array.from(new Set(names), name => ({
    cluster: name,
    title: name,
    state: 'unreadable',
    reason: `${clusterPath(name)} can't be read`,
  }));
}
