import { formatProblems } from '@tenantry/model';
import type { Problem } from '@tenantry/model';
import { visible } from './visible';

/** A line a problem: names and texts in it come from files that anybody may have written. */
export function problemsText(problems: readonly Problem[]): string {
  return problems.map(problem => visible(formatProblems([problem]))).join('\n');
}
