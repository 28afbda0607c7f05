import { strictProblems } from './strict';
import type { KubernetesObject } from './objects';

const quota: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'tenantry', namespace: 'payments-dev' },
  spec: { hard: { pods: '10', 'requests.memory': '4Gi' } },
};
const policy: KubernetesObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'p', namespace: 'payments-dev' },
  spec: {
    podSelector: {},
    egress: [{ ports: [{ protocol: 'TCP', port: 443 }] }],
  },
};

const mistakes: [string, KubernetesObject, string][] = [
  [
    'a misspelt field',
    { ...quota, spec: { hart: {} } },
    'spec.hart: unknown field',
  ],
  [
    'a misspelt field in a list',
    { ...policy, spec: { egress: [{ port: [] }] } },
    'spec.egress[0].port: unknown field',
  ],
  ['a field beside spec', { ...quota, data: {} }, 'data: unknown field'],
  [
    'an unknown field of metadata',
    { ...quota, metadata: { ...quota.metadata, label: {} } },
    'metadata.label: unknown field',
  ],
  [
    'a port out of range',
    { ...policy, spec: { egress: [{ ports: [{ port: 99999 }] }] } },
    'spec.egress[0].ports[0].port: not a port',
  ],
  [
    'a quantity that the server rewrites',
    { ...quota, spec: { hard: { 'requests.cpu': '1000m' } } },
    'spec.hard.requests.cpu: not a canonical quantity',
  ],
  ['a list where a map belongs', { ...quota, spec: [] }, 'spec: not a map'],
  [
    'a map where a list belongs',
    { ...policy, spec: { egress: {} } },
    'spec.egress: not a list',
  ],
  [
    'a wrong scalar',
    { ...policy, spec: { policyTypes: [1] } },
    'spec.policyTypes[0]: not a string',
  ],
  [
    'a name in capitals',
    { ...quota, metadata: { ...quota.metadata, name: 'Quota' } },
    'metadata.name: "Quota" is not a name',
  ],
  [
    'no namespace',
    { ...quota, metadata: { name: 'tenantry' } },
    'metadata.namespace: missing or not a name',
  ],
  [
    'a namespace too many',
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'a', namespace: 'b' },
    },
    'metadata.namespace: Namespace has none',
  ],
  [
    'a label value with a space',
    { ...quota, metadata: { ...quota.metadata, labels: { a: 'b c' } } },
    'metadata.labels.a: not a value',
  ],
  [
    'a label key with two slashes',
    { ...quota, metadata: { ...quota.metadata, labels: { 'a/b/c': '' } } },
    'metadata.labels: a/b/c is not a key',
  ],
  [
    'a kind nobody renders',
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'a', namespace: 'b' },
    },
    'kind: v1 Secret is not rendered',
  ],
];

describe('strictProblems', () => {
  it.each(mistakes)('notices %s', (_, object, problem) => {
    expect(strictProblems(object)).toEqual([problem]);
  });

  it.each([quota, policy])(
    'has nothing against the same object without the mistake',
    object => {
      expect(strictProblems(object)).toEqual([]);
    },
  );
});
