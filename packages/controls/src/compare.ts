import type { Strength } from './control';

/** More items let more through: a superset loosens, a subset tightens. */
export function compareAllowed(
  before: readonly string[],
  after: readonly string[],
): Strength {
  const had = new Set(before);
  const has = new Set(after);
  const added = after.some(item => !had.has(item));
  const removed = before.some(item => !has.has(item));
  if (added && removed) return 'changed';
  if (added) return 'loosened';
  return removed ? 'tightened' : 'unchanged';
}

/** A position in a list from the weakest choice to the strongest. */
export function compareRank<T>(
  weakestFirst: readonly T[],
  before: T,
  after: T,
): Strength {
  const step = weakestFirst.indexOf(after) - weakestFirst.indexOf(before);
  if (step === 0) return 'unchanged';
  return step > 0 ? 'tightened' : 'loosened';
}

/** The verdict over several comparisons: the same direction everywhere, or `changed`. */
export function combine(strengths: readonly Strength[]): Strength {
  const moved = new Set(strengths.filter(strength => strength !== 'unchanged'));
  if (moved.size === 0) return 'unchanged';
  const [only] = moved;
  return moved.size === 1 ? only : 'changed';
}
