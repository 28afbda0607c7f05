import type {
  ControlState,
  FleetQuery,
} from '@tenantry/backstage-plugin-tenantry-common';
import type { Knex } from 'knex';
import { lettersOf } from './letters';
import { told } from './overdue';
import type { EnvironmentRow, TenantRow } from './tables';

/** The part of a query that says which tenants are wanted. */
export interface FleetFilter
  extends Omit<FleetQuery, 'sort' | 'offset' | 'limit'> {
  /** Owners whose tenants whoever asks may see at all; absent where that is everybody's. */
  readonly visible?: readonly string[];
  /** Rows that were judged no later are unknown, whatever they say; absent where rows are taken at their word. */
  readonly since?: string;
}

/** Where the letter of the filter's control is; absent where no environment has the control. */
type Position = number | undefined;

/** Tenants that fit a filter. */
export function matchingTenants(
  database: Knex,
  filter: FleetFilter,
  position: Position,
): Knex.QueryBuilder<TenantRow> {
  const query = database<TenantRow>('fleet_tenants').where(ofTenant(filter));
  return hasPlace(filter)
    ? query.whereIn(
        'tenant',
        database<EnvironmentRow>('fleet_environments')
          .where(ofEnvironment(filter, position))
          .select('tenant'),
      )
    : query;
}

/** Environments that fit a filter, of tenants that fit it. */
export function matchingEnvironments(
  database: Knex,
  filter: FleetFilter,
  position: Position,
): Knex.QueryBuilder<EnvironmentRow> {
  const query = database<EnvironmentRow>('fleet_environments').where(
    ofEnvironment(filter, position),
  );
  const { text, owners, state, worst, visible } = filter;
  return text || owners || state || worst || visible
    ? query.whereIn(
        'tenant',
        database<TenantRow>('fleet_tenants')
          .where(ofTenant(filter))
          .select('tenant'),
      )
    : query;
}

function hasPlace({ cluster, profile, control }: FleetFilter): boolean {
  return Boolean(cluster || profile || control);
}

function ofTenant({
  text,
  owners,
  state,
  worst,
  visible,
  since = '',
}: FleetFilter) {
  return (query: Knex.QueryBuilder) => {
    // What is shown for the owner of a tenant whose file can't be read is nobody; it has no profile either.
    if (visible)
      query.whereIn('owner', [...visible]).where('profile', '<>', '');
    if (text)
      query.whereRaw("search like ? escape '\\'", [
        `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`,
      ]);
    if (owners) query.whereIn('owner', [...owners]);
    if (state) {
      const [sql, bindings] = told('state', since);
      query.whereRaw(`${sql} = ?`, [...bindings, state]);
    }
    if (worst) query.where('worst_control', worst);
  };
}

function ofEnvironment(
  { cluster, profile, control, is = 'drifts', since = '' }: FleetFilter,
  position: Position,
) {
  return (query: Knex.QueryBuilder) => {
    if (cluster) query.where('cluster', cluster);
    if (profile) query.where('profile', profile);
    if (control && position === undefined) query.whereRaw('1 = 0');
    else if (control) query.where(standing(position ?? 0, is, since));
  };
}

/** A control that was judged by somebody who can't vouch for it any more is unknown, whatever it was. */
function standing(position: number, is: ControlState, since: string) {
  const isOneOf = (
    letters: readonly string[],
  ): [string, (string | number)[]] => [
    `substr(states, ?, 1) in (${letters.map(() => '?').join(', ')})`,
    [position, ...letters],
  ];
  return (query: Knex.QueryBuilder) => {
    query.whereRaw(...isOneOf(lettersOf[is]));
    if (is === 'drifts' || is === 'holds')
      query.where('vouched_at', '>', since);
    if (is === 'unknown')
      query.orWhere(old =>
        old
          .where('vouched_at', '<=', since)
          .whereRaw(...isOneOf([...lettersOf.drifts, ...lettersOf.holds])),
      );
  };
}
