import { attack, create, sampleOf, withheld } from '../attacks';
import type { Attack, Attempt } from '../attacks';
import type { Withheld } from '../control';
import { annotations, systemNamespace } from '../names';
import type { JsonMap } from '../objects';

/** A kind that changes what the API server takes, refuses, serves first or hands to nodes. */
interface ExtensionKind {
  readonly group: string;
  readonly kind: string;
  readonly resource: string;
  /** What it takes to be valid, besides a name where the name doesn't matter. */
  readonly object: JsonMap;
}

const admission = 'admissionregistration.k8s.io';
const flowControl = 'flowcontrol.apiserver.k8s.io';

const matchConstraints = {
  resourceRules: [
    {
      apiGroups: [''],
      apiVersions: ['v1'],
      operations: ['CREATE'],
      resources: ['configmaps'],
    },
  ],
};

/** Kinds outside of namespaces that Kubernetes itself has. */
const extensionKinds: readonly ExtensionKind[] = [
  {
    group: 'apiextensions.k8s.io',
    kind: 'CustomResourceDefinition',
    resource: 'customresourcedefinitions',
    object: {
      metadata: { name: 'attacks.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { plural: 'attacks', kind: 'Attack' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object' } },
          },
        ],
      },
    },
  },
  {
    group: 'apiregistration.k8s.io',
    kind: 'APIService',
    resource: 'apiservices',
    object: {
      metadata: { name: 'v1.attack.example.com' },
      spec: {
        group: 'attack.example.com',
        version: 'v1',
        groupPriorityMinimum: 1000,
        versionPriority: 10,
        service: { name: 'web', namespace: 'default' },
        insecureSkipTLSVerify: true,
      },
    },
  },
  {
    group: admission,
    kind: 'ValidatingWebhookConfiguration',
    resource: 'validatingwebhookconfigurations',
    object: { webhooks: [] },
  },
  {
    group: admission,
    kind: 'MutatingWebhookConfiguration',
    resource: 'mutatingwebhookconfigurations',
    object: { webhooks: [] },
  },
  {
    group: admission,
    kind: 'ValidatingAdmissionPolicy',
    resource: 'validatingadmissionpolicies',
    object: {
      spec: { matchConstraints, validations: [{ expression: 'true' }] },
    },
  },
  {
    group: admission,
    kind: 'ValidatingAdmissionPolicyBinding',
    resource: 'validatingadmissionpolicybindings',
    object: {
      spec: { policyName: 'tenantry-workloads', validationActions: ['Warn'] },
    },
  },
  {
    group: flowControl,
    kind: 'FlowSchema',
    resource: 'flowschemas',
    object: {
      spec: {
        priorityLevelConfiguration: { name: 'exempt' },
        matchingPrecedence: 2,
        rules: [],
      },
    },
  },
  {
    group: flowControl,
    kind: 'PriorityLevelConfiguration',
    resource: 'prioritylevelconfigurations',
    object: {
      spec: {
        type: 'Limited',
        limited: {
          nominalConcurrencyShares: 1000,
          limitResponse: { type: 'Reject' },
        },
      },
    },
  },
  {
    group: 'node.k8s.io',
    kind: 'RuntimeClass',
    resource: 'runtimeclasses',
    object: { handler: 'runc' },
  },
  {
    group: 'resource.k8s.io',
    kind: 'DeviceClass',
    resource: 'deviceclasses',
    object: { spec: {} },
  },
];

/** Since Kubernetes 1.36, which native rules need anyway. */
const mutatingKinds: readonly ExtensionKind[] = [
  {
    group: admission,
    kind: 'MutatingAdmissionPolicy',
    resource: 'mutatingadmissionpolicies',
    object: {
      spec: {
        matchConstraints,
        reinvocationPolicy: 'Never',
        mutations: [
          {
            patchType: 'JSONPatch',
            jsonPatch: {
              expression: '[JSONPatch{op: "add", path: "/data", value: {}}]',
            },
          },
        ],
      },
    },
  },
  {
    group: admission,
    kind: 'MutatingAdmissionPolicyBinding',
    resource: 'mutatingadmissionpolicybindings',
    object: { spec: { policyName: 'tenantry-workloads' } },
  },
];

export const withheldRights: readonly Withheld[] = [
  ...[...extensionKinds, ...mutatingKinds].map(
    ({ group, resource }): Withheld => ({
      role: 'admin',
      apiGroups: [group],
      resources: [resource],
      verbs: ['create'],
      clusterWide: true,
    }),
  ),
  ...['validatingadmissionpolicies', 'validatingadmissionpolicybindings'].map(
    (resource): Withheld => ({
      role: 'admin',
      apiGroups: [admission],
      resources: [resource],
      verbs: ['delete'],
      clusterWide: true,
    }),
  ),
  {
    role: 'admin',
    apiGroups: [''],
    resources: ['configmaps'],
    verbs: ['create'],
    clusterWide: true,
  },
];

function created(
  { group, kind, resource, object }: ExtensionKind,
  where?: Parameters<typeof withheld>[4],
): Attack {
  return withheld(
    'E01',
    `create a ${kind}`,
    'admin',
    () => create(`${group}/v1/${resource}`, kind, undefined, object),
    where,
  );
}

/**
 * Kinds of operators in the tenant's own namespace. Not every cluster has them, so the twin is what the actor may create:
 * that RBAC says no, and of what, tells the same.
 */
function ofAnOperator(
  row: string,
  title: string,
  kinds: readonly (readonly [version: string, kind: string, plural: string])[],
): Attack {
  const harmless = sampleOf('v1/configmaps');
  return attack(
    row,
    title,
    stage =>
      kinds.map(
        ([version, kind, plural]): Attempt => ({
          route: `create ${plural}.${version.split('/')[0]}`,
          attack: create(`${version}/${plural}`, kind, stage.namespace, {}),
          twin: create(
            harmless.resource,
            harmless.kind,
            stage.namespace,
            harmless.object(stage),
          ),
        }),
      ),
    { as: 'admin', by: 'rbac' },
  );
}

const policies = 'policies.kyverno.io/v1';

export const extensionPointAttacks: readonly Attack[] = [
  ...extensionKinds.map(kind => created(kind)),
  ...mutatingKinds.map(kind =>
    created(kind, {
      where: ({ cluster }) => cluster.spec.policyEngine === 'native',
    }),
  ),
  withheld(
    'E01',
    'delete a policy and what puts it in force',
    'admin',
    () =>
      ['validatingadmissionpolicies', 'validatingadmissionpolicybindings'].map(
        resource => ({
          verb: 'delete',
          resource: `${admission}/v1/${resource}`,
          name: 'tenantry-workloads',
        }),
      ),
    { where: ({ cluster }) => cluster.spec.policyEngine === 'native' },
  ),
  withheld(
    'E01',
    'delete a policy of Kyverno',
    'admin',
    () => ({
      verb: 'delete',
      resource: `${policies}/validatingpolicies`,
      name: 'tenantry-workloads',
    }),
    { where: ({ cluster }) => cluster.spec.policyEngine === 'kyverno' },
  ),

  ofAnOperator('E02', 'except itself from a policy', [
    [policies, 'PolicyException', 'policyexceptions'],
    ['kyverno.io/v2', 'PolicyException', 'policyexceptions'],
  ]),
  ofAnOperator('E03', 'have Kyverno act for it', [
    [policies, 'NamespacedValidatingPolicy', 'namespacedvalidatingpolicies'],
    [policies, 'NamespacedMutatingPolicy', 'namespacedmutatingpolicies'],
    [policies, 'NamespacedGeneratingPolicy', 'namespacedgeneratingpolicies'],
    [policies, 'NamespacedDeletingPolicy', 'namespaceddeletingpolicies'],
    [
      policies,
      'NamespacedImageValidatingPolicy',
      'namespacedimagevalidatingpolicies',
    ],
    ['kyverno.io/v1', 'Policy', 'policies'],
    ['kyverno.io/v2', 'CleanupPolicy', 'cleanuppolicies'],
  ]),

  withheld(
    'E04',
    'rewrite what the rules read of its namespace',
    'admin',
    ({ namespace }) => ({
      verb: 'patch',
      patch: 'merge',
      resource: 'v1/namespaces',
      name: namespace,
      body: {
        metadata: {
          annotations: { [annotations.registries]: 'registry.example.org' },
        },
      },
    }),
  ),
  withheld('E04', 'configure the platform', 'admin', () =>
    ['kube-system', systemNamespace].map(namespace =>
      create('v1/configmaps', 'ConfigMap', namespace, {}),
    ),
  ),

  ofAnOperator('E07', "have an operator fetch a neighbour's secrets", [
    ['external-secrets.io/v1', 'ExternalSecret', 'externalsecrets'],
    ['external-secrets.io/v1', 'SecretStore', 'secretstores'],
    [
      'secrets-store.csi.x-k8s.io/v1',
      'SecretProviderClass',
      'secretproviderclasses',
    ],
    ['bitnami.com/v1alpha1', 'SealedSecret', 'sealedsecrets'],
  ]),
  ofAnOperator('E07', 'have an operator run or create what it may not', [
    ['tekton.dev/v1', 'PipelineRun', 'pipelineruns'],
    ['pkg.crossplane.io/v1', 'Provider', 'providers'],
    ['monitoring.coreos.com/v1', 'Prometheus', 'prometheuses'],
    ['capsule.clastix.io/v1beta2', 'TenantResource', 'tenantresources'],
    ['helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'helmreleases'],
    ['kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'kustomizations'],
  ]),
];
