import {
  isList,
  keyOf,
  labels,
  managedBy,
  observerRoleName,
  proverRoleName,
  type KubernetesObject,
  type LiveCluster,
  type LiveClusters,
  type ObjectIndex,
  type ObservedKind,
} from '@tenantry/controls';
import { indexFleet, placeKey, type Tenant } from '@tenantry/model';
import { observedKinds } from './observedKinds';
import type { RepositoryState } from './repositoryObjects';

/** An object on a cluster that says it is ours, and that no file declares. */
export interface UndeclaredObject {
  readonly cluster: string;
  /** Such as `NetworkPolicy payments-dev/old`. */
  readonly object: string;
  /** The tenant that its label names. */
  readonly tenant?: string;
}

export interface UndeclaredInput {
  readonly clusters: LiveClusters;
  readonly state: RepositoryState;
  /** Given where only theirs are asked for. */
  readonly tenants?: readonly Tenant[];
}

/** Applied by hand for those who look and who prove, as the documentation says. */
const ownRoles: readonly string[] = [observerRoleName, proverRoleName];

/**
 * Objects that carry the label of what Tenantry manages, and that nobody declares: of the kinds that are declared somewhere
 * on that cluster, without what another object owns.
 *
 * @param declared everything that is declared for whoever is asked about.
 */
export function undeclaredObjects(
  declared: ObjectIndex,
  { clusters, state, tenants }: UndeclaredInput,
): UndeclaredObject[] {
  return Array.from(clusters.clusters, ([cluster, live]) => {
    const declares = (object: KubernetesObject) =>
      declared.has(keyOf({ object, cluster })) ||
      (live === clusters.argoCd && declared.has(keyOf({ object })));
    const kinds = observedKinds(state.tree, cluster, {
      argoCd: live === clusters.argoCd,
    });
    return ourObjects(live, kinds)
      .filter(object => !declares(object))
      .filter(object => concerns(object, { cluster, state, tenants }))
      .map(({ kind, metadata }) => {
        const tenant = metadata.labels?.[labels.tenant];
        const { namespace, name } = metadata;
        return {
          cluster,
          object: `${kind} ${namespace ? `${namespace}/` : ''}${name}`,
          ...(tenant === undefined ? {} : { tenant }),
        };
      });
  }).flat();
}

function ourObjects(
  live: LiveCluster,
  kinds: readonly ObservedKind[],
): KubernetesObject[] {
  return kinds
    .filter(kind => live.source(kind).state === 'read')
    .flatMap(kind => live.all(kind))
    .filter(
      ({ kind, metadata }) =>
        metadata.labels?.[labels.managedBy] === managedBy &&
        !isOwned(metadata) &&
        !(kind === 'ClusterRole' && ownRoles.includes(metadata.name)),
    );
}

/** Such as an Application, which its ApplicationSet makes. */
function isOwned(metadata: KubernetesObject['metadata']): boolean {
  const { ownerReferences } = metadata;
  return isList(ownerReferences) && ownerReferences.length > 0;
}

function concerns(
  { kind, metadata }: KubernetesObject,
  {
    cluster,
    state,
    tenants,
  }: Pick<UndeclaredInput, 'state' | 'tenants'> & { readonly cluster: string },
): boolean {
  if (!tenants) return true;
  const names = tenants.map(tenant => tenant.metadata.name);
  if (names.includes(metadata.labels?.[labels.tenant] ?? '')) return true;
  const namespace = kind === 'Namespace' ? metadata.name : metadata.namespace;
  const { namespaces } = indexFleet(state.fleet);
  const owners = namespaces.get(placeKey(cluster, namespace ?? ''));
  return Array.from(owners?.keys() ?? []).some(owner => names.includes(owner));
}
