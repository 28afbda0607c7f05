import { formatPath, type Path } from './paths';

/** One thing that is wrong with an input: where, what and why, and what would have been right. */
export interface Problem {
  /** Keys and list positions from the top of the document; empty when the whole document is meant. */
  path: Path;
  /** What is wrong and what was expected, as one sentence without a full stop. */
  message: string;
  /** A value that would have been accepted. */
  example?: string;
  file?: string;
  /** Counted from 1, known when the input was text. */
  line?: number;
  /** Counted from 1, known when the input was text. */
  column?: number;
}

/** A value, or everything that kept it from being one. */
export type Result<T> =
  | { ok: true; value: T }
  | { ok: false; problems: Problem[] };

/** Thrown where a problem list can't be returned; its message is the formatted list. */
export class InvalidInputError extends Error {
  readonly problems: Problem[];

  constructor(problems: Problem[]) {
    super(formatProblems(problems));
    this.name = 'InvalidInputError';
    this.problems = problems;
  }
}

/** More than these help nobody. */
export const MOST_PROBLEMS = 100;

/** What says that there are more problems than are told; nothing when there aren't. */
export function leftOut(found: number): Problem[] {
  const rest = found - MOST_PROBLEMS;
  return rest > 0 ? [{ path: [], message: `and ${rest} more problems` }] : [];
}

/** One line a problem: `file:line:column spec.environments[0].name: message (for example: dev)`. */
export function formatProblems(problems: readonly Problem[]): string {
  return problems.map(formatProblem).join('\n');
}

/** The value, or an `InvalidInputError` that carries every problem. */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) {
    throw new InvalidInputError(result.problems);
  }
  return result.value;
}

function formatProblem(problem: Problem): string {
  const position = [problem.file, problem.line, problem.column]
    .filter(part => part !== undefined)
    .join(':');
  const where = [position, formatPath(problem.path)].filter(Boolean).join(' ');
  const example =
    problem.example === undefined ? '' : ` (for example: ${problem.example})`;
  const what = `${problem.message}${example}`;
  return where ? `${where}: ${what}` : what;
}
