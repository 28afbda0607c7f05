import type { FleetQuery } from '@tenantry/backstage-plugin-tenantry-common';
import { registry } from '@tenantry/controls';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knexFactory, { type Knex } from 'knex';
// What is measured is the plugin's own, which nobody else may use.
/* eslint-disable @backstage/no-relative-monorepo-imports */
import { openFleetStore } from '../../plugins/tenantry-backend/src/fleet/fleetStore';
import { readFleet } from '../../plugins/tenantry-backend/src/fleet/readFleet';
import { readMatrix } from '../../plugins/tenantry-backend/src/fleet/readMatrix';
import {
  judgedTenant,
  type EnvironmentSketch,
} from '../../plugins/tenantry-backend/src/__testUtils__/judgedTenants';
import {
  findPostgres,
  startPostgres,
} from '../../plugins/tenantry-backend/src/__testUtils__/postgres';
/* eslint-enable @backstage/no-relative-monorepo-imports */

export interface FleetFigure {
  readonly database: string;
  readonly what: string;
  /** Of each time it was asked. */
  readonly ms: readonly number[];
}

const tenants = 10_000;
const clusters = 8;
const times = 20;

/** Three in a hundred drift somewhere, two can't be seen, five are asked for; two environments each. */
function fleet() {
  const controls = registry.map(({ id }) => id);
  return Array.from({ length: tenants }, (_, index) =>
    judgedTenant({
      name: `team-${index}`,
      owner: `group:default/unit-${index % 700}`,
      phase: index % 20 === 7 ? 'requested' : 'merged',
      judgedAt: new Date().toISOString(),
      environments: ['dev', 'prod'].map(
        (name, position): EnvironmentSketch => ({
          name,
          cluster: `cluster-${(index + position * 3) % clusters}`,
          profile: index % 4 === 0 ? 'sandboxed' : 'hardened',
          controls: Object.fromEntries(
            controls.map((id, at) => [id, stateOf(index, at, controls.length)]),
          ),
        }),
      ),
    }),
  );
}

function stateOf(
  tenant: number,
  control: number,
  controls: number,
): EnvironmentSketch['controls'][string] {
  if (control === 3) return 'unavailable';
  if (tenant % 50 === 11) return 'unseen';
  if (tenant % 33 === 5 && control === tenant % controls) return 'drifted';
  return 'holds';
}

/** What a page of the fleet costs with thousands of tenants in the database. */
export async function measureFleet(): Promise<FleetFigure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-fleet-'));
  const sqlite = knexFactory({
    client: 'better-sqlite3',
    connection: { filename: join(directory, 'fleet.sqlite') },
    useNullAsDefault: true,
  });
  const found = findPostgres();
  const server = 'bin' in found ? await startPostgres(found.bin) : undefined;
  if ('missing' in found)
    process.stderr.write(`PostgreSQL is not measured: ${found.missing}\n`);
  try {
    return [
      ...(await measureOn('SQLite', sqlite)),
      ...(server ? await measureOn('PostgreSQL', await server.database()) : []),
    ];
  } finally {
    await server?.stop();
    await sqlite.destroy();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measureOn(database: string, knex: Knex): Promise<FleetFigure[]> {
  // Nobody's rows are of an earlier life here.
  const store = await openFleetStore(
    { getClient: async () => knex },
    new Date(0),
  );
  const judged = fleet();
  const put: number[] = [];
  for (let at = 0; at < judged.length; at += 50)
    put.push(await timed(() => store.put(judged.slice(at, at + 50))));

  const questions: [string, FleetQuery][] = [
    ['first page, the worst first', {}],
    ['the last page', { offset: tenants - 50 }],
    ['what doesn’t hold', { state: 'failing' }],
    ['one cluster', { cluster: 'cluster-3' }],
    ['one owner', { owners: ['group:default/unit-77'] }],
    ['a text', { text: 'team-77' }],
    [
      'where one control drifts on one cluster',
      { control: 'default-deny', is: 'drifts', cluster: 'cluster-3' },
    ],
    [
      'where one control holds on one cluster',
      { control: 'default-deny', is: 'holds', cluster: 'cluster-3' },
    ],
  ];
  const figures: FleetFigure[] = [];
  for (const [what, query] of questions)
    figures.push({
      database,
      what,
      ms: await repeated(() => readFleet(knex, { limit: 25, ...query })),
    });
  figures.push({
    database,
    what: `matrix of ${registry.length} controls and ${clusters} clusters`,
    ms: await repeated(() => readMatrix(knex)),
  });
  figures.push({ database, what: 'writing 50 judged tenants', ms: put });
  figures.push({
    database,
    what: 'a portal that starts: every row unknown',
    ms: [await timed(() => store.staleBefore(new Date().toISOString(), 'x'))],
  });
  return figures;
}

async function repeated(run: () => Promise<unknown>): Promise<number[]> {
  const ms: number[] = [];
  for (let time = 0; time < times; time += 1) ms.push(await timed(run));
  return ms;
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}
