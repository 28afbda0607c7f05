import {
  resolvePackagePath,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { controlPositions } from './controlPositions';
import { ranks, type JudgedTenant } from './judged';
import { environmentRow, staled, tenantRow, worstOf } from './rows';
import type { EnvironmentRow, TenantRow } from './tables';

/** The fleet as it was last judged, in the plugin's database. */
export interface FleetStore {
  readonly database: Knex;
  /** Replaces what is known of these tenants. */
  put(tenants: readonly JudgedTenant[]): Promise<void>;
  remove(tenants: readonly string[]): Promise<void>;
  /** Names of all tenants. */
  names(): Promise<string[]>;
  /** Tenants that nobody judged since then, those that waited longest first. */
  judgedBefore(time: string, most: number): Promise<string[]>;
  /** Makes all rows unknown that were judged before a time. */
  staleBefore(time: string, reason: string): Promise<void>;
  /** Makes the rows of some tenants on one cluster unknown, or on all of them. */
  staleOn(
    cluster: string | undefined,
    tenants: readonly string[],
    reason: string,
  ): Promise<void>;
}

const tenants = 'fleet_tenants';
const environments = 'fleet_environments';

/** What SQLite takes as variables of one statement is plenty for so many rows. */
const rowsAtOnce = 200;

/** Why everything that another life of the portal left behind is unknown. */
export const formerLife = 'not judged again since the portal started';

/**
 * Opens the store. What is in it was judged by somebody who may have been away for long: all of it is unknown until it
 * is judged again.
 */
export async function openFleetStore(
  database: DatabaseService,
  now = new Date(),
): Promise<FleetStore> {
  const client = await database.getClient();
  // Of SQLite, whose commits would keep the thread until a disk has them; what is lost in a crash is judged again.
  if (client.client.config.client === 'better-sqlite3')
    await client.raw('PRAGMA journal_mode = WAL');
  if (!database.migrations?.skip)
    await client.migrate.latest({
      directory: resolvePackagePath(
        '@tenantry/backstage-plugin-tenantry-backend',
        'migrations',
      ),
    });
  const store = createFleetStore(client);
  await store.staleBefore(now.toISOString(), formerLife);
  return store;
}

function createFleetStore(database: Knex): FleetStore {
  const positionsOf = controlPositions(database);

  return {
    database,
    async put(judged) {
      if (judged.length === 0) return;
      const positions = await positionsOf(
        judged.flatMap(tenant =>
          tenant.environments.flatMap(({ letters }) => [...letters.keys()]),
        ),
      );
      // In one order everywhere, so that two portals on one database never wait for each other.
      const sorted = [...judged].sort((left, right) =>
        left.name < right.name ? -1 : 1,
      );
      const rows = sorted.map(tenant => {
        const own = tenant.environments.map(environment =>
          environmentRow(tenant, environment, positions),
        );
        return { tenant: tenantRow(tenant, own), environments: own };
      });
      await database.transaction(async transaction => {
        await upsert(
          transaction,
          tenants,
          ['tenant'],
          rows.map(({ tenant }) => tenant),
        );
        await upsert(
          transaction,
          environments,
          ['tenant', 'environment'],
          rows.flatMap(row => row.environments),
        );
        await removeOthers(transaction, sorted);
      });
    },
    async remove(names) {
      for (const some of chunks(names))
        await database.transaction(async transaction => {
          await transaction(tenants).whereIn('tenant', some).delete();
          await transaction(environments).whereIn('tenant', some).delete();
        });
    },
    names: () => database<TenantRow>(tenants).pluck('tenant'),
    judgedBefore: (time, most) =>
      database<TenantRow>(tenants)
        .where('judged_at', '<', time)
        .orderBy('judged_at')
        .limit(most)
        .pluck('tenant'),
    async staleBefore(time, reason) {
      await database.transaction(async transaction => {
        for (const table of [tenants, environments])
          await transaction(table)
            .where('judged_at', '<', time)
            .whereNull('stale')
            .update({
              vouched_at: '',
              stale: reason,
              state: unlessRequested(transaction, 'state', 'unknown'),
              rank: unlessRequested(transaction, 'rank', ranks.unknown),
            });
      });
    },
    async staleOn(cluster, names, reason) {
      for (const some of chunks(names)) {
        await database.transaction(transaction =>
          staleSome(transaction, cluster, some, reason),
        );
        // SQLite works on the thread of everybody else.
        await yieldToOthers();
      }
    },
  };
}

async function staleSome(
  transaction: Knex.Transaction,
  cluster: string | undefined,
  names: readonly string[],
  reason: string,
): Promise<void> {
  const own = await transaction<EnvironmentRow>(environments)
    .whereIn('tenant', names)
    .orderBy(['tenant', 'environment']);
  const doubted = own.filter(
    row => !row.stale && (cluster === undefined || row.cluster === cluster),
  );
  if (doubted.length === 0) return;
  const touched = new Set(doubted.map(({ tenant }) => tenant));
  const rows = await transaction<TenantRow>(tenants)
    .whereIn('tenant', [...touched])
    .orderBy('tenant');
  await upsert(
    transaction,
    tenants,
    ['tenant'],
    rows.map(row => {
      const after = own
        .filter(({ tenant }) => tenant === row.tenant)
        .map(each => (doubted.includes(each) ? staled(each, reason) : each));
      return { ...row, ...worstOf(after, row.judged_at) };
    }),
  );
  // Tenants before environments, as everywhere: who locks in one order never waits in a circle.
  await upsert(
    transaction,
    environments,
    ['tenant', 'environment'],
    doubted.map(row => staled(row, reason)),
  );
}

async function upsert<T extends object>(
  transaction: Knex.Transaction,
  table: string,
  key: readonly string[],
  rows: readonly T[],
): Promise<void> {
  for (const some of chunks(rows))
    await transaction(table)
      .insert(some)
      .onConflict([...key])
      .merge();
}

/** Environments that a tenant no longer has. */
async function removeOthers(
  transaction: Knex.Transaction,
  judged: readonly JudgedTenant[],
): Promise<void> {
  const wanted = new Set(
    judged.flatMap(({ name, environments: own }) =>
      own.map(environment => `${name} ${environment.name}`),
    ),
  );
  const found = await transaction<EnvironmentRow>(environments)
    .whereIn(
      'tenant',
      judged.map(({ name }) => name),
    )
    .select('tenant', 'environment');
  for (const { tenant, environment } of found)
    if (!wanted.has(`${tenant} ${environment}`))
      await transaction(environments).where({ tenant, environment }).delete();
}

function unlessRequested(
  database: Knex,
  column: 'state' | 'rank',
  value: string | number,
): Knex.Raw {
  return database.raw("case when state = 'requested' then ?? else ? end", [
    column,
    value,
  ]);
}

function chunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / rowsAtOnce) }, (_, at) =>
    all.slice(at * rowsAtOnce, (at + 1) * rowsAtOnce),
  );
}
