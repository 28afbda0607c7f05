import type { Path } from '@tenantry/model';

/** What is wrong with one object, before it is known where the object stands. */
export interface Violation {
  readonly rule: string;
  readonly level: 'error' | 'warning';
  /** As the cluster would say it. */
  readonly message: string;
  /** In the object; empty when the whole of it is meant, or something it lacks. */
  readonly path: Path;
}

export function error(
  rule: string,
  message: string,
  path: Path = [],
): Violation {
  return { rule, level: 'error', message, path };
}

export function warning(
  rule: string,
  message: string,
  path: Path = [],
): Violation {
  return { rule, level: 'warning', message, path };
}
