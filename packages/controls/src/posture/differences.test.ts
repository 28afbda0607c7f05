import type { JsonMap, KubernetesObject } from '../objects';
import { concerns, differences } from './differences';

const controls = 'tenantry.dev/controls';

const declared = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: {
    name: 'default-deny',
    namespace: 'payments-dev',
    labels: { 'tenantry.dev/tenant': 'payments' },
    annotations: { [controls]: 'default-deny' },
  },
  spec: {
    podSelector: {},
    policyTypes: ['Ingress', 'Egress'],
    ingress: [],
    egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
  },
} satisfies KubernetesObject;

function entry(
  manager: string,
  fieldsV1: JsonMap,
  { operation = 'Apply', time = '2026-11-26T10:00:00Z', ...rest }: JsonMap = {},
): JsonMap {
  return {
    manager,
    operation,
    time,
    fieldsType: 'FieldsV1',
    fieldsV1,
    ...rest,
  };
}

const applied = entry('argocd-controller', {
  'f:metadata': {
    'f:annotations': { [`f:${controls}`]: {} },
    'f:labels': { 'f:tenantry.dev/tenant': {} },
  },
  'f:spec': { 'f:podSelector': {}, 'f:policyTypes': {}, 'f:egress': {} },
});

/** The cluster's object, with a spec of its own and whoever else wrote to it. */
function live(
  spec: JsonMap,
  others: readonly JsonMap[] = [],
  metadata: JsonMap = {},
): KubernetesObject {
  return {
    ...declared,
    metadata: {
      ...declared.metadata,
      uid: '1',
      managedFields: [applied, ...others],
      ...metadata,
    } as KubernetesObject['metadata'],
    spec: { ...declared.spec, ...spec },
  };
}

const edited = (fieldsV1: JsonMap) =>
  entry('kubectl-edit', fieldsV1, {
    operation: 'Update',
    time: '2026-11-26T11:00:00Z',
  });

const byEdit = {
  by: { manager: 'kubectl-edit', at: '2026-11-26T11:00:00Z' },
};

describe('differences', () => {
  it('finds none in the same object, lists in another order and empty ones left out', () => {
    const { ingress: _, ...spec } = declared.spec;
    const object: KubernetesObject = {
      ...live({}),
      spec: { ...spec, policyTypes: ['Egress', 'Ingress'] },
      status: { conditions: [{ type: 'Ready' }] },
    };
    expect(differences(declared, object)).toEqual([]);
  });

  it('tells a changed value with both, and who wrote it when', () => {
    const object = live(
      {},
      [
        edited({
          'f:metadata': { 'f:labels': { 'f:tenantry.dev/tenant': {} } },
        }),
      ],
      { labels: { 'tenantry.dev/tenant': 'ledger' } },
    );
    expect(differences(declared, object)).toEqual([
      {
        path: ['metadata', 'labels', 'tenantry.dev/tenant'],
        declared: 'payments',
        live: 'ledger',
        ...byEdit,
      },
    ]);
  });

  it('tells what a list lacks, and what it has besides', () => {
    const object = live({ policyTypes: ['Ingress', 'Other'] });
    expect(differences(declared, object)).toEqual([
      {
        path: ['spec', 'policyTypes'],
        declared: ['Egress'],
        live: ['Other'],
        by: { manager: 'argocd-controller', at: '2026-11-26T10:00:00Z' },
      },
    ]);
  });

  it('sees an item that was only added', () => {
    const open = { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] };
    const object = live({ egress: [...declared.spec.egress, open] }, [
      edited({ 'f:spec': { 'f:egress': {} } }),
    ]);
    expect(differences(declared, object)).toEqual([
      { path: ['spec', 'egress'], declared: [], live: [open], ...byEdit },
    ]);
  });

  it('lets each live item answer for one declared item', () => {
    const twice = {
      ...declared,
      spec: { ...declared.spec, egress: [{ a: 1 }, { a: 1, b: 2 }] },
    };
    const same = live({ egress: [{ a: 1, b: 2 }, { a: 1 }] });
    expect(differences(twice, same)).toEqual([]);
    const less = live({ egress: [{ a: 1, b: 2 }] });
    expect(differences(twice, less)).toMatchObject([
      { path: ['spec', 'egress'], live: [] },
    ]);
  });

  it('sees a field within a list item that somebody else wrote', () => {
    const object = live(
      { egress: [{ ...declared.spec.egress[0], ports: [{ port: 443 }] }] },
      [edited({ 'f:spec': { 'f:egress': {} } })],
    );
    expect(differences(declared, object)).toEqual([
      {
        path: ['spec', 'egress', 0, 'ports'],
        live: [{ port: 443 }],
        ...byEdit,
      },
    ]);
  });

  it.each([
    ['nobody', [], undefined],
    [
      'the applier, and declares it no more',
      [entry('argocd-controller', { 'f:spec': { 'f:extra': {} } })],
      'argocd-controller',
    ],
    [
      'somebody under the name of the applier',
      [
        entry(
          'argocd-controller',
          { 'f:spec': { 'f:extra': {} } },
          { operation: 'Update' },
        ),
      ],
      'argocd-controller',
    ],
    [
      'somebody past the spec',
      [
        entry(
          'by-hand',
          { 'f:spec': { 'f:extra': {} } },
          { operation: 'Update', subresource: 'status' },
        ),
      ],
      'by-hand',
    ],
  ])(
    'counts a field that nobody declared and %s wrote',
    (_, others, manager) => {
      expect(differences(declared, live({ extra: 'x' }, others))).toEqual([
        {
          path: ['spec', 'extra'],
          live: 'x',
          ...(manager ? { by: { manager, at: '2026-11-26T10:00:00Z' } } : {}),
        },
      ]);
    },
  );

  it('counts an empty selector that nobody declared: it selects everything', () => {
    const own = {
      ...declared,
      spec: { ...declared.spec, egress: [{ to: [{ podSelector: {} }] }] },
    };
    const open = live({
      egress: [{ to: [{ podSelector: {}, namespaceSelector: {} }] }],
    });
    expect(differences(own, open)).toEqual([
      {
        path: ['spec', 'egress', 0, 'to', 0, 'namespaceSelector'],
        live: {},
        by: { manager: 'argocd-controller', at: '2026-11-26T10:00:00Z' },
      },
    ]);
  });

  it('counts an item that is part of another one', () => {
    const dns = {
      ports: [
        { port: 53, protocol: 'UDP' },
        { port: 53, protocol: 'TCP' },
      ],
    };
    const own = { ...declared, spec: { ...declared.spec, egress: [dns] } };
    const open = live({
      egress: [{ ports: [...dns.ports, { protocol: 'TCP' }] }],
    });
    expect(differences(own, open)).toMatchObject([
      {
        path: ['spec', 'egress', 0, 'ports'],
        declared: [],
        live: [{ protocol: 'TCP' }],
      },
    ]);
  });

  it('counts the order where the first rule that matches decides', () => {
    const rules = [{ action: 'Pass' }, { action: 'Deny' }];
    const own = {
      ...declared,
      apiVersion: 'policy.networking.k8s.io/v1alpha2',
      kind: 'ClusterNetworkPolicy',
      spec: { egress: rules },
    };
    const turned = { ...own, spec: { egress: [...rules].reverse() } };
    expect(differences(own, turned)).toMatchObject([
      { path: ['spec', 'egress'], declared: rules },
    ]);
    expect(differences(own, own)).toEqual([]);
  });

  it('knows what the API server fills in, and nothing but that', () => {
    const own = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'payments-dev', labels: { a: 'b' } },
    };
    const as = (finalizers: string[], metadata: JsonMap = {}) => ({
      ...own,
      metadata: { ...own.metadata, ...metadata },
      spec: { finalizers },
      status: { phase: 'Active' },
    });
    expect(differences(own, as(['kubernetes']))).toEqual([]);
    expect(differences(own, as(['kubernetes', 'mine']))).toHaveLength(1);
    const labels = {
      a: 'b',
      team: 'x',
      'pod-security.kubernetes.io/enforce': 'privileged',
      'tenantry.dev/node-pool': 'other',
    };
    expect(
      differences(own, as(['kubernetes'], { labels })).map(
        ({ path }) => path[2],
      ),
    ).toEqual(['pod-security.kubernetes.io/enforce', 'tenantry.dev/node-pool']);
  });

  it("leaves other people's labels and annotations alone", () => {
    const object = live(
      {},
      [edited({ 'f:metadata': { 'f:labels': { 'f:team': {} } } })],
      { labels: { ...declared.metadata.labels, team: 'x' } },
    );
    expect(differences(declared, object)).toEqual([]);
  });

  it('finds the owner of a list item by its key', () => {
    const object = {
      ...live({ ports: [{ name: 'a', port: 1, extra: 'x' }] }, [
        edited({
          'f:spec': {
            'f:ports': {
              'k:{"name":"b"}': { 'f:extra': {} },
              'k:{"name":"a"}': { 'f:extra': {} },
            },
          },
        }),
      ]),
    };
    const wanted = {
      ...declared,
      spec: { ...declared.spec, ports: [{ name: 'a', port: 1 }] },
    };
    expect(differences(wanted, object)).toEqual([
      { path: ['spec', 'ports', 0, 'extra'], live: 'x', ...byEdit },
    ]);
  });
});

describe('concerns', () => {
  const part = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'quota' },
    spec: { hard: { pods: '10' }, list: [{ a: 1 }] },
  };

  it.each([
    ['its own field', { path: ['spec', 'hard', 'pods'], declared: '10' }, true],
    [
      "another control's field",
      { path: ['spec', 'hard', 'services'], declared: '1' },
      false,
    ],
    [
      'a field that nobody declared, beside its own',
      { path: ['spec', 'hard', 'secrets'], live: '1' },
      true,
    ],
    [
      'a list that nobody declared, beside its own',
      { path: ['spec', 'ingress'], live: [{}] },
      true,
    ],
    [
      'a field that nobody declared, on top',
      { path: ['scheduling'], live: {} },
      true,
    ],
    [
      'a field that nobody declared, elsewhere',
      { path: ['spec', 'scope', 'x'], live: '1' },
      false,
    ],
    [
      'its own item gone',
      { path: ['spec', 'list'], declared: [{ a: 1, b: 2 }], live: [] },
      false,
    ],
    [
      'its own item gone',
      { path: ['spec', 'list'], declared: [{ a: 1 }], live: [] },
      true,
    ],
    [
      "another control's item gone",
      { path: ['spec', 'list'], declared: [{ a: 2 }], live: [] },
      false,
    ],
    [
      'an item too many',
      { path: ['spec', 'list'], declared: [], live: [{ a: 2 }] },
      true,
    ],
    [
      "the tenant's mark",
      {
        path: ['metadata', 'labels', 'tenantry.dev/tenant'],
        live: 'x',
        declared: 'y',
      },
      true,
    ],
  ])('is asked about %s', (_, difference, expected) => {
    expect(concerns(part, difference)).toBe(expected);
  });
});
