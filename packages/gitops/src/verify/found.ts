import type { Finding, Problem } from '@tenantry/model';
import type { VerifyRuleName } from './rules';

/** One finding about a file, in a list, to be returned by what looks. */
export function found(
  rule: VerifyRuleName,
  file: string | undefined,
  message: string,
  place: Partial<Pick<Problem, 'path' | 'line' | 'column' | 'example'>> = {},
): Finding[] {
  return [
    {
      rule,
      level: 'error',
      path: [],
      ...(file === undefined ? {} : { file }),
      ...place,
      message,
    },
  ];
}

/** Problems of the model, as findings. */
export function asFindings(
  rule: VerifyRuleName,
  problems: readonly Problem[],
): Finding[] {
  return problems.map(problem => ({ rule, level: 'error', ...problem }));
}
