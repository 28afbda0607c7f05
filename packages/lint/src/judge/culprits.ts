import type { Path } from '@tenantry/model';
import { isList, isMap, valueAt, withValue } from '../value';
import type { Value, ValueMap } from '../value';

/** What a rule says of an object; `error` where it can't be evaluated, as when a field that it needs isn't there. */
export type Outcome = 'pass' | 'fail' | 'error';

/** More culprits than these help nobody. */
const mostCulprits = 10;

/** What an object is called by. Nobody would take these away. */
const names = new Set(['apiVersion', 'kind']);

/**
 * The fields because of which a rule fails, found by taking fields away: an expression says yes or no, not where. Empty
 * where the rule misses something.
 *
 * Of all fields whose absence would satisfy the rule the deepest are named. Where several are wrong at once, none does
 * alone; then each is tried with the others gone.
 */
export function culprits(
  object: ValueMap,
  judge: (changed: ValueMap) => Outcome,
): Path[] {
  const outcome = (changed: Value) =>
    isMap(changed) ? judge(changed) : 'error';
  return narrow(object, [], outcome).slice(0, mostCulprits);
}

type Judge = (changed: Value) => Outcome;

function narrow(whole: Value, path: Path, judge: Judge): Path[] {
  const children = childrenOf(whole, path).map(child => ({
    child,
    without: judge(withValue(whole, child, undefined)),
  }));
  const satisfying = children.filter(({ without }) => without === 'pass');
  if (satisfying.length > 0)
    return satisfying.flatMap(({ child }) => deepest(whole, child, judge));

  // From the end, so that positions in a list stay what they are.
  const bare = children.reduceRight<Value>(
    (rest, { child }) => withoutOrEmpty(rest, child, judge),
    whole,
  );
  if (judge(bare) === 'pass') {
    const together = children.flatMap(({ child }) => {
      const alone = restored(bare, whole, child, path);
      return alone && judge(alone.whole) === 'fail'
        ? deepest(alone.whole, alone.child, judge).map(found => [
            ...child,
            ...found.slice(child.length),
          ])
        : [];
    });
    if (together.length > 0) return together;
  }
  const needed = children.filter(({ without }) => without === 'error');
  const inside = needed.flatMap(({ child }) =>
    isContainer(valueAt(whole, child)) ? narrow(whole, child, judge) : [],
  );
  if (inside.length > 0) return inside;
  const [only, ...others] = needed;
  return only && others.length === 0 && !isContainer(valueAt(whole, only.child))
    ? [only.child]
    : [];
}

/** What is wrong inside a field whose absence would satisfy the rule; the field itself, where nothing inside is. */
function deepest(whole: Value, path: Path, judge: Judge): Path[] {
  const inside = isContainer(valueAt(whole, path))
    ? narrow(whole, path, judge)
    : [];
  return inside.length > 0 ? inside : [path];
}

function childrenOf(whole: Value, path: Path): Path[] {
  const value = valueAt(whole, path);
  if (isList(value)) return value.map((_, index) => [...path, index]);
  if (!isMap(value)) return [];
  return Object.keys(value)
    .filter(key => path.length > 0 || !names.has(key))
    .map(key => [...path, key]);
}

/** Without the field where the rule can do without it, else with nothing in it, else unchanged. */
function withoutOrEmpty(whole: Value, path: Path, judge: Judge): Value {
  const without = withValue(whole, path, undefined);
  if (judge(without) !== 'error') return without;
  const value = valueAt(whole, path);
  const empty = isList(value) ? [] : {};
  const emptied = isContainer(value) ? withValue(whole, path, empty) : whole;
  return judge(emptied) === 'error' ? whole : emptied;
}

/** The bare object with one field back in it; where that is an item of a list, it is the only one. */
function restored(
  bare: Value,
  whole: Value,
  child: Path,
  path: Path,
): { readonly whole: Value; readonly child: Path } | undefined {
  const value = valueAt(whole, child);
  if (value === undefined) return undefined;
  if (isList(valueAt(whole, path)))
    return { whole: withValue(bare, path, [value]), child: [...path, 0] };
  return { whole: withValue(bare, child, value), child };
}

function isContainer(value: Value | undefined): boolean {
  return isList(value) || isMap(value);
}
