import type { Problem } from './problems';

/** What a check has to say about a file: a problem under the name of the rule that it breaks. */
export interface Finding extends Problem {
  /** Name of the rule, such as `hand-edited` or a control's id. */
  readonly rule: string;
  /** An error fails the check, a warning doesn't. */
  readonly level: 'error' | 'warning';
}
