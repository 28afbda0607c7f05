import { fleetStates } from '@tenantry/backstage-plugin-tenantry-common';
import type { Knex } from 'knex';
import { randomBytes } from 'node:crypto';
import { databaseService, testDatabases } from '../__testUtils__/databases';
import { judgedTenant } from '../__testUtils__/judgedTenants';
import { formerLife, openFleetStore, type FleetStore } from './fleetStore';
import { readFleet } from './readFleet';
import { readMatrix } from './readMatrix';

// A server may have to be started, on a machine that may be busy.
jest.setTimeout(120_000);

/** Rows are judged after it. */
const start = new Date('2026-11-26T08:30:00.000Z');

const dev = { name: 'dev', cluster: 'dev-1' };
const prod = { name: 'prod', cluster: 'prod-1', profile: 'sandboxed' };

const good = { 'default-deny': 'holds', 'dns-egress': 'holds' } as const;

const payments = judgedTenant({
  name: 'payments',
  environments: [
    { ...dev, controls: good },
    { ...prod, controls: { ...good, 'default-deny': 'drifted' } },
  ],
});
const ledger = judgedTenant({
  name: 'ledger',
  environments: [
    { ...prod, controls: { ...good, 'runtime-classes': 'unavailable' } },
  ],
});
const orders = judgedTenant({
  name: 'orders',
  owner: 'group:default/shop',
  environments: [
    { ...dev, controls: { 'default-deny': 'unseen', 'dns-egress': 'holds' } },
  ],
});
const search = judgedTenant({
  name: 'search',
  environments: [
    { ...dev, controls: { 'default-deny': 'holds', 'dns-egress': 'admitted' } },
  ],
});
const checkout = judgedTenant({
  name: 'checkout',
  phase: 'requested',
  environments: [{ ...dev, controls: { 'default-deny': 'unwritten' } }],
});
const billing = judgedTenant({
  name: 'billing',
  environments: [{ ...dev, controls: { 'default-deny': 'unproved' } }],
});

const everybody = [payments, ledger, orders, search, checkout, billing];

describe.each(testDatabases())('the fleet on %s', (_, kind) => {
  let knex: Knex;
  let store: FleetStore;

  beforeEach(async () => {
    knex = await kind.open();
    store = await openFleetStore(databaseService(knex), start);
    await store.put(everybody);
  });
  afterAll(() => kind.stop());

  const names = async (query: Parameters<typeof readFleet>[1] = {}) =>
    (await readFleet(knex, query)).tenants.map(({ name }) => name);

  it('lists the worst first, and what is known of it', async () => {
    const { tenants, total } = await readFleet(knex, {});
    expect(tenants.map(({ name, state }) => [name, state])).toEqual([
      ['search', 'failing'],
      ['payments', 'failing'],
      ['orders', 'unknown'],
      ['billing', 'unproved'],
      ['checkout', 'requested'],
      ['ledger', 'holding'],
    ]);
    expect(total).toBe(6);
    const [attacked, drifted] = tenants;
    expect(attacked.worst).toMatchObject({
      environment: 'dev',
      control: 'dns-egress',
      column: 'proved',
    });
    expect(drifted).toMatchObject({
      title: 'PAYMENTS',
      provedAt: '2026-11-26T08:00:00.000Z',
      worst: {
        environment: 'prod',
        control: 'default-deny',
        title: 'Closed in both directions',
        column: 'live',
        reason: 'somebody removed it',
      },
    });
    expect(
      drifted.environments.map(({ name, state, controls, proved }) => [
        name,
        state,
        controls,
        proved,
      ]),
    ).toEqual([
      [
        'prod',
        'failing',
        { holds: 1, drifts: 1, unknown: 0, unavailable: 0 },
        2,
      ],
      [
        'dev',
        'holding',
        { holds: 2, drifts: 0, unknown: 0, unavailable: 0 },
        2,
      ],
    ]);
  });

  it.each<[Parameters<typeof readFleet>[1], string[]]>([
    [{ state: 'failing' }, ['search', 'payments']],
    [{ cluster: 'prod-1' }, ['payments', 'ledger']],
    [{ profile: 'sandboxed', state: 'holding' }, ['ledger']],
    [{ owners: ['group:default/shop'] }, ['orders']],
    [
      { owners: ['group:default/shop', 'group:default/ledger'] },
      ['orders', 'ledger'],
    ],
    [{ owners: [] }, []],
    [{ worst: 'dns-egress' }, ['search']],
    [{ text: 'SHOP' }, ['orders']],
    [{ text: '_' }, []],
    [{ control: 'default-deny' }, ['payments']],
    [{ control: 'default-deny', cluster: 'dev-1' }, []],
    [{ control: 'default-deny', is: 'unknown' }, ['orders']],
    [
      { control: 'default-deny', is: 'holds', cluster: 'dev-1' },
      ['search', 'payments', 'billing'],
    ],
    [{ control: 'runtime-classes', is: 'unavailable' }, ['ledger']],
    [{ control: 'nobody-has-it', is: 'holds' }, []],
    [{ sort: 'name', limit: 2, offset: 1 }, ['checkout', 'ledger']],
  ])('finds %j', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('counts what each filter would leave, the others staying', async () => {
    const { counts, total } = await readFleet(knex, {
      cluster: 'dev-1',
      state: 'failing',
      limit: 1,
    });
    expect(total).toBe(2);
    expect(counts.states).toEqual({
      failing: 2,
      observed: 0,
      excepted: 0,
      unknown: 1,
      unproved: 1,
      requested: 1,
      holding: 0,
    });
    expect(counts.clusters).toEqual([
      { value: 'dev-1', tenants: 2 },
      { value: 'prod-1', tenants: 1 },
    ]);
    expect(counts.profiles).toEqual([{ value: 'hardened', tenants: 2 }]);
    expect(counts.worst).toEqual([
      { value: 'default-deny', tenants: 1 },
      { value: 'dns-egress', tenants: 1 },
    ]);
  });

  it('counts environments by control and cluster, those asked for nowhere', async () => {
    const { clusters, controls } = await readMatrix(knex);
    expect(clusters).toEqual([
      { name: 'dev-1', environments: 4, stale: 0 },
      { name: 'prod-1', environments: 2, stale: 0 },
    ]);
    expect(
      Object.fromEntries(
        controls.map(({ control, cells }) => [control, cells]),
      ),
    ).toEqual({
      'default-deny': [
        { holds: 3, drifts: 0, unknown: 1, unavailable: 0 },
        { holds: 1, drifts: 1, unknown: 0, unavailable: 0 },
      ],
      'dns-egress': [
        { holds: 2, drifts: 1, unknown: 0, unavailable: 0 },
        { holds: 2, drifts: 0, unknown: 0, unavailable: 0 },
      ],
      'runtime-classes': [
        { holds: 0, drifts: 0, unknown: 0, unavailable: 0 },
        { holds: 0, drifts: 0, unknown: 0, unavailable: 1 },
      ],
    });
  });

  it('tells nobody of tenants that are not theirs to see', async () => {
    const visible = ['group:default/ledger', 'group:default/shop'];
    const { tenants, total, counts } = await readFleet(knex, { visible });
    expect(tenants.map(({ name }) => name)).toEqual(['orders', 'ledger']);
    expect(total).toBe(2);
    expect(counts).toMatchObject({
      states: { failing: 0, unknown: 1, holding: 1 },
      clusters: [
        { value: 'dev-1', tenants: 1 },
        { value: 'prod-1', tenants: 1 },
      ],
      worst: [{ value: 'default-deny', tenants: 1 }],
    });
    expect(
      (await readFleet(knex, { visible, owners: ['group:default/payments'] }))
        .total,
    ).toBe(0);
    const { clusters } = await readMatrix(knex, { visible });
    expect(clusters.map(({ environments }) => environments)).toEqual([1, 1]);
  });

  it('calls nothing good that an earlier life judged, and keeps what was known', async () => {
    await openFleetStore(
      databaseService(knex),
      new Date('2026-11-26T10:00:00.000Z'),
    );
    const { tenants, counts } = await readFleet(knex, { sort: 'name' });
    expect(counts.states).toEqual({
      ...Object.fromEntries(fleetStates.map(state => [state, 0])),
      unknown: 5,
      requested: 1,
    });
    expect(new Set(tenants.map(({ stale }) => stale))).toEqual(
      new Set([formerLife]),
    );
    expect(tenants.find(({ name }) => name === 'payments')).toMatchObject({
      judgedAt: '2026-11-26T09:00:00.000Z',
      worst: { control: 'default-deny', state: 'no' },
    });
    const { controls } = await readMatrix(knex);
    const cells = controls.flatMap(control => control.cells);
    expect(cells.map(({ holds, drifts }) => holds + drifts)).toEqual(
      cells.map(() => 0),
    );
    expect(await names({ control: 'default-deny', is: 'holds' })).toEqual([]);
    expect(await names({ control: 'default-deny', is: 'unknown' })).toEqual([
      'billing',
      'ledger',
      'orders',
      'payments',
      'search',
    ]);
  });

  it('is one store after fifty lives', async () => {
    for (let life = 1; life <= 50; life += 1) {
      const at = (seconds: number) =>
        new Date(start.getTime() + life * 3_600_000 + seconds * 1000);
      const next = await openFleetStore(databaseService(knex), at(0));
      // Each life ends at another point: some judge everybody, some but a few.
      await next.put(
        everybody
          .slice(0, life % (everybody.length + 1))
          .map(tenant => ({ ...tenant, judgedAt: at(1).toISOString() })),
      );
      const { counts, total } = await readFleet(knex, {});
      expect(total).toBe(everybody.length);
      expect(counts.states.holding + counts.states.failing).toBeLessThanOrEqual(
        life % (everybody.length + 1),
      );
    }
    const rows = await knex('fleet_environments').count({ rows: '*' });
    expect(Number(rows[0].rows)).toBe(7);
    // Nor does a letter move further out with each life.
    const positions = await knex('fleet_controls').pluck('position');
    expect(positions.sort()).toEqual([1, 2, 3]);
  });

  it('gives each control one place, whoever comes first', async () => {
    const other = await openFleetStore(databaseService(knex), start);
    const fresh = (name: string, control: string) =>
      judgedTenant({
        name,
        environments: [{ ...dev, controls: { [control]: 'holds' } }],
      });
    await Promise.all([
      store.put([fresh('one', 'control-one')]),
      other.put([fresh('two', 'control-two')]),
    ]);
    expect(await names({ control: 'control-one', is: 'holds' })).toEqual([
      'one',
    ]);
    expect(await names({ control: 'control-two', is: 'holds' })).toEqual([
      'two',
    ]);
  });

  it('doubts one cluster alone', async () => {
    await store.staleOn(
      'prod-1',
      everybody.map(({ name }) => name),
      'prod-1 does not answer',
    );
    const { tenants } = await readFleet(knex, {});
    expect(
      tenants.map(({ name, state, stale }) => [name, state, stale]),
    ).toEqual([
      ['search', 'failing', undefined],
      ['ledger', 'unknown', 'prod-1 does not answer'],
      ['orders', 'unknown', undefined],
      ['payments', 'unknown', 'prod-1 does not answer'],
      ['billing', 'unproved', undefined],
      ['checkout', 'requested', undefined],
    ]);
    await store.put([ledger]);
    expect(await names({ state: 'holding' })).toEqual(['ledger']);
  });

  it('takes no row at its word that nobody judged for long', async () => {
    const since = '2026-11-26T09:00:00.000Z';
    await store.put([{ ...ledger, judgedAt: '2026-11-26T09:00:01.000Z' }]);
    await store.staleOn('dev-1', ['orders'], 'dev-1 does not answer');
    const { tenants, counts } = await readFleet(knex, { since });
    expect(
      tenants.map(({ name, state, stale }) => [name, state, stale]),
    ).toEqual([
      ['billing', 'unknown', 'not judged for 60 minutes'],
      ['orders', 'unknown', 'dev-1 does not answer'],
      ['payments', 'unknown', 'not judged for 60 minutes'],
      ['search', 'unknown', 'not judged for 60 minutes'],
      ['checkout', 'requested', 'not judged for 60 minutes'],
      ['ledger', 'holding', undefined],
    ]);
    expect(tenants[2].environments.map(({ state }) => state)).toEqual([
      'unknown',
      'unknown',
    ]);
    expect(counts.states).toEqual({
      failing: 0,
      observed: 0,
      excepted: 0,
      unknown: 4,
      unproved: 0,
      requested: 1,
      holding: 1,
    });
    expect(await names({ since, state: 'failing' })).toEqual([]);
    const standing = { since, control: 'default-deny' } as const;
    expect(await names({ ...standing, is: 'holds' })).toEqual(['ledger']);
    expect(await names({ ...standing, is: 'drifts' })).toEqual([]);
    expect(await names({ ...standing, is: 'unknown' })).toHaveLength(4);
    const { clusters } = await readMatrix(knex, { since });
    expect(clusters).toEqual([
      { name: 'dev-1', environments: 4, stale: 4 },
      { name: 'prod-1', environments: 2, stale: 1 },
    ]);
  });

  it('keeps a reason of any length', async () => {
    const reason = randomBytes(8_000).toString('hex');
    await store.staleOn('prod-1', ['ledger'], reason);
    const [tenant] = (await readFleet(knex, { text: 'ledger' })).tenants;
    expect(tenant.stale).toBe(reason);
  });

  it('doubts everything where all hangs on one cluster', async () => {
    await store.staleOn(undefined, await store.names(), 'Argo CD is away');
    const { clusters } = await readMatrix(knex);
    expect(clusters.map(({ stale }) => stale)).toEqual([4, 2]);
  });

  it('does not doubt what fails on a cluster that can be read', async () => {
    await store.staleOn('dev-1', ['payments'], 'dev-1 does not answer');
    const [tenant] = (await readFleet(knex, { text: 'payments' })).tenants;
    expect(tenant).toMatchObject({ state: 'failing', stale: undefined });
    expect(tenant.environments.map(({ stale }) => stale)).toEqual([
      undefined,
      'dev-1 does not answer',
    ]);
  });

  it('forgets tenants and environments that are gone', async () => {
    await store.put([
      judgedTenant({
        name: 'payments',
        environments: [{ ...dev, controls: good }],
      }),
    ]);
    await store.remove(['ledger']);
    expect(await names({ cluster: 'prod-1' })).toEqual([]);
    expect((await store.names()).sort()).toEqual([
      'billing',
      'checkout',
      'orders',
      'payments',
      'search',
    ]);
  });

  it('shows a tenant that cannot be judged among what is unknown', async () => {
    await store.put([
      { ...ledger, environments: [], problem: 'tenant.yaml:1 is no YAML' },
    ]);
    const [, , worstUnknown] = (await readFleet(knex, {})).tenants;
    expect(worstUnknown).toMatchObject({
      name: 'ledger',
      state: 'unknown',
      problem: 'tenant.yaml:1 is no YAML',
      environments: [],
    });
    expect(worstUnknown.worst).toBeUndefined();
  });

  it('names those first that waited longest', async () => {
    await store.put([
      { ...search, judgedAt: '2026-11-26T09:00:02.000Z' },
      { ...orders, judgedAt: '2026-11-26T08:59:00.000Z' },
    ]);
    const waiting = await store.judgedBefore('2026-11-26T09:00:01.000Z', 10);
    expect(waiting[0]).toBe('orders');
    expect(waiting).toHaveLength(5);
    expect(waiting).not.toContain('search');
    expect(
      await store.judgedBefore('2026-11-26T09:00:01.000Z', 2),
    ).toHaveLength(2);
  });
});
