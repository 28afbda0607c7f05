import type {
  KubernetesObject,
  LiveCluster,
  LiveClusters,
} from '@tenantry/controls';
import { keyOf } from '@tenantry/controls';
import {
  repositoryFiles,
  repositoryObjects,
  treeFromFiles,
} from '@tenantry/gitops';
import { exampleSnapshot } from '../__testUtils__/exampleSnapshot';
import { foundPosture as tenantPosture } from './foundPosture';

const at = '2026-11-26T12:00:01Z';
const deny =
  'clusters/dev-1/tenants/ledger/ledger-dev.networkpolicy-default-deny.yaml';

/** Clusters that hold what the repository declares, but for what somebody changed. */
function clustersOf(
  snapshot: ReturnType<typeof exampleSnapshot>,
  change: (object: KubernetesObject) => KubernetesObject = object => object,
): LiveClusters {
  const [ledger] = snapshot.fleet.tenants;
  const objects = new Map(
    Array.from(
      repositoryObjects(snapshot, ledger).objects,
      ([key, object]) => [key, change(object)] as const,
    ),
  );
  const lookAt = (cluster: string): LiveCluster => {
    const find: LiveCluster['find'] = object =>
      objects.get(keyOf({ object, cluster }));
    return {
      source: () => ({ state: 'read', at }),
      find,
      revision: find,
      all: ({ kind }) =>
        [...objects]
          .filter(([key]) => key.startsWith(`${cluster} `))
          .map(([, object]) => object)
          .filter(object => object.kind === kind),
    };
  };
  const names = snapshot.fleet.clusters.map(({ metadata }) => metadata.name);
  return {
    clusters: new Map(names.map(name => [name, lookAt(name)])),
    argoCd: lookAt(''),
  };
}

function opened(object: KubernetesObject): KubernetesObject {
  return object.metadata.name === 'default-deny'
    ? { ...object, spec: { podSelector: {}, ingress: [{}] } }
    : object;
}

/** Of the first environment: what isn't `yes`, by control. */
function problems(
  snapshot: ReturnType<typeof exampleSnapshot>,
  view: LiveClusters,
) {
  const [tenant] = snapshot.fleet.tenants;
  const [{ controls }] = tenantPosture(
    { phase: 'merged', tenant, snapshot },
    view,
    { proofOf: () => ({ unreadable: 'nobody proved it' }) },
  );
  return controls
    .filter(({ unavailable }) => unavailable === undefined)
    .flatMap(({ control, posture: { declared, live } }) =>
      [declared, live].some(({ state }) => state !== 'yes')
        ? [[control.id, declared.state, live.state]]
        : [],
    );
}

/** The same repository with the tenant's environments observed, as rendered. */
function observedSnapshot() {
  const { fleet } = exampleSnapshot();
  const [tenant, ...others] = fleet.tenants;
  const changed = {
    ...fleet,
    tenants: [
      {
        ...tenant,
        spec: {
          ...tenant.spec,
          environments: tenant.spec.environments.map(environment => ({
            ...environment,
            observed: { until: '2027-03-31' },
          })),
        },
      },
      ...others,
    ],
  };
  return {
    ...exampleSnapshot(),
    fleet: changed,
    tree: treeFromFiles(repositoryFiles(changed)),
  };
}

describe('tenantPosture', () => {
  const snapshot = exampleSnapshot();

  it('is good where repository and clusters are as rendered', () => {
    expect(problems(snapshot, clustersOf(snapshot))).toEqual([]);
  });

  it('follows the cluster, before and after somebody changed something', () => {
    const before = clustersOf(snapshot);
    expect(problems(snapshot, before)).toEqual([]);
    expect(problems(snapshot, clustersOf(snapshot, opened))).toEqual([
      ['default-deny', 'yes', 'no'],
    ]);
    expect(problems(snapshot, before)).toEqual([]);
  });

  it('follows the repository from commit to commit', () => {
    const live = clustersOf(snapshot);
    expect(problems(snapshot, live)).toEqual([]);
    const without = exampleSnapshot({ [deny]: undefined });
    expect(problems(without, live)).toEqual([['default-deny', 'no', 'yes']]);
    expect(problems(snapshot, live)).toEqual([]);
  });

  it('says when each verdict is from', () => {
    const [tenant] = snapshot.fleet.tenants;
    const later = { ...snapshot, checkedAt: '2026-11-26T13:00:00Z' };
    const times = [snapshot, later].map(each => {
      const [{ controls }] = tenantPosture(
        { phase: 'merged', tenant, snapshot: each },
        clustersOf(snapshot),
        { proofOf: () => ({ rules: 'x' }) },
      );
      const { posture } = controls[0];
      return [posture.declared.at, posture.live.at];
    });
    expect(times).toEqual([
      [snapshot.checkedAt, at],
      [later.checkedAt, at],
    ]);
  });

  describe('of an observed environment', () => {
    const observed = observedSnapshot();

    it('shows each control, and of none that refuses nothing that it holds', () => {
      const [tenant] = observed.fleet.tenants;
      const [{ controls }] = tenantPosture(
        { phase: 'merged', tenant, snapshot: observed },
        clustersOf(observed),
        { proofOf: () => ({ unreadable: 'nobody proved it' }) },
      );
      const [before] = tenantPosture(
        {
          phase: 'merged',
          tenant: snapshot.fleet.tenants[0],
          snapshot,
        },
        clustersOf(snapshot),
        { proofOf: () => ({ unreadable: 'nobody proved it' }) },
      );
      expect(controls.map(({ control }) => control.id)).toEqual(
        before.controls.map(({ control }) => control.id),
      );
      const told = controls.filter(each => each.notInForce !== undefined);
      expect(told.length).toBeGreaterThan(20);
      for (const { posture, notInForce: reason } of told)
        expect(
          Object.values(posture).map(({ state, reason: why }) => [state, why]),
        ).toEqual([
          ['no', reason],
          ['no', reason],
          ['no', reason],
        ]);
    });
  });
});
