import type { ObservedChange } from '@tenantry/cluster';
import {
  clusterRoleName,
  labels,
  managedBy,
  registry,
  type KubernetesObject,
} from '@tenantry/controls';
import { isBelowRoots, tenantOfPath } from '@tenantry/gitops';
import { placeKey, type Tenant } from '@tenantry/model';
import { namesOf, type Subjects } from './subjects';

/** Tenants that a change on a cluster may concern. */
export interface Affected {
  /** Those that the object belongs to, or did. */
  readonly own: readonly string[];
  /** Those that share it, or the source. */
  readonly sharing: readonly string[];
}

/**
 * Tenants that a change on a cluster may concern: those that the object belongs or belonged to, or all of the cluster.
 *
 * @param everywhere whether the cluster's shared objects matter to tenants of other clusters: Argo CD runs there.
 */
export function affectedByChange(
  cluster: string,
  { object, before }: ObservedChange,
  subjects: Subjects,
  everywhere: boolean,
): Affected {
  const states = [object, before].filter(each => each !== undefined);
  const all = () =>
    everywhere ? namesOf(subjects) : subjects.onCluster.get(cluster) ?? [];
  return {
    own: [
      ...new Set(states.flatMap(each => ownersOf(cluster, each, subjects))),
    ],
    sharing:
      !object || states.some(each => isShared(cluster, each, subjects))
        ? all()
        : [],
  };
}

/** The roles that no binding may give on a whole cluster. */
const guardedRoles = new Set(
  registry.flatMap(({ withholds = [] }) =>
    withholds.map(({ role }) => clusterRoleName(role)),
  ),
);

/**
 * Whether verdicts on others may hang on an object: it gives what is withheld, whatever its labels say, or is declared for
 * nobody in particular. Of Namespaces and bindings, everybody's are looked at.
 */
function isShared(
  cluster: string,
  object: KubernetesObject,
  subjects: Subjects,
): boolean {
  const { kind, metadata, roleRef } = object;
  const role = (roleRef as { name?: string } | undefined)?.name ?? '';
  if (kind === 'ClusterRoleBinding' && guardedRoles.has(role)) return true;
  return (
    metadata.labels?.[labels.managedBy] === managedBy &&
    ownersOf(cluster, object, subjects).length === 0
  );
}

/** By the label, which anybody may change, and by the namespace that it is in, or is. Reports carry no label. */
function ownersOf(
  cluster: string,
  { kind, metadata }: KubernetesObject,
  { ofNamespace }: Subjects,
): string[] {
  const namespace = kind === 'Namespace' ? metadata.name : metadata.namespace;
  return [
    metadata.labels?.[labels.tenant],
    ofNamespace.get(placeKey(cluster, namespace ?? '')),
  ].filter(name => name !== undefined);
}

/** Tenants that differ between two states of the main branch: by these paths, and by whom they name as peers. */
export function affectedByCommit(
  paths: readonly string[],
  before: Subjects,
  after: Subjects,
): readonly string[] {
  const changed = new Set<string>();
  for (const path of paths.filter(isBelowRoots)) {
    const tenant = tenantOfPath(path);
    // What belongs to nobody is everybody's: the platform's choices, facts about clusters, what they share.
    if (tenant === undefined)
      return [...new Set([...namesOf(before), ...namesOf(after)])];
    changed.add(tenant);
  }
  // A peer is in force when both name each other, so that one's file decides what the other's objects are.
  const peers = [...changed].flatMap(name => [
    ...peersOf(before.merged.get(name)),
    ...peersOf(after.merged.get(name)),
  ]);
  return [...new Set([...changed, ...peers])];
}

/** Tenants that are asked for in another way than before, or no longer. */
export function affectedByRequests(
  before: Subjects['requested'],
  after: Subjects['requested'],
): readonly string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter(name => before.get(name) !== after.get(name));
}

function peersOf(tenant: Tenant | undefined): string[] {
  return (tenant?.spec.environments ?? []).flatMap(({ peers }) =>
    peers.map(peer => peer.tenant),
  );
}
