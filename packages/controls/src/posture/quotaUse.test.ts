import { environmentContexts } from '../contexts';
import type { Json, JsonMap, KubernetesObject } from '../objects';
import { registry } from '../registry';
import { renderTenant } from '../render';
import { exampleFleet, paymentsTenant } from '../testing/exampleFleet';
import type { LiveCluster, Source } from './liveCluster';
import { quotaUse } from './quotaUse';

const fleet = exampleFleet();
const tenant = paymentsTenant('hardened');
const [context] = environmentContexts(tenant, fleet);
const at = '2026-11-26T12:00:00Z';
const quotas = renderTenant(tenant, fleet)
  .objects.map(({ object }) => object)
  .filter(({ kind }) => kind === 'ResourceQuota');

/** What the quota controller fills in: everything that the quota bounds, and nothing used of it but this. */
function counted(used: JsonMap = {}): KubernetesObject {
  const { hard } = quotas[0].spec as { hard: Record<string, string> };
  const none = Object.keys(hard).map(entry => [entry, '0'] as const);
  return {
    ...quotas[0],
    status: { hard, used: { ...Object.fromEntries(none), ...used } },
  };
}

function use(
  object: KubernetesObject | undefined,
  source: Source = { state: 'read', at },
) {
  const cluster: LiveCluster = {
    source: () => source,
    find: ({ kind, metadata: { name, namespace } }) =>
      kind === object?.kind &&
      name === object.metadata.name &&
      namespace === object.metadata.namespace
        ? object
        : undefined,
    revision: () => undefined,
    all: () => [],
  };
  return quotaUse(context, {
    clusters: new Map([[context.cluster.metadata.name, cluster]]),
  });
}

function bar(title: string, bars: ReturnType<typeof use>) {
  const found = bars.find(candidate => candidate.title === title);
  if (!found) throw new Error(`no bar ${title}`);
  return found;
}

describe('quotaUse', () => {
  it('has a bar for each gauge, from the quota of the control that has the gauge', () => {
    expect(quotas.map(({ metadata }) => metadata.name)).toEqual([
      'tenantry',
      'tenantry-cross-namespace-affinity',
    ]);
    const bars = use(counted());
    expect(bars.map(({ title }) => title)).toEqual([
      'CPU',
      'Memory',
      'Storage',
      'Pods',
    ]);
    expect(bars).toHaveLength(
      registry.flatMap(({ gauges = [] }) => gauges).length,
    );
    for (const each of bars)
      expect(each).toMatchObject({ state: 'known', fraction: 0, at });
  });

  it.each([
    ['CPU', { 'requests.cpu': '5200m' }, 'requests.cpu', '5200m', 0.1625],
    ['Memory', { 'requests.memory': '8Gi' }, 'requests.memory', '8Gi', 0.125],
    [
      'Storage',
      { 'requests.storage': '549755813888' },
      'requests.storage',
      '549755813888',
      0.5,
    ],
    ['Pods', { 'count/pods': '190' }, 'count/pods', '190', 0.95],
  ])(
    'compares quantities of %s as quantities',
    (title, used, entry, text, fraction) => {
      expect(bar(title, use(counted(used)))).toEqual({
        title,
        state: 'known',
        entry,
        used: text,
        hard: (quotas[0].spec as { hard: JsonMap }).hard[entry],
        fraction,
        at,
      });
    },
  );

  it('shows of requests and limits whichever runs out first', () => {
    const bars = use(counted({ 'requests.cpu': '1', 'limits.cpu': '62' }));
    expect(bar('CPU', bars)).toMatchObject({
      entry: 'limits.cpu',
      used: '62',
      hard: '64',
    });
  });

  it('goes by what the API server admits by, and past the end where less is allowed by now', () => {
    const object = counted({ 'count/pods': '30' });
    const status = object.status as { hard: JsonMap; used: JsonMap };
    const shrunk = (hard: string) => ({
      ...object,
      status: { ...status, hard: { ...status.hard, 'count/pods': hard } },
    });
    expect(bar('Pods', use(shrunk('20')))).toMatchObject({
      hard: '20',
      fraction: 1.5,
    });
    expect(bar('Pods', use(shrunk('0')))).toMatchObject({ fraction: 1 });
  });

  it.each<[string, Json | undefined]>([
    ['no status', undefined],
    ['an empty status', {}],
    ['nothing counted yet', { hard: (counted().status as JsonMap).hard }],
    ['an entry that nobody counts', without(counted(), 'used', 'limits.cpu')],
    ['an entry without a bound', without(counted(), 'hard', 'limits.cpu')],
    [
      'something that is no quantity',
      {
        hard: (counted().status as JsonMap).hard,
        used: { 'requests.cpu': 'a lot', 'limits.cpu': '1' },
      },
    ],
  ])('knows nothing of a quota with %s', (_, status) => {
    const bars = use({ ...counted(), status } as KubernetesObject);
    expect(bar('CPU', bars)).toEqual({
      title: 'CPU',
      state: 'unknown',
      reason: expect.stringMatching(
        new RegExp(
          `^ResourceQuota ${context.namespace}/tenantry has no status of (requests|limits)\\.cpu$`,
        ),
      ),
      at,
    });
  });

  it('leaves the others known where one entry is not counted', () => {
    const status = without(counted(), 'used', 'count/pods');
    const bars = use({ ...counted(), status } as KubernetesObject);
    expect(bars.map(({ state }) => state)).toEqual([
      'known',
      'known',
      'known',
      'unknown',
    ]);
  });

  it('says of a quota that is not there that it is not', () => {
    for (const each of use(undefined))
      expect(each).toMatchObject({
        state: 'unknown',
        reason: `ResourceQuota ${context.namespace}/tenantry is missing from the cluster`,
      });
  });

  it('says why the cluster can not be read, and since when, though it remembers a number', () => {
    const bars = use(counted(), {
      state: 'unreadable',
      reason: 'no answer',
      lastRead: '2026-11-26T11:00:00Z',
    });
    for (const each of bars)
      expect(each).toEqual({
        title: each.title,
        state: 'unknown',
        reason: `ResourceQuota objects of ${context.cluster.metadata.name} can't be read: no answer`,
        at: '2026-11-26T11:00:00Z',
      });
  });

  it('tells no cluster at all from one that is not connected', () => {
    const reasons = (clusters: [string, LiveCluster][]) =>
      quotaUse(context, { clusters: new Map(clusters) }).map(each =>
        each.state === 'unknown' ? each.reason : 'known',
      );
    expect(new Set(reasons([]))).toEqual(new Set(['no cluster connected']));
    const other: LiveCluster = {
      source: () => ({ state: 'read', at }),
      find: () => counted(),
      revision: () => undefined,
      all: () => [],
    };
    expect(new Set(reasons([['elsewhere', other]]))).toEqual(
      new Set([`${context.cluster.metadata.name} is not connected`]),
    );
  });
});

function without(
  { status }: KubernetesObject,
  side: 'hard' | 'used',
  entry: string,
): JsonMap {
  const sides = status as { hard: JsonMap; used: JsonMap };
  const { [entry]: _, ...others } = sides[side];
  return { ...sides, [side]: others };
}
