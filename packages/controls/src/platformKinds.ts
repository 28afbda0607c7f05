/** A kind of object that controls render, and where its resource is found. */
export interface RenderedKind {
  readonly group: string;
  readonly kind: string;
  readonly resource: string;
  /** Its status is written by a controller whose name differs from cluster to cluster, and steers nothing. */
  readonly foreignStatus?: true;
}

/** Kinds that controls put into tenant namespaces, and so must be kept from tenants. A test holds it to the registry. */
export const platformKinds = [
  { group: '', kind: 'ResourceQuota', resource: 'resourcequotas' },
  { group: '', kind: 'LimitRange', resource: 'limitranges' },
  { group: '', kind: 'ServiceAccount', resource: 'serviceaccounts' },
  {
    group: 'networking.k8s.io',
    kind: 'NetworkPolicy',
    resource: 'networkpolicies',
  },
  {
    group: 'cilium.io',
    kind: 'CiliumNetworkPolicy',
    resource: 'ciliumnetworkpolicies',
    foreignStatus: true,
  },
  {
    group: 'gateway.networking.k8s.io',
    kind: 'Gateway',
    resource: 'gateways',
    foreignStatus: true,
  },
  {
    group: 'gateway.networking.k8s.io',
    kind: 'ListenerSet',
    resource: 'listenersets',
    foreignStatus: true,
  },
  {
    group: 'rbac.authorization.k8s.io',
    kind: 'RoleBinding',
    resource: 'rolebindings',
  },
] as const satisfies readonly RenderedKind[];

/** Kinds outside namespaces that a tenant has on each of its clusters, besides its Namespaces. */
export const placementKinds = [
  {
    group: 'flowcontrol.apiserver.k8s.io',
    kind: 'FlowSchema',
    resource: 'flowschemas',
  },
] as const satisfies readonly RenderedKind[];

/** Kinds by API group, as rules of policies and of roles have them. */
export function byGroup(
  kinds: readonly Pick<RenderedKind, 'group' | 'resource'>[],
): { apiGroups: string[]; resources: string[] }[] {
  return [...new Set(kinds.map(({ group }) => group))].map(group => ({
    apiGroups: [group],
    resources: kinds
      .filter(kind => kind.group === group)
      .map(({ resource }) => resource),
  }));
}
