import type {
  FleetEnvironment,
  FleetFinding,
  FleetTenant,
} from '@tenantry/backstage-plugin-tenantry-common';
import { findControl } from '@tenantry/controls';
import type { EnvironmentRow, JudgementColumns, TenantRow } from './tables';

/** A tenant as the API tells it. */
export function tenantOfRows(
  row: TenantRow,
  environments: readonly EnvironmentRow[],
): FleetTenant {
  return {
    name: row.tenant,
    title: row.title,
    owner: row.owner,
    profile: row.profile,
    size: row.size,
    phase: row.phase,
    problem: row.problem ?? undefined,
    ...judgementOf(row, row.worst_environment),
    environments: environments.map(environmentOfRow),
  };
}

function environmentOfRow(row: EnvironmentRow): FleetEnvironment {
  const { holds, drifts, unknown, unavailable } = row;
  return {
    name: row.environment,
    cluster: row.cluster,
    namespace: row.namespace,
    profile: row.profile,
    size: row.size,
    controls: { holds, drifts, unknown, unavailable },
    proved: row.proved,
    sourceAt: row.source_at ?? undefined,
    ...judgementOf(row, row.environment),
  };
}

function judgementOf(row: JudgementColumns, environment: string | null) {
  return {
    state: row.state,
    worst: findingOf(row, environment),
    provedAt: row.proved_at ?? undefined,
    judgedAt: row.judged_at,
    stale: row.stale ?? undefined,
  };
}

function findingOf(
  { worst_control, worst_column, worst_state, worst_reason }: JudgementColumns,
  environment: string | null,
): FleetFinding | undefined {
  if (!worst_control || !worst_column || !worst_state || !environment)
    return undefined;
  return {
    environment,
    control: worst_control,
    title: findControl(worst_control)?.title ?? worst_control,
    column: worst_column,
    state: worst_state,
    reason: worst_reason ?? '',
  };
}
