import type {
  ControlState,
  FleetMatrix,
} from '@tenantry/backstage-plugin-tenantry-common';
import { components, findControl, registry } from '@tenantry/controls';
import type { Knex } from 'knex';
import { controlStateOf } from './letters';
import { matchingEnvironments, type FleetFilter } from './matching';
import type { ControlRow } from './tables';

type MatrixFilter = Pick<FleetFilter, 'visible' | 'since'>;

type Cell = Record<ControlState, number>;

/**
 * How each control stands on each cluster. Environments that stand alike, which nearly all do, are counted by the
 * database; what is left to do follows the kinds of posture.
 */
export async function readMatrix(
  database: Knex,
  filter: MatrixFilter = {},
): Promise<Omit<FleetMatrix, 'judging'>> {
  const positions = await database<ControlRow>('fleet_controls').select();
  const groups = await alike(database, filter);
  const clusters = [...new Set(groups.map(({ cluster }) => cluster))].sort();
  const cells = new Map<string, Cell[]>();
  for (const { cluster, states, stale, environments } of groups)
    for (const { control, position } of positions) {
      const state = controlStateOf(states[position - 1] ?? '');
      if (!state) continue;
      const row = cells.get(control) ?? clusters.map(nothing);
      cells.set(control, row);
      const known = stale && state !== 'unavailable' ? 'unknown' : state;
      row[clusters.indexOf(cluster)][known] += environments;
    }
  const sum = (cluster: string, which: (group: Group) => boolean) =>
    groups
      .filter(group => group.cluster === cluster && which(group))
      .reduce((total, { environments }) => total + environments, 0);
  return {
    clusters: clusters.map(name => ({
      name,
      environments: sum(name, () => true),
      stale: sum(name, ({ stale }) => stale),
    })),
    controls: [...cells]
      .map(([control, row]) => ({ ...wordsFor(control), cells: row }))
      .sort((left, right) => orderOf(left.control) - orderOf(right.control)),
  };
}

interface Group {
  readonly cluster: string;
  readonly states: string;
  readonly stale: boolean;
  readonly environments: number;
}

/** Environments with the same postures on the same cluster; not those that are only asked for. */
async function alike(
  database: Knex,
  { visible, since = '' }: MatrixFilter,
): Promise<Group[]> {
  const rows = await matchingEnvironments(database, { visible }, undefined)
    .where('states', '<>', '')
    .groupBy('cluster', 'states', 'is_stale')
    .select('cluster', 'states', {
      is_stale: database.raw('vouched_at <= ?', since),
    })
    .count({ environments: '*' });
  return rows.map(({ cluster, states, is_stale, environments }) => ({
    cluster: String(cluster),
    states: String(states),
    stale: Boolean(is_stale),
    environments: Number(environments),
  }));
}

function nothing(): Cell {
  return { holds: 0, drifts: 0, unknown: 0, unavailable: 0 };
}

/** A control of an earlier version is told by its id. */
function wordsFor(control: string) {
  const { title = control, component = components[0] } =
    findControl(control) ?? {};
  return { control, title, component };
}

const order = new Map(registry.map(({ id }, index) => [id, index]));

function orderOf(control: string): number {
  return order.get(control) ?? order.size;
}
