import { createMockDirectory } from '@backstage/backend-test-utils';
import type {
  FleetPage,
  TenantStatus,
} from '@tenantry/backstage-plugin-tenantry-common';
import {
  openFile,
  startSurroundings,
  type Surroundings,
  type TestPortal,
} from './__testUtils__/testPortal';

// A minute, on a machine that does nothing else.
jest.setTimeout(600_000);

const lives = 50;

/** Who looks once in so many lives waits until everybody was judged without a cluster. */
const patience = 10;

describe('the backend, stopped and started again and again', () => {
  const directory = createMockDirectory();
  let surroundings: Surroundings;

  beforeAll(async () => {
    surroundings = await startSurroundings(directory.path);
  });
  afterAll(() => surroundings.stop());

  async function until(isSo: () => boolean | Promise<boolean>) {
    while (!(await isSo()))
      await new Promise(resolve => setTimeout(resolve, 10));
  }

  /** What tenants and environments are said to be. */
  async function said(portal: TestPortal): Promise<string[]> {
    const states = await portal.states();
    return [...new Set(states.map(each => each.split(' ')[1]))];
  }

  /** Whether everybody was judged in this life. */
  async function isJudged(portal: TestPortal): Promise<boolean> {
    const { body } = await portal.get<FleetPage>('/fleet');
    const { tenants, judging } = body;
    return (
      judging.waiting === 0 &&
      tenants.length > 0 &&
      tenants.every(({ stale }) => stale === undefined)
    );
  }

  async function saidOfLedger(portal: TestPortal): Promise<string[]> {
    const { body } = await portal.get<TenantStatus>('/tenants/ledger');
    const verdicts = body.environments.flatMap(({ controls }) =>
      controls.flatMap(({ posture }) => [posture.live, posture.proved]),
    );
    return [...new Set(verdicts.map(({ state }) => state))];
  }

  /** Rows of every table. */
  async function rows(): Promise<Record<string, unknown>> {
    const knex = openFile(surroundings.database);
    try {
      const counts: Record<string, unknown> = {};
      const tables: string[] = await knex('sqlite_master')
        .where({ type: 'table' })
        .pluck('name');
      for (const table of tables)
        [counts[table]] = await knex(table).count({ count: '*' });
      return counts;
    } finally {
      await knex.destroy();
    }
  }

  it('says nothing good before it has looked, and leaves nothing behind', async () => {
    const { clusters, startPortal } = surroundings;
    const left: { rows: object; resources: Record<string, number> }[] = [];
    for (let life = 0; life < lives; life += 1) {
      const held = clusters.map(cluster => cluster.hold());
      const portal = await startPortal();
      // Nobody else, where the first life knows of nobody yet.
      expect(['unknown']).toEqual(expect.arrayContaining(await said(portal)));
      expect(await saidOfLedger(portal)).toEqual(['unknown']);
      await until(() => life % patience > 0 || isJudged(portal));
      expect(['unknown']).toEqual(expect.arrayContaining(await said(portal)));
      for (const release of held) release();
      await until(async () => (await said(portal)).join() === 'holding');
      await portal.stop();
      await until(() => clusters.every(cluster => cluster.sockets() === 0));
      left.push({ rows: await rows(), resources: resources() });
    }
    const [, early] = left;
    expect(early.rows).toMatchObject({
      fleet_tenants: { count: 2 },
      fleet_environments: { count: 4 },
    });
    expect(left[lives - 1].rows).toEqual(early.rows);
    const more = () =>
      Object.entries(resources()).filter(
        ([kind, count]) => count > (early.resources[kind] ?? 0),
      );
    // Connections that are kept alive for a while go by themselves.
    const deadline = Date.now() + 30_000;
    await until(() => more().length === 0 || Date.now() > deadline);
    expect(more()).toEqual([]);
  });
});

/** What keeps a process alive, counted by its kind; not what is about to be done. */
function resources(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo())
    if (kind !== 'Immediate') counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
