/** `string`, `number`, `boolean`, `port`, `quantity`; a list of a shape; a map by key, `*` for any key. */
export type Shape =
  | string
  | readonly [Shape]
  | { readonly [key: string]: Shape };

interface KindShape {
  readonly namespaced: boolean;
  readonly fields: { readonly [key: string]: Shape };
}

const strings = ['string'] as const;
const stringMap = { '*': 'string' };
const quantities = { '*': 'quantity' };
const selector = {
  matchLabels: stringMap,
  matchExpressions: [{ key: 'string', operator: 'string', values: strings }],
} as const;

const policyRules = [
  {
    apiGroups: strings,
    resources: strings,
    resourceNames: strings,
    verbs: strings,
  },
] as const;
const roleRef = { apiGroup: 'string', kind: 'string', name: 'string' };
const subjects = [
  { apiGroup: 'string', kind: 'string', name: 'string', namespace: 'string' },
] as const;

const peers = [
  {
    podSelector: selector,
    namespaceSelector: selector,
    ipBlock: { cidr: 'string', except: strings },
  },
] as const;
const ports = [{ protocol: 'string', port: 'port' }] as const;

const destinationPort = { destinationPort: { number: 'port' } };

const listeners = [
  {
    name: 'string',
    port: 'port',
    protocol: 'string',
    hostname: 'string',
    allowedRoutes: {
      namespaces: { from: 'string' },
      kinds: [{ group: 'string', kind: 'string' }],
    },
    tls: {
      mode: 'string',
      certificateRefs: [{ group: 'string', kind: 'string', name: 'string' }],
    },
  },
] as const;

const tolerations = [
  { key: 'string', operator: 'string', value: 'string', effect: 'string' },
] as const;

const matchConstraints = {
  resourceRules: [
    {
      apiGroups: strings,
      apiVersions: strings,
      operations: strings,
      resources: strings,
      scope: 'string',
    },
  ],
  namespaceSelector: selector,
  matchPolicy: 'string',
} as const;
const variables = [{ name: 'string', expression: 'string' }] as const;
const enabled = { enabled: 'boolean' };

const groupKinds = [{ group: 'string', kind: 'string' }] as const;
const source = { repoURL: 'string', targetRevision: 'string', path: 'string' };
const destination = { server: 'string', namespace: 'string' };
const syncPolicy = {
  automated: { prune: 'boolean', selfHeal: 'boolean', allowEmpty: 'boolean' },
  syncOptions: strings,
  retry: {
    limit: 'number',
    refresh: 'boolean',
    backoff: { duration: 'string', factor: 'number', maxDuration: 'string' },
  },
} as const;

/**
 * The fields we render, by apiVersion and kind: an allow-list. A field that isn't here is a misspelling or wants to be
 * added on purpose.
 */
export const shapes: { readonly [kind: string]: KindShape | undefined } = {
  'v1/Namespace': { namespaced: false, fields: {} },
  'v1/ServiceAccount': {
    namespaced: true,
    fields: { automountServiceAccountToken: 'boolean' },
  },
  'v1/ConfigMap': { namespaced: true, fields: { data: stringMap } },
  'v1/ResourceQuota': {
    namespaced: true,
    fields: { spec: { hard: quantities, scopes: strings } },
  },
  'v1/LimitRange': {
    namespaced: true,
    fields: {
      spec: {
        limits: [
          {
            type: 'string',
            default: quantities,
            defaultRequest: quantities,
            max: quantities,
            min: quantities,
            maxLimitRequestRatio: quantities,
          },
        ],
      },
    },
  },
  'networking.k8s.io/v1/NetworkPolicy': {
    namespaced: true,
    fields: {
      spec: {
        podSelector: selector,
        policyTypes: strings,
        ingress: [{ from: peers, ports }],
        egress: [{ to: peers, ports }],
      },
    },
  },
  'cilium.io/v2/CiliumNetworkPolicy': {
    namespaced: true,
    fields: {
      spec: {
        endpointSelector: selector,
        egress: [
          {
            toEndpoints: [selector],
            toCIDR: strings,
            toFQDNs: [{ matchName: 'string' }],
            toPorts: [
              {
                ports: [{ port: 'string', protocol: 'string' }],
                rules: { dns: [{ matchPattern: 'string' }] },
              },
            ],
          },
        ],
        egressDeny: [{ toCIDRSet: [{ cidr: 'string', except: strings }] }],
      },
    },
  },
  'policy.networking.k8s.io/v1alpha2/ClusterNetworkPolicy': {
    namespaced: false,
    fields: {
      spec: {
        tier: 'string',
        priority: 'number',
        subject: { namespaces: selector },
        ingress: [{ action: 'string', from: [{ namespaces: selector }] }],
        egress: [
          {
            name: 'string',
            action: 'string',
            to: [
              {
                namespaces: selector,
                pods: { namespaceSelector: selector, podSelector: selector },
                networks: strings,
              },
            ],
            protocols: [{ udp: destinationPort, tcp: destinationPort }],
          },
        ],
      },
    },
  },
  'gateway.networking.k8s.io/v1/Gateway': {
    namespaced: true,
    fields: {
      spec: {
        gatewayClassName: 'string',
        allowedListeners: { namespaces: { from: 'string' } },
        listeners,
      },
    },
  },
  'gateway.networking.k8s.io/v1/ListenerSet': {
    namespaced: true,
    fields: {
      spec: {
        parentRef: {
          group: 'string',
          kind: 'string',
          namespace: 'string',
          name: 'string',
        },
        listeners,
      },
    },
  },
  'rbac.authorization.k8s.io/v1/ClusterRole': {
    namespaced: false,
    fields: { rules: policyRules },
  },
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding': {
    namespaced: false,
    fields: { roleRef, subjects },
  },
  'rbac.authorization.k8s.io/v1/RoleBinding': {
    namespaced: true,
    fields: { roleRef, subjects },
  },
  'node.k8s.io/v1/RuntimeClass': {
    namespaced: false,
    fields: {
      handler: 'string',
      overhead: { podFixed: quantities },
      scheduling: { nodeSelector: stringMap, tolerations },
    },
  },
  'flowcontrol.apiserver.k8s.io/v1/PriorityLevelConfiguration': {
    namespaced: false,
    fields: {
      spec: {
        type: 'string',
        limited: {
          nominalConcurrencyShares: 'number',
          lendablePercent: 'number',
          borrowingLimitPercent: 'number',
          limitResponse: {
            type: 'string',
            queuing: {
              queues: 'number',
              handSize: 'number',
              queueLengthLimit: 'number',
            },
          },
        },
      },
    },
  },
  'flowcontrol.apiserver.k8s.io/v1/FlowSchema': {
    namespaced: false,
    fields: {
      spec: {
        priorityLevelConfiguration: { name: 'string' },
        matchingPrecedence: 'number',
        rules: [
          {
            subjects: [
              {
                kind: 'string',
                group: { name: 'string' },
                serviceAccount: { namespace: 'string', name: 'string' },
              },
            ],
            resourceRules: [
              {
                verbs: strings,
                apiGroups: strings,
                resources: strings,
                clusterScope: 'boolean',
                namespaces: strings,
              },
            ],
            nonResourceRules: [{ verbs: strings, nonResourceURLs: strings }],
          },
        ],
      },
    },
  },
  'policies.kyverno.io/v1/ValidatingPolicy': {
    namespaced: false,
    fields: {
      spec: {
        validationActions: strings,
        failurePolicy: 'string',
        evaluation: { admission: enabled, background: enabled },
        matchConstraints,
        variables,
        validations: [{ expression: 'string', message: 'string' }],
      },
    },
  },
  'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy': {
    namespaced: false,
    fields: {
      spec: {
        failurePolicy: 'string',
        matchConstraints,
        variables,
        validations: [
          { expression: 'string', message: 'string', reason: 'string' },
        ],
      },
    },
  },
  'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding': {
    namespaced: false,
    fields: {
      spec: {
        policyName: 'string',
        matchResources: { matchPolicy: 'string', namespaceSelector: selector },
        validationActions: strings,
      },
    },
  },
  'admissionregistration.k8s.io/v1/MutatingAdmissionPolicy': {
    namespaced: false,
    fields: {
      spec: {
        failurePolicy: 'string',
        reinvocationPolicy: 'string',
        matchConstraints,
        variables,
        mutations: [
          { patchType: 'string', jsonPatch: { expression: 'string' } },
        ],
      },
    },
  },
  'admissionregistration.k8s.io/v1/MutatingAdmissionPolicyBinding': {
    namespaced: false,
    fields: { spec: { policyName: 'string' } },
  },
  'policies.kyverno.io/v1/MutatingPolicy': {
    namespaced: false,
    fields: {
      spec: {
        failurePolicy: 'string',
        reinvocationPolicy: 'string',
        evaluation: { admission: enabled },
        matchConstraints,
        variables,
        mutations: [
          { patchType: 'string', jsonPatch: { expression: 'string' } },
        ],
      },
    },
  },
  'argoproj.io/v1alpha1/AppProject': {
    namespaced: true,
    fields: {
      spec: {
        description: 'string',
        sourceRepos: strings,
        destinations: [destination],
        destinationServiceAccounts: [
          { ...destination, defaultServiceAccount: 'string' },
        ],
        clusterResourceWhitelist: groupKinds,
        namespaceResourceWhitelist: groupKinds,
        orphanedResources: { warn: 'boolean' },
      },
    },
  },
  'argoproj.io/v1alpha1/Application': {
    namespaced: true,
    fields: { spec: { project: 'string', source, destination, syncPolicy } },
  },
  'argoproj.io/v1alpha1/ApplicationSet': {
    namespaced: true,
    fields: {
      spec: {
        goTemplate: 'boolean',
        goTemplateOptions: strings,
        generators: [
          {
            git: {
              repoURL: 'string',
              revision: 'string',
              directories: [{ path: 'string' }],
            },
          },
        ],
        preservedFields: { annotations: strings },
        syncPolicy: {
          applicationsSync: 'string',
          preserveResourcesOnDeletion: 'boolean',
        },
        template: {
          metadata: {
            name: 'string',
            labels: stringMap,
            annotations: stringMap,
          },
          spec: {
            project: 'string',
            source,
            destination,
            revisionHistoryLimit: 'number',
            syncPolicy,
          },
        },
      },
    },
  },
};
