import {
  annotations,
  domain,
  guardRailsUser,
  labels,
  managedBy,
} from '../names';
import { tenantNamespaces } from '../builders';
import type { ClusterContext } from '../control';
import type { Json, JsonMap } from '../objects';

/** What a rule looks at. All rules of one target become one policy: the API server's price is per matching policy. */
export type Target =
  | 'pods'
  | 'namespaces'
  | 'role-bindings'
  | 'platform-objects'
  | 'routes';

type Operation = 'CREATE' | 'UPDATE' | 'DELETE';

interface ResourceRule extends JsonMap {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly operations: readonly Operation[];
  readonly resources: readonly string[];
  readonly scope?: 'Namespaced' | 'Cluster';
}

export interface TargetDefinition {
  readonly resourceRules: readonly ResourceRule[];
  /** Absent where the request itself is about a Namespace: a selector would look at the labels it is changing. */
  readonly namespaceSelector?: JsonMap;
  /** CEL by name; later ones may use earlier ones. */
  readonly variables: (
    context: ClusterContext,
  ) => Readonly<Record<string, string>>;
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
    group: 'rbac.authorization.k8s.io',
    kind: 'RoleBinding',
    resource: 'rolebindings',
  },
] as const;

/** The same by API group, as rules of policies and of roles have it. */
export const platformResources: readonly Pick<
  ResourceRule,
  'apiGroups' | 'resources'
>[] = [...new Set(platformKinds.map(({ group }) => group))].map(group => ({
  apiGroups: [group],
  resources: platformKinds
    .filter(kind => kind.group === group)
    .map(({ resource }) => resource),
}));

/** Cluster components that finish deletions and keep status; refusing them would wedge every namespace. */
const controllers = [
  'system:apiserver',
  'system:kube-controller-manager',
  'system:serviceaccount:kube-system:namespace-controller',
  'system:serviceaccount:kube-system:generic-garbage-collector',
  'system:serviceaccount:kube-system:resourcequota-controller',
];

const every = (
  operations: readonly Operation[],
  apiGroups: readonly string[],
  resources: readonly string[],
): ResourceRule => ({
  apiGroups,
  apiVersions: ['*'],
  operations,
  resources,
});

const namespaceAnnotation = (key: string) =>
  `namespaceObject.metadata.?annotations[?'${key}'].orValue('').split(',').filter(item, item != '')`;

const platformUser = ({ cluster }: ClusterContext) => {
  const users: Json = [...cluster.spec.platformUsers, guardRailsUser];
  return `request.userInfo.username in ${JSON.stringify(users)}`;
};

/**
 * Targets by name. What isn't there (`oldObject` of a creation, `object` of a deletion) is null to the API server and an
 * empty map to Kyverno, so the operation is asked instead.
 */
export const targets: Readonly<Record<Target, TargetDefinition>> = {
  pods: {
    resourceRules: [
      every(['CREATE', 'UPDATE'], [''], ['pods']),
      every(['UPDATE'], [''], ['pods/ephemeralcontainers']),
    ],
    namespaceSelector: tenantNamespaces,
    variables: () => ({
      // dyn: containers, init containers and ephemeral containers are different types to the type checker.
      spec: 'dyn(object.spec)',
      containers:
        'variables.spec.containers + variables.spec.?initContainers.orValue([]) + variables.spec.?ephemeralContainers.orValue([])',
      registries: namespaceAnnotation(annotations.registries),
      runtimeClass: `namespaceObject.metadata.?labels[?'${labels.runtimeClass}'].orValue('')`,
    }),
  },

  namespaces: {
    resourceRules: [
      every(['CREATE', 'UPDATE'], [''], ['namespaces']),
      every(['UPDATE'], [''], ['namespaces/status', 'namespaces/finalize']),
    ],
    variables: context => ({
      isPlatform: platformUser(context),
      oldLabels:
        "request.operation == 'CREATE' ? {} : oldObject.metadata.?labels.orValue({})",
      newLabels: 'object.metadata.?labels.orValue({})',
      oldAnnotations:
        "request.operation == 'CREATE' ? {} : oldObject.metadata.?annotations.orValue({})",
      newAnnotations: 'object.metadata.?annotations.orValue({})',
      isTenantNamespace: `'${labels.tenant}' in variables.oldLabels || '${labels.tenant}' in variables.newLabels`,
    }),
  },

  'role-bindings': {
    resourceRules: [
      every(
        ['CREATE', 'UPDATE'],
        ['rbac.authorization.k8s.io'],
        ['rolebindings'],
      ),
    ],
    namespaceSelector: tenantNamespaces,
    variables: context => ({
      isPlatform: platformUser(context),
      groups: namespaceAnnotation(annotations.groups),
    }),
  },

  'platform-objects': {
    resourceRules: platformResources.map(({ apiGroups, resources }) => ({
      ...every(['CREATE', 'UPDATE', 'DELETE'], apiGroups, [
        ...resources,
        ...resources.map(resource => `${resource}/*`),
      ]),
      scope: 'Namespaced',
    })),
    namespaceSelector: tenantNamespaces,
    variables: context => ({
      isPlatform: `${platformUser(
        context,
      )} || request.userInfo.username in ${JSON.stringify(controllers)}`,
      wasOurs: `request.operation != 'CREATE' && oldObject.metadata.?labels[?'${labels.managedBy}'].orValue('') == '${managedBy}'`,
      isOurs: `request.operation != 'DELETE' && object.metadata.?labels[?'${labels.managedBy}'].orValue('') == '${managedBy}'`,
    }),
  },

  routes: {
    resourceRules: [
      every(['CREATE', 'UPDATE'], ['networking.k8s.io'], ['ingresses']),
      every(
        ['CREATE', 'UPDATE'],
        ['gateway.networking.k8s.io'],
        ['httproutes', 'grpcroutes', 'tlsroutes'],
      ),
    ],
    namespaceSelector: tenantNamespaces,
    variables: () => ({
      spec: 'dyn(object.spec)',
      hosts: namespaceAnnotation(annotations.hosts),
    }),
  },
};

/** Prefix of the metadata keys that only the platform writes. */
export const ownedPrefix = `${domain}/`;
