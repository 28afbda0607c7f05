import type { Comparison } from './compareLive';
import type { ExpectedObject } from './expected';

/** For each control that holds, all of whose objects were found as declared: when the first of them was confirmed. */
export type Held = ReadonlyMap<string, string>;

/** Of each object as it is now, the text it was found to hold. Forgotten with what the observer knows. */
const found = new WeakMap<object, string>();

/**
 * Controls that `live` would find holding, told without taking objects apart: where an object differs in nothing from the
 * whole that all its controls make, it carries the part of each. Of the others this says nothing.
 *
 * @param expected everything that the environment depends on.
 */
export function heldControls(
  expected: readonly ExpectedObject[],
  comparison: Comparison,
): Held {
  const held = new Map<string, string>();
  const doubtful = new Set<string>();
  for (const object of expected) {
    const at = heldAt(object, comparison);
    for (const control of object.controls) {
      const before = held.get(control);
      if (at === undefined) doubtful.add(control);
      else if (before === undefined || at < before) held.set(control, at);
    }
  }
  for (const control of doubtful) held.delete(control);
  return held;
}

/** When the cluster confirmed that it holds the object as it is declared and rendered; `undefined` where that isn't sure. */
function heldAt(
  expected: ExpectedObject,
  comparison: Comparison,
): string | undefined {
  const { object, text } = expected;
  const cluster = comparison.clusterOf(expected);
  const revision = cluster?.revision(object);
  if (!cluster || !revision || text === undefined) return undefined;
  const source = cluster.source(object);
  if (source.state !== 'read') return undefined;
  if (found.get(revision) !== text) {
    if (comparison.differencesOf(expected, cluster)?.length !== 0)
      return undefined;
    found.set(revision, text);
  }
  return source.at;
}
