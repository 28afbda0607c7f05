import type { Cluster, Role } from '@tenantry/model';

/** What the roles of a tenant may do with one resource. A missing role may do nothing. */
export interface Grant {
  readonly group: string;
  readonly resource: string;
  readonly kind: string;
  readonly verbs: Partial<Record<Role | 'deployer', Access>>;
  /** Clusters that have the kind. Default: all. */
  readonly where?: (cluster: Cluster) => boolean;
}

/** `read`: get, list, watch. `write`: read, create, update, patch, delete. `create` and `scale` for subresources. */
export type Access = 'read' | 'get' | 'write' | 'create' | 'scale';

export const verbsOf: Readonly<Record<Access, readonly string[]>> = {
  read: ['get', 'list', 'watch'],
  get: ['get'],
  write: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
  create: ['create'],
  scale: ['get', 'update', 'patch'],
};

const workload = {
  admin: 'write',
  developer: 'write',
  viewer: 'read',
  deployer: 'write',
} as const;
const secret = {
  admin: 'write',
  developer: 'write',
  deployer: 'write',
} as const;
const visible = {
  admin: 'read',
  developer: 'read',
  viewer: 'read',
  deployer: 'read',
} as const;
const observed = { admin: 'read', developer: 'read', viewer: 'read' } as const;
const administered = {
  admin: 'write',
  developer: 'read',
  viewer: 'read',
  deployer: 'write',
} as const;
const withGateway = ({ spec }: Cluster) => spec.gateway !== undefined;
const interactive = { admin: 'create', developer: 'create' } as const;
const scalable = {
  admin: 'scale',
  developer: 'scale',
  deployer: 'scale',
} as const;

/**
 * Every right a tenant has, by resource: the roles, the deployer and the object counts are derived from it.
 *
 * Left out on purpose, though the built-in `edit` has it or had it: tokens of service accounts and impersonation
 * (another identity), `pods/ephemeralcontainers`, `pods/attach`, `pods/proxy`, `services/proxy`, `endpoints` and
 * `endpointslices` writes (traffic past the policies), `events` writes (no quota counts them), DaemonSets (one pod on
 * every node), `gateways` and `listenersets` writes (ports and host names are the platform's), `referencegrants`,
 * network policies of plug-ins (some of them override ours), `deletecollection`.
 */
export const grants: readonly Grant[] = [
  {
    group: '',
    resource: 'namespaces',
    kind: 'Namespace',
    verbs: { admin: 'get', developer: 'get', viewer: 'get', deployer: 'get' },
  },
  { group: '', resource: 'pods', kind: 'Pod', verbs: workload },
  {
    group: '',
    resource: 'pods/log',
    kind: 'Pod',
    verbs: { admin: 'get', developer: 'get', viewer: 'get' },
  },
  { group: '', resource: 'pods/exec', kind: 'Pod', verbs: interactive },
  { group: '', resource: 'pods/portforward', kind: 'Pod', verbs: interactive },
  { group: '', resource: 'configmaps', kind: 'ConfigMap', verbs: workload },
  { group: '', resource: 'secrets', kind: 'Secret', verbs: secret },
  { group: '', resource: 'services', kind: 'Service', verbs: workload },
  {
    group: '',
    resource: 'persistentvolumeclaims',
    kind: 'PersistentVolumeClaim',
    verbs: workload,
  },
  {
    group: '',
    resource: 'serviceaccounts',
    kind: 'ServiceAccount',
    verbs: administered,
  },
  { group: '', resource: 'events', kind: 'Event', verbs: observed },
  {
    group: '',
    resource: 'resourcequotas',
    kind: 'ResourceQuota',
    verbs: observed,
  },
  { group: '', resource: 'limitranges', kind: 'LimitRange', verbs: observed },
  {
    group: 'apps',
    resource: 'deployments',
    kind: 'Deployment',
    verbs: workload,
  },
  {
    group: 'apps',
    resource: 'deployments/scale',
    kind: 'Deployment',
    verbs: scalable,
  },
  {
    group: 'apps',
    resource: 'statefulsets',
    kind: 'StatefulSet',
    verbs: workload,
  },
  {
    group: 'apps',
    resource: 'statefulsets/scale',
    kind: 'StatefulSet',
    verbs: scalable,
  },
  {
    group: 'apps',
    resource: 'replicasets',
    kind: 'ReplicaSet',
    verbs: visible,
  },
  {
    group: 'apps',
    resource: 'controllerrevisions',
    kind: 'ControllerRevision',
    verbs: visible,
  },
  { group: 'batch', resource: 'jobs', kind: 'Job', verbs: workload },
  { group: 'batch', resource: 'cronjobs', kind: 'CronJob', verbs: workload },
  {
    group: 'autoscaling',
    resource: 'horizontalpodautoscalers',
    kind: 'HorizontalPodAutoscaler',
    verbs: workload,
  },
  {
    group: 'policy',
    resource: 'poddisruptionbudgets',
    kind: 'PodDisruptionBudget',
    verbs: workload,
  },
  {
    group: 'coordination.k8s.io',
    resource: 'leases',
    kind: 'Lease',
    verbs: workload,
  },
  {
    group: 'discovery.k8s.io',
    resource: 'endpointslices',
    kind: 'EndpointSlice',
    verbs: visible,
  },
  {
    group: 'events.k8s.io',
    resource: 'events',
    kind: 'Event',
    verbs: observed,
  },
  {
    group: 'networking.k8s.io',
    resource: 'ingresses',
    kind: 'Ingress',
    verbs: workload,
  },
  {
    group: 'networking.k8s.io',
    resource: 'networkpolicies',
    kind: 'NetworkPolicy',
    verbs: administered,
  },
  {
    group: 'gateway.networking.k8s.io',
    resource: 'httproutes',
    kind: 'HTTPRoute',
    verbs: workload,
    where: withGateway,
  },
  {
    group: 'gateway.networking.k8s.io',
    resource: 'grpcroutes',
    kind: 'GRPCRoute',
    verbs: workload,
    where: withGateway,
  },
  {
    group: 'gateway.networking.k8s.io',
    resource: 'gateways',
    kind: 'Gateway',
    verbs: observed,
    where: withGateway,
  },
  {
    group: 'gateway.networking.k8s.io',
    resource: 'listenersets',
    kind: 'ListenerSet',
    verbs: observed,
    where: withGateway,
  },
  {
    group: 'rbac.authorization.k8s.io',
    resource: 'roles',
    kind: 'Role',
    verbs: administered,
  },
  {
    group: 'rbac.authorization.k8s.io',
    resource: 'rolebindings',
    kind: 'RoleBinding',
    verbs: administered,
  },
  {
    group: 'metrics.k8s.io',
    resource: 'pods',
    kind: 'PodMetrics',
    verbs: observed,
  },
];

/** The rights that a tenant has on one cluster. */
export function grantsOn(cluster: Cluster): Grant[] {
  return grants.filter(({ where }) => where?.(cluster) ?? true);
}

/** Resources of which a tenant can create objects, on one cluster or anywhere, and which therefore need a count. */
export function creatable(cluster?: Cluster): Grant[] {
  return (cluster ? grantsOn(cluster) : grants).filter(
    ({ resource, verbs }) =>
      !resource.includes('/') && Object.values(verbs).includes('write'),
  );
}
