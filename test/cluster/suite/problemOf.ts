import type { Check } from './proving';

/** What a check has to complain about; nothing where there is nothing. */
export function problemOf(problems: readonly string[]): Pick<Check, 'problem'> {
  return problems.length > 0 ? { problem: problems.join('\n') } : {};
}
