import { compareQuantities } from '@tenantry/model';
import { combine } from '../compare';
import type { Strength } from '../control';

/** Compares two sets of upper bounds, key by key; a bound that is gone loosens, a new one tightens. */
export function compareQuota(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Strength {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return combine(
    Array.from(keys, key => compareBound(before[key], after[key])),
  );
}

function compareBound(
  before: string | undefined,
  after: string | undefined,
): Strength {
  if (before === undefined) return 'tightened';
  if (after === undefined) return 'loosened';
  const order = compareQuantities(before, after);
  if (order === 0) return 'unchanged';
  return order < 0 ? 'loosened' : 'tightened';
}
