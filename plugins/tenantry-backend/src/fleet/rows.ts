import type { FleetState } from '@tenantry/backstage-plugin-tenantry-common';
import { ranks, type JudgedEnvironment, type JudgedTenant } from './judged';
import { noLetter } from './letters';
import type { EnvironmentRow, JudgementColumns, TenantRow } from './tables';

/** Where in `states` each control has its letter, from 1. */
export type Positions = ReadonlyMap<string, number>;

export function environmentRow(
  tenant: Pick<JudgedTenant, 'name' | 'judgedAt'>,
  environment: JudgedEnvironment,
  positions: Positions,
): EnvironmentRow {
  const { name, cluster, namespace, profile, size, worst } = environment;
  return {
    tenant: tenant.name,
    environment: name,
    cluster,
    namespace,
    profile,
    size,
    states: packed(environment.letters, positions),
    ...environment.controls,
    proved: environment.proved,
    source_at: environment.sourceAt ?? null,
    state: environment.state,
    rank: environment.rank,
    worst_control: worst?.control ?? null,
    worst_column: worst?.column ?? null,
    worst_state: worst?.state ?? null,
    worst_reason: worst?.reason ?? null,
    proved_at: environment.provedAt ?? null,
    judged_at: tenant.judgedAt,
    vouched_at: tenant.judgedAt,
    stale: null,
  };
}

/** A tenant is as good as the worst of its environments. */
export function tenantRow(
  judged: JudgedTenant,
  environments: readonly EnvironmentRow[],
): TenantRow {
  const { name, title, owner, profile, size, phase, problem } = judged;
  return {
    tenant: name,
    title,
    owner,
    profile,
    size,
    phase,
    search: `${name} ${title} ${owner}`.toLowerCase(),
    problem: problem ?? null,
    ...(problem === undefined
      ? worstOf(environments, judged.judgedAt)
      : unjudged(judged.judgedAt, ranks.problem)),
  };
}

type TenantJudgement = JudgementColumns & Pick<TenantRow, 'worst_environment'>;

/** @param judgedAt of the tenant, for one without environments. */
export function worstOf(
  environments: readonly EnvironmentRow[],
  judgedAt: string,
): TenantJudgement {
  // Among equals one that nobody vouches for, so that the tenant says so.
  const [worst] = [...environments].sort(
    (left, right) =>
      left.rank - right.rank || Number(!left.stale) - Number(!right.stale),
  );
  if (!worst) return unjudged(judgedAt, ranks.unknown);
  return {
    state: worst.state,
    rank: worst.rank,
    worst_environment: worst.worst_control === null ? null : worst.environment,
    worst_control: worst.worst_control,
    worst_column: worst.worst_column,
    worst_state: worst.worst_state,
    worst_reason: worst.worst_reason,
    proved_at: oldestProof(environments),
    judged_at: judgedAt,
    vouched_at: worst.vouched_at,
    stale: worst.stale,
  };
}

/** What a row is once nobody can vouch for it. What was only asked for is nobody's to vouch for. */
export function staled<
  T extends Pick<JudgementColumns, 'state' | 'rank' | 'vouched_at' | 'stale'>,
>(row: T, reason: string): T {
  const nobody = { vouched_at: '', stale: reason };
  const stays: FleetState = 'requested';
  return row.state === stays
    ? { ...row, ...nobody }
    : { ...row, ...nobody, state: 'unknown', rank: ranks.unknown };
}

function unjudged(judgedAt: string, rank: number): TenantJudgement {
  return {
    state: 'unknown',
    rank,
    worst_environment: null,
    worst_control: null,
    worst_column: null,
    worst_state: null,
    worst_reason: null,
    proved_at: null,
    judged_at: judgedAt,
    vouched_at: judgedAt,
    stale: null,
  };
}

function oldestProof(environments: readonly EnvironmentRow[]): string | null {
  const times = environments.map(({ proved_at }) => proved_at);
  return times.includes(null) ? null : times.sort()[0];
}

function packed(
  letters: ReadonlyMap<string, string>,
  positions: Positions,
): string {
  const all: string[] = [];
  for (const [control, letter] of letters) {
    const position = positions.get(control);
    if (position !== undefined) all[position - 1] = letter;
  }
  return Array.from(all, letter => letter ?? noLetter).join('');
}
