import {
  fleetStates,
  type FleetCount,
  type FleetCounts,
  type FleetPage,
  type FleetQuery,
  type FleetState,
} from '@tenantry/backstage-plugin-tenantry-common';
import type { Knex } from 'knex';
import {
  matchingEnvironments,
  matchingTenants,
  type FleetFilter,
} from './matching';
import { tenantOfRows } from './fleetTenants';
import { isAnyOverdue, overdueWords, told, toldRow } from './overdue';
import { defaultPace } from './pace';
import type {
  ControlRow,
  EnvironmentRow,
  JudgementColumns,
  TenantRow,
} from './tables';

/** Controls among which a person chooses that of the worst finding. */
const mostWorst = 20;

const defaultLimit = 50;

/** One page of tenants, and what each filter would leave. The work follows the page, not the fleet. */
export async function readFleet(
  database: Knex,
  query: FleetQuery & Pick<FleetFilter, 'visible' | 'since'>,
): Promise<Omit<FleetPage, 'judging'>> {
  const { sort = 'worst', offset = 0, limit = defaultLimit, ...wanted } = query;
  const since =
    wanted.since && (await isAnyOverdue(database, wanted.since))
      ? wanted.since
      : '';
  const filter = { ...wanted, since };
  const position = await positionOf(database, filter.control);
  const [rank, bindings] = told('rank', since);
  const matching = matchingTenants(database, filter, position);
  const sorted =
    sort === 'name'
      ? matching.orderBy('tenant')
      : matching.orderByRaw(`${rank}, tenant`, bindings);
  const rows: TenantRow[] = await sorted.offset(offset).limit(limit);
  const [environments, [{ tenants: total }], counts] = await Promise.all([
    environmentsOf(database, rows, since),
    matchingTenants(database, filter, position).count({ tenants: '*' }),
    countsOf(database, filter, position),
  ]);
  const words = overdueWords(defaultPace.staleMs);
  const asTold = <T extends JudgementColumns>(row: T) =>
    toldRow(row, since, words);
  return {
    tenants: rows.map(row =>
      tenantOfRows(
        asTold(row),
        environments.filter(({ tenant }) => tenant === row.tenant).map(asTold),
      ),
    ),
    total: Number(total),
    counts,
  };
}

async function environmentsOf(
  database: Knex,
  rows: readonly TenantRow[],
  since: string,
): Promise<EnvironmentRow[]> {
  const [rank, bindings] = told('rank', since);
  return database<EnvironmentRow>('fleet_environments')
    .whereIn(
      'tenant',
      rows.map(({ tenant }) => tenant),
    )
    .orderByRaw(`${rank}, environment`, bindings);
}

async function countsOf(
  database: Knex,
  filter: FleetFilter,
  position: number | undefined,
): Promise<FleetCounts> {
  const without = (key: keyof FleetFilter) => ({ ...filter, [key]: undefined });
  const [states, clusters, profiles, worst] = await Promise.all([
    counted(
      matchingTenants(database, without('state'), position),
      database.raw(...told('state', filter.since ?? '')),
    ),
    countedPlaces(database, without('cluster'), position, 'cluster'),
    countedPlaces(database, without('profile'), position, 'profile'),
    counted(
      matchingTenants(database, without('worst'), position)
        .whereNotNull('worst_control')
        .orderBy([{ column: 'tenants', order: 'desc' }, 'worst_control'])
        .limit(mostWorst),
      'worst_control',
    ),
  ]);
  const byState = new Map(states.map(({ value, tenants }) => [value, tenants]));
  return {
    states: Object.fromEntries(
      fleetStates.map(state => [state, byState.get(state) ?? 0]),
    ) as Record<FleetState, number>,
    clusters: byValue(clusters),
    profiles: byValue(profiles),
    worst,
  };
}

/** Tenants by where their environments are, each once a place. */
function countedPlaces(
  database: Knex,
  filter: FleetFilter,
  position: number | undefined,
  column: 'cluster' | 'profile',
): Promise<FleetCount[]> {
  const places = matchingEnvironments(database, filter, position)
    .distinct(column, 'tenant')
    .as('places');
  return counted(database.from(places), column);
}

async function counted(
  query: Knex.QueryBuilder,
  column: string | Knex.Raw,
): Promise<FleetCount[]> {
  const rows: { value: string; tenants: number | string }[] = await query
    .groupBy('value')
    .select({ value: column })
    .count({ tenants: '*' });
  // PostgreSQL counts in numbers that JavaScript may not have, and answers texts.
  return rows.map(row => ({ value: row.value, tenants: Number(row.tenants) }));
}

function byValue(counts: readonly FleetCount[]): FleetCount[] {
  return [...counts].sort((left, right) => (left.value < right.value ? -1 : 1));
}

async function positionOf(
  database: Knex,
  control: string | undefined,
): Promise<number | undefined> {
  if (control === undefined) return undefined;
  const found = await database<ControlRow>('fleet_controls')
    .where({ control })
    .first();
  return found?.position;
}
