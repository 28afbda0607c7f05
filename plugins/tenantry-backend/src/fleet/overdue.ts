import type { Knex } from 'knex';
import { ranks } from './judged';
import { staled } from './rows';
import type { JudgementColumns } from './tables';

/** Why a row is unknown that nobody judged for so long. */
export function overdueWords(ms: number): string {
  return `not judged for ${Math.round(ms / 60_000)} minutes`;
}

/**
 * Whether any row is overdue that doesn't say so: whoever writes them may be unable to. Where none is, indexes can be used.
 *
 * @param since rows that were judged no later are overdue.
 */
export async function isAnyOverdue(
  database: Knex,
  since: string,
): Promise<boolean> {
  const found = await database<JudgementColumns>('fleet_tenants')
    .where('vouched_at', '>', '')
    .where('vouched_at', '<=', since)
    .first('vouched_at');
  return found !== undefined;
}

const unknown = { state: "'unknown'", rank: ranks.unknown } as const;

/** SQL of a column as readers are told it: unknown where the row is overdue. */
export function told(
  column: keyof typeof unknown,
  since: string,
): [sql: string, bindings: string[]] {
  if (since === '') return [column, []];
  const isOverdue = "vouched_at <= ? and state <> 'requested'";
  return [
    `case when ${isOverdue} then ${unknown[column]} else ${column} end`,
    [since],
  ];
}

/** A row as readers are told it. */
export function toldRow<T extends JudgementColumns>(
  row: T,
  since: string,
  words: string,
): T {
  return row.stale === null && row.vouched_at <= since
    ? staled(row, words)
    : row;
}
