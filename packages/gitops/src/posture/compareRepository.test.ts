import {
  keyOf,
  labels,
  managedBy,
  type KubernetesObject,
  type LiveCluster,
  type LiveClusters,
} from '@tenantry/controls';
import { exampleFleet } from '../__testUtils__/fleet';
import { repositoryFiles } from '../files';
import { treeFromFiles } from '../tree';
import { compareRepository } from './compareRepository';
import { declaredObjects } from './declaredObjects';
import { pathsByTenant } from '../pathsByTenant';

const at = '2026-11-26T12:00:00Z';
const fleet = exampleFleet(['ledger', 'billing']);
const files = repositoryFiles(fleet);
const state = { tree: treeFromFiles(files), fleet, checkedAt: at };

/** What dev-1 holds, and Argo CD on it: everything that is declared, but for what somebody did. */
function clustersWith(
  does: (objects: Map<string, KubernetesObject>) => void = () => {},
  unreadable: readonly string[] = [],
): LiveClusters {
  const objects = new Map(
    [...pathsByTenant(state.tree).keys()].flatMap(name => [
      ...declaredObjects(state.tree, name),
    ]),
  );
  does(objects);
  const find: LiveCluster['find'] = object =>
    objects.get(keyOf({ object, cluster: 'dev-1' })) ??
    objects.get(keyOf({ object }));
  const live: LiveCluster = {
    source: ({ kind }) =>
      unreadable.includes(kind)
        ? { state: 'unreadable', reason: 'somebody said no' }
        : { state: 'read', at },
    find,
    revision: find,
    all: ({ kind }) =>
      [...objects]
        .filter(([key]) => /^(dev-1)? /.test(key))
        .map(([, object]) => object)
        .filter(object => object.kind === kind),
  };
  return { clusters: new Map([['dev-1', live]]), argoCd: live };
}

const deny = 'dev-1 networking.k8s.io/NetworkPolicy ledger-dev/default-deny';

function marked(
  kind: string,
  name: string,
  more: object = {},
): KubernetesObject {
  return {
    apiVersion: kind === 'NetworkPolicy' ? 'networking.k8s.io/v1' : 'v1',
    kind,
    metadata: { name, labels: { [labels.managedBy]: managedBy }, ...more },
  };
}

const add =
  (...more: readonly KubernetesObject[]) =>
  (objects: Map<string, KubernetesObject>) => {
    for (const object of more)
      objects.set(keyOf({ object, cluster: 'dev-1' }), object);
  };

describe('compareRepository', () => {
  it('finds nothing where clusters hold what is declared', () => {
    const found = compareRepository({ state, clusters: clustersWith() });

    expect(found).toMatchObject({
      drift: [],
      undeclared: [],
      unknown: [],
      problems: [],
      environments: [
        { namespace: 'ledger-dev', partly: 0, findings: [] },
        { namespace: 'billing-dev', partly: 0, findings: [] },
      ],
    });
    expect(found.compared).toBeGreaterThan(50);
    expect(found.environments[0].holds).toBeGreaterThan(30);
  });

  it('tells an object that is missing, with the control behind it', () => {
    const clusters = clustersWith(objects => objects.delete(deny));
    const { drift, environments } = compareRepository({ state, clusters });

    expect(drift).toEqual([
      { cluster: 'dev-1', object: 'NetworkPolicy ledger-dev/default-deny' },
    ]);
    expect(environments.flatMap(({ findings }) => findings)).toEqual([
      {
        control: 'default-deny',
        title: expect.any(String),
        column: 'live',
        state: 'no',
        reason: 'NetworkPolicy ledger-dev/default-deny is missing',
      },
    ]);
  });

  it('tells a field that is otherwise once, however many controls are behind the object', () => {
    const quota = 'dev-1 /ResourceQuota ledger-dev/tenantry';
    const clusters = clustersWith(objects => {
      const object = objects.get(quota);
      if (!object) throw new Error('there is no quota');
      objects.set(quota, { ...object, spec: { hard: {} } });
    });
    const { drift, environments } = compareRepository({ state, clusters });

    const fields = drift.map(({ field }) => field);
    expect(fields.length).toBeGreaterThan(5);
    expect(new Set(fields).size).toBe(fields.length);
    expect(environments[0].findings.map(({ control }) => control)).toEqual(
      expect.arrayContaining(['compute-quota', 'object-counts']),
    );
    expect(environments[1].findings).toEqual([]);
  });

  it('knows nothing of what can’t be read, and tells it once a kind', () => {
    const { drift, unknown, environments } = compareRepository({
      state,
      clusters: clustersWith(
        objects => objects.delete(deny),
        ['NetworkPolicy'],
      ),
    });

    expect(drift).toEqual([]);
    expect(unknown).toEqual([
      {
        cluster: 'dev-1',
        kind: 'NetworkPolicy',
        reason: 'somebody said no',
      },
    ]);
    const states = environments.flatMap(({ findings }) => findings);
    expect(states.length).toBeGreaterThan(0);
    expect(new Set(states.map(each => each.state))).toEqual(
      new Set(['unknown']),
    );
  });

  it('finds what says that it is ours and is nobody’s, but not what another object owns', () => {
    const clusters = clustersWith(
      add(
        marked('NetworkPolicy', 'left-over', { namespace: 'ledger-dev' }),
        marked('Namespace', 'ledger-old'),
        marked('NetworkPolicy', 'made', {
          namespace: 'ledger-dev',
          ownerReferences: [{ kind: 'Something', name: 'it' }],
        }),
        {
          ...marked('NetworkPolicy', 'theirs', { namespace: 'ledger-dev' }),
          metadata: { name: 'theirs', namespace: 'ledger-dev' },
        },
      ),
    );
    const named = (tenants?: readonly string[]) =>
      compareRepository({ state, clusters, tenants })
        .undeclared.map(({ object }) => object)
        .sort();

    expect(named()).toEqual([
      'Namespace ledger-old',
      'NetworkPolicy ledger-dev/left-over',
    ]);
    expect(named(['ledger'])).toEqual(['NetworkPolicy ledger-dev/left-over']);
    expect(named(['billing'])).toEqual([]);
  });

  it('takes nothing for nobody’s that is declared for a tenant whose file is broken', () => {
    const broken = {
      ...state,
      fleet: { ...fleet, tenants: fleet.tenants.slice(0, 1) },
    };
    const found = compareRepository({
      state: broken,
      clusters: clustersWith(),
    });
    expect(found.undeclared).toEqual([]);
    expect(found.environments).toHaveLength(1);
  });

  it('leaves out what Argo CD holds where nobody looks there, and says so', () => {
    const { clusters } = clustersWith();
    const { drift, unknown, environments } = compareRepository({
      state,
      clusters: { clusters },
    });
    expect([drift, unknown]).toEqual([[], []]);
    expect(environments[0].findings).toEqual([]);
    expect(environments[0].partly).toBeGreaterThan(0);
  });

  it('looks at what is declared in the files, not at what would be rendered', () => {
    const path = [...files.keys()].find(name =>
      name.endsWith('ledger-dev.networkpolicy-default-deny.yaml'),
    );
    const without = new Map(files);
    without.delete(path ?? '');
    const found = compareRepository({
      state: { ...state, tree: treeFromFiles(without) },
      clusters: clustersWith(),
      tenants: ['ledger'],
    });
    expect(found.undeclared.map(({ object }) => object)).toEqual([
      'NetworkPolicy ledger-dev/default-deny',
    ]);
    expect(
      found.environments[0].findings.map(
        ({ control, column }) => `${control} ${column}`,
      ),
    ).toEqual(['default-deny declared']);
  });

  it('does not take for a difference what an observed environment leaves out, and says how much it is', () => {
    const observedFleet = {
      ...state.fleet,
      tenants: state.fleet.tenants.map(tenant => ({
        ...tenant,
        spec: {
          ...tenant.spec,
          environments: tenant.spec.environments.map(environment => ({
            ...environment,
            observed: { until: '2090-03-31' },
          })),
        },
      })),
    };
    const observedState = {
      ...state,
      fleet: observedFleet,
      tree: treeFromFiles(repositoryFiles(observedFleet)),
    };
    const objects = new Map(
      [...pathsByTenant(observedState.tree).keys()].flatMap(name => [
        ...declaredObjects(observedState.tree, name),
      ]),
    );
    const clusters = clustersWith(held => {
      held.clear();
      for (const [key, object] of objects) held.set(key, object);
    });
    const found = compareRepository({ state: observedState, clusters });

    expect(found.drift).toEqual([]);
    expect(found.environments.flatMap(({ findings }) => findings)).toEqual([]);
    for (const { observed, holds } of found.environments) {
      expect(observed?.until).toBe('2090-03-31');
      expect(observed?.controls).toBeGreaterThan(20);
      expect(holds).toBeLessThan(20);
    }
  });

  it('does not take for a finding what is excepted, and says what it is', () => {
    const [tenant] = state.fleet.tenants;
    const [environment] = tenant.spec.environments;
    const exceptedFleet = {
      ...state.fleet,
      exceptions: new Map([
        [
          tenant.metadata.name,
          [
            {
              control: 'image-registries',
              environment: environment.name,
              reason: 'The vendor has a registry of its own.',
              ticket: 'SEC-1234',
              approver: 'group:default/security',
              expires: '2020-01-31',
            },
          ],
        ],
      ]),
    };
    const excepted = {
      ...state,
      fleet: exceptedFleet,
      tree: treeFromFiles(repositoryFiles(exceptedFleet)),
    };
    const objects = new Map(
      [...pathsByTenant(excepted.tree).keys()].flatMap(name => [
        ...declaredObjects(excepted.tree, name),
      ]),
    );
    const clusters = clustersWith(held => {
      held.clear();
      for (const [key, object] of objects) held.set(key, object);
    });
    const found = compareRepository({ state: excepted, clusters });

    expect(found.drift).toEqual([]);
    expect(found.environments.flatMap(({ findings }) => findings)).toEqual([]);
    expect(found.environments.flatMap(each => each.excepted)).toEqual([
      {
        control: 'image-registries',
        reason: expect.stringMatching(
          /^excepted until 2020-01-31, a day that has passed \(SEC-1234, approved by group:default\/security\): /,
        ),
      },
    ]);
  });
});
