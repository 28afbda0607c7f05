import { creatable } from '../access/grants';
import { tenantNamespaces } from '../builders';
import type { ClusterContext } from '../control';
import {
  annotations,
  deployersNamespace,
  domain,
  guardRailsUser,
  labels,
  managedBy,
  podSecurityLabel,
} from '../names';
import type { JsonMap } from '../objects';
import { byGroup, platformKinds } from '../platformKinds';
import type { RenderedKind } from '../platformKinds';
import { celList } from './rule';

/**
 * What a rule looks at. All rules of one target become one policy, and no two targets look at the same resource: each
 * request meets one policy, because the API server's price is per matching policy, and which of several policies speaks
 * first is random (docs/decisions/0011).
 */
export const targetNames = [
  'workloads',
  'namespaces',
  'roles',
  'role-bindings',
  'services',
  'routes',
  'network-policies',
  'claims',
  'disruption-budgets',
  'secrets',
  'objects',
] as const;

export type Target = (typeof targetNames)[number];

/** Targets that live in a namespace, for rules about metadata. */
export const namespacedTargets: readonly Target[] = targetNames.filter(
  name => name !== 'namespaces',
);

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
  /** CEL that is true for requests its rules pass over, unless they judge every request: `variables.isPassedOver`. */
  readonly unless: string;
  /** CEL by name; later ones may use earlier ones. Only what a rule uses is evaluated. */
  readonly variables: (
    context: ClusterContext,
  ) => Readonly<Record<string, string>>;
}

interface Resource {
  readonly group: string;
  readonly resource: string;
}

const core = (...resources: string[]): Resource[] =>
  resources.map(resource => ({ group: '', resource }));
const inGroup = (group: string, ...resources: string[]): Resource[] =>
  resources.map(resource => ({ group, resource }));

const gateways = 'gateway.networking.k8s.io';

/** The resources of each target but the last, which has the rest of what a tenant may create and the platform keeps. */
const named: Readonly<
  Record<Exclude<Target, 'objects' | 'namespaces'>, readonly Resource[]>
> = {
  workloads: [
    ...core('pods', 'replicationcontrollers', 'podtemplates'),
    ...inGroup('apps', 'deployments', 'statefulsets'),
    ...inGroup('apps', 'daemonsets', 'replicasets'),
    ...inGroup('batch', 'jobs', 'cronjobs'),
  ],
  roles: inGroup('rbac.authorization.k8s.io', 'roles'),
  'role-bindings': inGroup('rbac.authorization.k8s.io', 'rolebindings'),
  services: core('services'),
  routes: [
    ...inGroup('networking.k8s.io', 'ingresses'),
    ...inGroup(gateways, 'httproutes', 'grpcroutes', 'tlsroutes'),
    ...inGroup(gateways, 'tcproutes', 'udproutes', 'referencegrants'),
    ...inGroup(gateways, 'gateways', 'listenersets'),
  ],
  'network-policies': inGroup('networking.k8s.io', 'networkpolicies'),
  claims: core('persistentvolumeclaims'),
  'disruption-budgets': inGroup('policy', 'poddisruptionbudgets'),
  secrets: core('secrets'),
};

const keyOf = ({ group, resource }: Resource) => `${group}/${resource}`;
const kept = new Set(platformKinds.map(keyOf));
const foreignStatus = new Set(
  (platformKinds as readonly RenderedKind[])
    .filter(kind => kind.foreignStatus)
    .map(({ resource }) => resource),
);

const rest: readonly Resource[] = (() => {
  const taken = new Set(Object.values(named).flat().map(keyOf));
  const all = [...creatable(), ...platformKinds];
  return [...new Map(all.map(item => [keyOf(item), item])).values()]
    .filter(item => !taken.has(keyOf(item)))
    .map(({ group, resource }) => ({ group, resource }));
})();

/** Creation and change of every resource; for what the platform keeps also deletion and every subresource. */
function rulesFor(resources: readonly Resource[]): ResourceRule[] {
  const ours = resources.filter(item => kept.has(keyOf(item)));
  const theirs = resources.filter(item => !kept.has(keyOf(item)));
  return [
    ...byGroup(theirs).map(rule => ({
      ...rule,
      apiVersions: ['*'],
      operations: ['CREATE', 'UPDATE'] as const,
      scope: 'Namespaced' as const,
    })),
    ...byGroup(ours).map(({ apiGroups, resources: names }) => ({
      apiGroups,
      apiVersions: ['*'],
      operations: ['CREATE', 'UPDATE', 'DELETE'] as const,
      resources: [
        ...names,
        ...names
          .filter(name => !foreignStatus.has(name))
          .map(name => `${name}/*`),
      ],
      scope: 'Namespaced' as const,
    })),
  ];
}

/** Cluster components that finish deletions and keep status; refusing them would wedge every namespace. */
const controllers = [
  'system:apiserver',
  'system:kube-controller-manager',
  'system:serviceaccount:kube-system:namespace-controller',
  'system:serviceaccount:kube-system:generic-garbage-collector',
  'system:serviceaccount:kube-system:resourcequota-controller',
];

/** Components that have a user of their own; the others are accounts in kube-system. */
const schedulers = ['system:kube-controller-manager', 'system:kube-scheduler'];

const namespaceAnnotation = (key: string) =>
  `namespaceObject.metadata.?annotations[?'${key}'].orValue('').split(',').filter(item, item != '')`;

/** A missing one allows nothing. */
const quantityAnnotation = (key: string) =>
  `namespaceObject.metadata.?annotations[?'${key}'].orValue('0')`;

const namespaceLabel = (key: string) =>
  `namespaceObject.metadata.?labels[?'${key}'].orValue('')`;

/**
 * Variables of every target. What isn't there (`oldObject` of a creation, `object` of a deletion) is null to the API
 * server and an empty map to Kyverno, so the operation is asked instead.
 */
function commonVariables({ cluster }: ClusterContext): Record<string, string> {
  const users = [...cluster.spec.platformUsers, guardRailsUser];
  const isCreate = "request.operation == 'CREATE'";
  const isDelete = "request.operation == 'DELETE'";
  return {
    isPlatform: `request.userInfo.username in ${celList(users)}`,
    isController: `request.userInfo.username in ${celList(controllers)}`,
    isSystem: `request.userInfo.username.startsWith('system:serviceaccount:kube-system:') || request.userInfo.username in ${celList(
      schedulers,
    )}`,
    isDeployer: `request.userInfo.username.startsWith('system:serviceaccount:${deployersNamespace}:')`,
    oldMetadata: `${isCreate} ? dyn({}) : dyn(oldObject.metadata)`,
    newMetadata: `${isDelete} ? dyn({}) : dyn(object.metadata)`,
    oldLabels: 'variables.oldMetadata.?labels.orValue({})',
    newLabels: 'variables.newMetadata.?labels.orValue({})',
    oldAnnotations: 'variables.oldMetadata.?annotations.orValue({})',
    newAnnotations: 'variables.newMetadata.?annotations.orValue({})',
    wasOurs: `variables.oldLabels[?'${labels.managedBy}'].orValue('') == '${managedBy}'`,
    isOurs: `variables.newLabels[?'${labels.managedBy}'].orValue('') == '${managedBy}'`,
  };
}

/** What a namespace says about its tenant, for rules of what lives in it. */
function tenantVariables(): Record<string, string> {
  return {
    tenant: namespaceLabel(labels.tenant),
    isObserved: `${namespaceLabel(labels.observed)} != ''`,
    podSecurity: `variables.isObserved ? ${namespaceLabel(
      'pod-security.kubernetes.io/warn',
    )} : ${namespaceLabel(podSecurityLabel)}`,
    isRestricted: "variables.podSecurity == 'restricted'",
    exceptions: namespaceAnnotation(annotations.exceptions),
    groups: namespaceAnnotation(annotations.groups),
    registries: namespaceAnnotation(annotations.registries),
    hosts: namespaceAnnotation(annotations.hosts),
    ingressClass: `namespaceObject.metadata.?annotations[?'${annotations.ingressClass}'].orValue('')`,
    runtimeClass: namespaceLabel(labels.runtimeClass),
    nodePool: namespaceLabel(labels.nodePool),
    ownsUsers: `${namespaceLabel(labels.userNamespaces)} != ''`,
    scratch: quantityAnnotation(annotations.scratch),
    memoryScratch: quantityAnnotation(annotations.memoryScratch),
  };
}

/** The pod spec in an object of any kind that has one. dyn: the kinds, and their lists of containers, differ in type. */
const podSpecOf = (object: string) =>
  [
    `${object}.kind == 'Pod' ? dyn(${object}).spec`,
    `: ${object}.kind == 'CronJob' ? dyn(${object}).spec.jobTemplate.spec.template.spec`,
    `: ${object}.kind == 'PodTemplate' ? dyn(${object}).template.spec`,
    `: dyn(${object}).spec.template.spec`,
  ].join(' ');

function inTenantNamespaces(
  resourceRules: readonly ResourceRule[],
  variables: Readonly<Record<string, string>>,
  unless = "request.operation == 'DELETE'",
): TargetDefinition {
  return {
    resourceRules,
    namespaceSelector: tenantNamespaces,
    unless,
    variables: context => ({
      ...commonVariables(context),
      ...tenantVariables(),
      ...variables,
    }),
  };
}

/** dyn: the type checker knows one type per kind, and the rules of a target are about several. */
const specVariable = { spec: 'dyn(object).spec' };

export const targets: Readonly<Record<Target, TargetDefinition>> = {
  /** Pods, and everything that holds a pod template: a refusal of the template is what its author sees. */
  workloads: inTenantNamespaces(
    [
      ...rulesFor(named.workloads),
      {
        apiGroups: [''],
        apiVersions: ['*'],
        operations: ['UPDATE'],
        resources: ['pods/ephemeralcontainers', 'pods/resize'],
        scope: 'Namespaced',
      },
    ],
    {
      isPod: "object.kind == 'Pod'",
      // A template may leave to the mutation of its pods what a pod may not; so may a pod where mutations don't run.
      isComplete: 'variables.isPod && !variables.isObserved',
      spec: podSpecOf('object'),
      oldSpec: podSpecOf('oldObject'),
      containers:
        'variables.spec.containers + variables.spec.?initContainers.orValue([]) + variables.spec.?ephemeralContainers.orValue([])',
      volumes: 'variables.spec.?volumes.orValue([])',
    },
    // What was admitted under older rules can still be scaled, relabelled and finished.
    "request.operation == 'UPDATE' && variables.spec == variables.oldSpec",
  ),

  namespaces: {
    resourceRules: [
      {
        apiGroups: [''],
        apiVersions: ['*'],
        operations: ['CREATE', 'UPDATE', 'DELETE'],
        resources: ['namespaces', 'namespaces/status', 'namespaces/finalize'],
        scope: 'Cluster',
      },
    ],
    unless: "request.operation == 'DELETE'",
    variables: context => ({
      ...commonVariables(context),
      isTenantNamespace: `'${labels.tenant}' in variables.oldLabels || '${labels.tenant}' in variables.newLabels`,
    }),
  },

  roles: inTenantNamespaces(rulesFor(named.roles), {}),
  'role-bindings': inTenantNamespaces(rulesFor(named['role-bindings']), {}),
  services: inTenantNamespaces(rulesFor(named.services), specVariable),
  routes: inTenantNamespaces(rulesFor(named.routes), specVariable),
  'network-policies': inTenantNamespaces(
    rulesFor(named['network-policies']),
    specVariable,
  ),
  claims: inTenantNamespaces(
    rulesFor(named.claims),
    { ...specVariable, oldSpec: 'dyn(oldObject).spec' },
    // What was admitted under older rules can still be relabelled, and lose its finalizers.
    "request.operation == 'DELETE' || request.operation == 'UPDATE' && variables.spec == variables.oldSpec",
  ),
  'disruption-budgets': inTenantNamespaces(
    rulesFor(named['disruption-budgets']),
    specVariable,
  ),
  secrets: inTenantNamespaces(rulesFor(named.secrets), {}),
  objects: inTenantNamespaces(
    [
      ...rulesFor(rest),
      {
        apiGroups: [''],
        apiVersions: ['*'],
        operations: ['CREATE'],
        resources: ['serviceaccounts/token'],
        scope: 'Namespaced',
      },
    ],
    {},
  ),
};

/** Prefix of the metadata keys that only the platform writes. */
export const ownedPrefix = `${domain}/`;
