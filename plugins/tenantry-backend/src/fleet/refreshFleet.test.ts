import { mockServices } from '@backstage/backend-test-utils';
import type {
  RepositorySnapshot,
  TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import type { ObservedChange } from '@tenantry/cluster';
import type { KubernetesObject, LiveCluster, Source } from '@tenantry/controls';
import { repositoryFiles, readFleet, treeFromFiles } from '@tenantry/gitops';
import type { Fleet } from '@tenantry/model';
import type { Knex } from 'knex';
import { databaseService, sqlite } from '../__testUtils__/databases';
import { exampleFleet } from '../__testUtils__/exampleFleet';
import type {
  ClusterListener,
  ConnectedClusters,
} from '../clusters/connectedClusters';
import { openFleetStore, type FleetStore } from './fleetStore';
import { defaultPace } from './pace';
import { readFleet as readPage } from './readFleet';
import { refreshFleet, type FleetRefresher } from './refreshFleet';

jest.setTimeout(60_000);

const hurried = {
  ...defaultPace,
  quietMs: 5,
  longestMs: 50,
  sweepMs: 20,
  rest: { changed: 0, old: 0 },
};

/** A cluster that holds whatever it is given, and can be read or not. */
function fakeCluster() {
  let source: Source = { state: 'read', at: '2026-11-26T08:00:00.000Z' };
  const cluster: LiveCluster = {
    source: () => source,
    find: () => undefined,
    revision: () => undefined,
    all: () => [],
  };
  return {
    cluster,
    become(next: Source) {
      source = next;
    },
  };
}

function fakeClusters(names: readonly string[]) {
  const fakes = new Map(names.map(name => [name, fakeCluster()] as const));
  const listeners = new Set<ClusterListener>();
  const asked: string[] = [];
  let argoCd: LiveCluster | undefined;
  const connected: ConnectedClusters = {
    view: () => ({
      clusters: new Map(
        Array.from(fakes, ([name, { cluster }]) => [name, cluster]),
      ),
      argoCd,
    }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    proofOf(_cluster, namespace) {
      asked.push(namespace);
      return {};
    },
    syncOf: () => ({}),
    sources: () => [],
    stop: async () => {},
  };
  return {
    connected,
    fakes,
    /** The cluster that Argo CD runs on. */
    runArgoCd(name: string) {
      argoCd = fakes.get(name)?.cluster;
    },
    /** Namespaces that were judged since last asked. */
    judged: () => asked.splice(0).sort(),
    tell(cluster: string, change: ObservedChange) {
      for (const listener of listeners) listener(cluster, change);
    },
  };
}

/** A main branch whose next commit is a fleet. */
function fakeRepository(first: Fleet) {
  const listeners = new Set<() => void>();
  const commits: RepositorySnapshot[] = [];
  const commit = (
    fleet: Fleet,
    extra: readonly (readonly [string, string])[] = [],
  ) => {
    const files = new Map([...repositoryFiles(fleet), ...extra]);
    const tree = treeFromFiles(new Map([...files].sort()));
    commits.push({
      commit: String(commits.length),
      tree,
      ...readFleet(tree),
      checkedAt: '2026-11-26T08:00:00.000Z',
    });
    for (const listener of listeners) listener();
  };
  commit(first);
  const at = (sha: string) => commits[Number(sha)].tree;
  const service = {
    refreshMs: 60_000,
    snapshot: async () => commits[commits.length - 1],
    openProposals: async () => [],
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    history: async () => ({
      diff: async (from: string, to: string) =>
        [...new Set([...at(from).paths(), ...at(to).paths()])]
          .filter(path => at(from).read(path) !== at(to).read(path))
          .map(path => ({ path })),
    }),
  };
  return { service: service as unknown as TenantryRepositoryService, commit };
}

const everyNamespace = [
  'ledger-dev',
  'ledger-prod',
  'storefront-prod',
  'storefront-test',
];

describe('refreshFleet', () => {
  const { open, stop } = sqlite();
  let knex: Knex;
  let store: FleetStore;
  let fleet: Fleet;
  let refresher: FleetRefresher;
  let clusters: ReturnType<typeof fakeClusters>;
  let repository: ReturnType<typeof fakeRepository>;
  let told: string[];
  let logger: ReturnType<typeof mockServices.logger.mock>;

  const idle = () => refresher.judging().waiting === 0;

  async function start(pace = hurried) {
    told = [];
    store = await openFleetStore(databaseService(knex));
    refresher = refreshFleet({
      clusters: clusters.connected,
      logger,
      repository: repository.service,
      store,
      onJudged: names => told.push(...names),
      pace,
    });
    const { tenants } = (await repository.service.snapshot()).fleet;
    // Told last of all, so that nothing is on its way any more.
    await until(() =>
      tenants.every(({ metadata }) => told.includes(metadata.name)),
    );
  }

  beforeEach(async () => {
    knex = await open();
    fleet = await exampleFleet();
    clusters = fakeClusters(['dev-1', 'prod-1']);
    repository = fakeRepository(fleet);
    told = [];
    logger = mockServices.logger.mock();
  });
  afterEach(() => refresher.stop());
  afterAll(() => stop());

  async function states() {
    const { tenants } = await readPage(knex, { sort: 'name' });
    return tenants.map(({ name, state, stale }) => [name, state, stale]);
  }

  async function until(isSo: () => boolean | Promise<boolean>) {
    while (!(await isSo()))
      await new Promise(resolve => setTimeout(resolve, 5));
  }

  /** What is judged after something happened, until nothing waits any more. */
  async function judgedAfter(happens: () => void) {
    clusters.judged();
    happens();
    const found: string[] = [];
    await until(() => {
      found.push(...clusters.judged());
      return found.length > 0 && idle();
    });
    // Whoever was judged too much would still come.
    await new Promise(resolve => setTimeout(resolve, 60));
    return [...new Set([...found, ...clusters.judged()])].sort();
  }

  const objectOf = (
    name: string,
    metadata: object,
    kind = 'NetworkPolicy',
  ): ObservedChange => {
    const apiVersion = 'networking.k8s.io/v1';
    const object: KubernetesObject = {
      apiVersion,
      kind,
      metadata: { name, ...metadata },
    };
    return { kind: { apiVersion, kind }, object };
  };
  const ours = { 'app.kubernetes.io/managed-by': 'tenantry' };
  const policies = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
  };

  function binding(
    role: string,
    metadata = {},
  ): ObservedChange & { object: KubernetesObject } {
    const { kind, object } = objectOf('a', metadata, 'ClusterRoleBinding');
    const roleRef = { kind: 'ClusterRole', name: role };
    return { kind, object: { ...object!, roleRef } };
  }

  it('judges everybody once, and finds what clusters lack', async () => {
    await start();
    expect(clusters.judged()).toEqual(everyNamespace);
    expect(await states()).toEqual([
      ['ledger', 'failing', undefined],
      ['storefront', 'failing', undefined],
    ]);
    expect(told.sort()).toEqual(['ledger', 'storefront']);
  });

  it('judges the tenant again that an object belongs to, by its label or its namespace', async () => {
    await start();
    expect(
      await judgedAfter(() =>
        clusters.tell(
          'dev-1',
          objectOf('default-deny', {
            namespace: 'elsewhere',
            labels: { 'tenantry.dev/tenant': 'ledger' },
          }),
        ),
      ),
    ).toEqual(['ledger-dev', 'ledger-prod']);
    expect(
      await judgedAfter(() =>
        clusters.tell('dev-1', objectOf('report', { namespace: 'ledger-dev' })),
      ),
    ).toEqual(['ledger-dev', 'ledger-prod']);
  });

  it('judges the tenants again that an object belonged to, whatever its label says now', async () => {
    await start();
    const labelled = (tenant: string, facts: object, kind?: string) =>
      objectOf(
        'a',
        { ...facts, labels: { 'tenantry.dev/tenant': tenant } },
        kind,
      );
    expect(
      await judgedAfter(() =>
        clusters.tell('dev-1', labelled('nobody', { namespace: 'ledger-dev' })),
      ),
    ).toEqual(['ledger-dev', 'ledger-prod']);
    expect(
      await judgedAfter(() =>
        clusters.tell(
          'dev-1',
          labelled('nobody', { name: 'storefront-test' }, 'Namespace'),
        ),
      ),
    ).toEqual(['storefront-prod', 'storefront-test']);
    expect(
      await judgedAfter(() =>
        clusters.tell('dev-1', {
          ...labelled('nobody', {}),
          before: labelled('ledger', {}).object,
        }),
      ),
    ).toEqual(['ledger-dev', 'ledger-prod']);
  });

  it('judges all tenants of a cluster again for what they share', async () => {
    repository = fakeRepository({
      ...fleet,
      tenants: fleet.tenants.map(tenant =>
        tenant.metadata.name === 'ledger'
          ? {
              ...tenant,
              spec: {
                ...tenant.spec,
                environments: tenant.spec.environments.slice(0, 1),
              },
            }
          : tenant,
      ),
    });
    await start();
    expect(
      await judgedAfter(() =>
        clusters.tell('prod-1', objectOf('rules', { labels: ours })),
      ),
    ).toEqual(['storefront-prod', 'storefront-test']);
  });

  it('judges nobody for a namespace or a binding that is nothing to tenants', async () => {
    await start();
    clusters.judged();
    clusters.tell('dev-1', objectOf('elsewhere', {}, 'Namespace'));
    clusters.tell('dev-1', binding('cluster-admin'));
    await new Promise(resolve => setTimeout(resolve, 150));
    expect(clusters.judged()).toEqual([]);
  });

  it('judges all tenants of a cluster again for what gives or gave a right that is withheld', async () => {
    await start();
    const labelled = { 'tenantry.dev/tenant': 'ledger' };
    const given = binding('tenantry-developer', { labels: labelled });
    const other = binding('view');
    expect(await judgedAfter(() => clusters.tell('dev-1', given))).toEqual(
      everyNamespace,
    );
    expect(
      await judgedAfter(() =>
        clusters.tell('dev-1', { ...other, before: given.object }),
      ),
    ).toEqual(everyNamespace);
    expect(
      await judgedAfter(() =>
        clusters.tell('dev-1', {
          ...objectOf('platform', {}, 'Namespace'),
          before: objectOf('platform', { labels: ours }, 'Namespace').object,
        }),
      ),
    ).toEqual(everyNamespace);
  });

  it('looks once at a swarm of changes', async () => {
    await start();
    clusters.judged();
    for (let round = 0; round < 100; round += 1)
      clusters.tell('dev-1', objectOf('a', { namespace: 'ledger-dev' }));
    await until(idle);
    await new Promise(resolve => setTimeout(resolve, 60));
    expect(clusters.judged()).toEqual(['ledger-dev', 'ledger-prod']);
  });

  it('calls a cluster unknown whose objects can not be read any more, and says so once', async () => {
    await start();
    const staleOn = jest.spyOn(store, 'staleOn');
    clusters.tell('prod-1', { kind: policies });
    await until(idle);
    clusters.fakes.get('prod-1')?.become({
      state: 'unreadable',
      reason: 'no answer',
      lastRead: '2026-11-26T08:00:00.000Z',
    });
    const judged = await judgedAfter(() => {
      clusters.tell('prod-1', { kind: policies });
      clusters.tell('prod-1', { kind: policies });
    });
    expect(judged).toEqual(everyNamespace);
    expect(staleOn.mock.calls).toEqual([
      [
        'prod-1',
        ['ledger', 'storefront'],
        "NetworkPolicy objects of prod-1 can't be read: no answer",
      ],
    ]);
    const environments = async () =>
      (await readPage(knex, { sort: 'name' })).tenants[0].environments.map(
        ({ name, state, stale }) => [name, state, stale],
      );
    // Judged again, prod is unknown for a reason of its own.
    await until(async () =>
      (await environments()).every(([, , why]) => why === undefined),
    );
    expect(await environments()).toEqual([
      ['dev', 'failing', undefined],
      ['prod', 'unknown', undefined],
    ]);
  });

  it('calls tenants of all clusters unknown where Argo CD runs on the one that is away', async () => {
    clusters.runArgoCd('prod-1');
    await start();
    const staleOn = jest.spyOn(store, 'staleOn');
    clusters.tell('prod-1', { kind: policies });
    await until(idle);
    clusters.fakes.get('prod-1')?.become({
      state: 'unreadable',
      reason: 'no answer',
      lastRead: '2026-11-26T08:00:00.000Z',
    });
    clusters.tell('prod-1', { kind: policies });
    await until(() => staleOn.mock.calls.length > 0);
    expect(staleOn.mock.calls).toEqual([
      [
        undefined,
        ['ledger', 'storefront'],
        "NetworkPolicy objects of prod-1 can't be read: no answer",
      ],
    ]);
  });

  it('judges on where nobody can be called unknown at once', async () => {
    await start();
    clusters.tell('prod-1', { kind: policies });
    await until(idle);
    jest.spyOn(store, 'staleOn').mockRejectedValue(new Error('too long'));
    clusters.fakes.get('prod-1')?.become({
      state: 'unreadable',
      reason: 'no answer',
      lastRead: '2026-11-26T08:00:00.000Z',
    });
    expect(
      await judgedAfter(() => clusters.tell('prod-1', { kind: policies })),
    ).toEqual(everyNamespace);
    expect(logger.warn.mock.calls).toEqual([
      ['Tenants of prod-1 are not unknown at once: Error: too long'],
    ]);
  });

  it('keeps everybody else where the database does not take one tenant, and names that one', async () => {
    // Both are in one batch.
    await start({ ...hurried, batchMs: 10_000 });
    const { put } = store;
    const reached: string[] = [];
    jest.spyOn(store, 'put').mockImplementation(async judged => {
      const names = judged.map(({ name }) => name);
      if (names.includes('ledger')) throw new Error('no such text');
      await put(judged);
      reached.push(...names);
    });
    const files = [['clusters/dev-1/platform/x.yaml', 'kind: A\n']] as const;
    repository.commit(fleet, files);
    await until(() => reached.includes('storefront'));
    expect(logger.warn.mock.calls).toEqual([
      ["What was judged of ledger can't be kept: Error: no such text"],
    ]);
  });

  it('judges those again whose files a commit changed', async () => {
    await start();
    const [ledger, storefront] = fleet.tenants;
    expect(
      await judgedAfter(() =>
        repository.commit({
          ...fleet,
          tenants: [
            { ...ledger, spec: { ...ledger.spec, title: 'Ledgers' } },
            storefront,
          ],
        }),
      ),
    ).toEqual(['ledger-dev', 'ledger-prod']);
    await until(async () => {
      const { tenants } = await readPage(knex, { sort: 'name' });
      return tenants[0].title === 'Ledgers';
    });
  });

  it('judges everybody again for files of the platform', async () => {
    await start();
    expect(
      await judgedAfter(() =>
        repository.commit(fleet, [
          ['clusters/dev-1/platform/x.yaml', 'kind: Nothing\n'],
        ]),
      ),
    ).toEqual(everyNamespace);
  });

  it('judges everybody again where nobody can tell what a commit changed', async () => {
    await start();
    jest
      .spyOn(repository.service, 'history')
      .mockRejectedValue(new Error('the commit is gone'));
    expect(
      await judgedAfter(() =>
        repository.commit(fleet, [['tenants/ledger/note.md', 'Hello\n']]),
      ),
    ).toEqual(everyNamespace);
  });

  it('judges nobody for files that are not about tenants', async () => {
    await start();
    clusters.judged();
    repository.commit(fleet, [['README.md', 'Hello\n']]);
    await new Promise(resolve => setTimeout(resolve, 150));
    expect(clusters.judged()).toEqual([]);
  });

  it('forgets a tenant that left, and one that left while nobody looked', async () => {
    await start();
    told = [];
    repository.commit({ ...fleet, tenants: fleet.tenants.slice(0, 1) });
    await until(async () => (await states()).length === 1);
    expect(told).toContain('storefront');
    await refresher.stop();
    repository = fakeRepository({ ...fleet, tenants: fleet.tenants.slice(1) });
    await start();
    await until(async () => (await states()).length === 1);
    expect((await states())[0][0]).toBe('storefront');
  });

  it('leaves no row of a tenant that is deleted while it is judged', async () => {
    await start();
    const { put } = store;
    let goOn = () => {};
    const waits = new Promise<void>(resolve => {
      goOn = resolve;
    });
    let putting: readonly string[] = [];
    jest.spyOn(store, 'put').mockImplementation(async judged => {
      putting = judged.map(({ name }) => name);
      await waits;
      await put(judged);
    });
    const change = objectOf('a', { namespace: 'storefront-test' });
    clusters.tell('dev-1', change);
    await until(() => putting.includes('storefront'));
    told = [];
    repository.commit({ ...fleet, tenants: fleet.tenants.slice(0, 1) });
    // What happens on a cluster to somebody who is gone by now.
    clusters.tell('dev-1', change);
    goOn();
    await until(async () => (await states()).length === 1);
    await until(idle);
    clusters.tell('dev-1', change);
    await new Promise(resolve => setTimeout(resolve, 100));
    expect((await states()).map(([name]) => name)).toEqual(['ledger']);
    const environments = await knex('fleet_environments').distinct('tenant');
    expect(environments).toEqual([{ tenant: 'ledger' }]);
    expect(told).toContain('storefront');
    expect(refresher.judging().failingSince).toBeUndefined();
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it('shows what a former life knew as unknown until the repository can be read', async () => {
    await start();
    await refresher.stop();
    jest
      .spyOn(repository.service, 'snapshot')
      .mockRejectedValue(new Error('the forge is away'));
    store = await openFleetStore(databaseService(knex));
    refresher = refreshFleet({
      clusters: clusters.connected,
      logger: mockServices.logger.mock(),
      repository: repository.service,
      store,
      pace: hurried,
    });
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(await states()).toEqual([
      ['ledger', 'unknown', 'not judged again since the portal started'],
      ['storefront', 'unknown', 'not judged again since the portal started'],
    ]);
  });

  it('tells of what changed, and not of what was judged the same again', async () => {
    await start({ ...hurried, oldMs: 10 });
    told = [];
    clusters.judged();
    const again: string[] = [];
    await until(() => {
      again.push(...clusters.judged());
      return again.length >= 8;
    });
    expect(told).toEqual([]);
  });

  it('says since when nothing can be kept, and why, until it can', async () => {
    await start();
    const put = jest
      .spyOn(store, 'put')
      .mockRejectedValue(
        new Error(
          "insert into `fleet_tenants` (`tenant`) values ('ledger') - the disk is full",
        ),
      );
    clusters.tell('dev-1', objectOf('a', { namespace: 'ledger-dev' }));
    await until(() => refresher.judging().failingSince !== undefined);
    expect(refresher.judging()).toMatchObject({
      failingSince: expect.stringMatching(/^2/),
      because: 'Error: the disk is full',
    });
    put.mockRestore();
    await until(() => refresher.judging().failingSince === undefined);
    expect(refresher.judging()).not.toHaveProperty('because');
  });

  it('vouches for nothing that is not judged in time', async () => {
    await start({ ...hurried, oldMs: 3_600_000, staleMs: 30 });
    await until(async () =>
      (await states()).every(([, state]) => state === 'unknown'),
    );
    expect((await states())[0][2]).toMatch(/^not judged for/);
  });
});
