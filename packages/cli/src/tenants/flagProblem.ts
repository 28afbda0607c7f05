import type { Problem } from '@tenantry/model';
import type { Style } from '../print/style';

/** Something that is wrong, and the part of the command line that it comes from. */
export interface FlagProblem extends Omit<Problem, 'path'> {
  readonly flag: string;
}

export function flagProblemsText(
  problems: readonly FlagProblem[],
  style: Style,
): string {
  return problems
    .map(({ flag, message, example, file }) => {
      const hint = example === undefined ? '' : ` (for example: ${example})`;
      return `${style.bold(file ?? flag)}: ${message}${hint}`;
    })
    .join('\n');
}
