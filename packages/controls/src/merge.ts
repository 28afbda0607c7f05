import { identityOf } from './objects';
import type { Json, JsonMap, PartialObject } from './objects';

/** What one control adds to one object. */
export interface Contribution {
  readonly control: string;
  readonly object: PartialObject;
}

/** A whole object, and the controls that made it, in the order they contributed. */
export interface MergedObject {
  readonly object: PartialObject;
  readonly controls: readonly string[];
}

/** Two controls want different values for one field: a mistake in the registry, never in a request. */
export class ConflictingControlsError extends Error {
  override readonly name = 'ConflictingControlsError';

  constructor(
    readonly identity: string,
    readonly field: string,
    readonly controls: readonly [string, string],
    values: readonly [Json, Json],
  ) {
    super(
      `${controls[0]} and ${controls[1]} disagree about ${field} of ${identity}: ` +
        `${JSON.stringify(values[0])} and ${JSON.stringify(values[1])}`,
    );
  }
}

/**
 * Merges contributions that name the same object: maps key by key, lists by appending what isn't there yet, and a
 * scalar only with its equal.
 *
 * @throws ConflictingControlsError naming both controls and the field.
 */
export function mergeContributions(
  contributions: readonly Contribution[],
): MergedObject[] {
  const byIdentity = new Map<string, Contribution[]>();
  for (const contribution of contributions) {
    const identity = identityOf(contribution.object);
    const siblings = byIdentity.get(identity);
    if (siblings) siblings.push(contribution);
    else byIdentity.set(identity, [contribution]);
  }
  return Array.from(byIdentity, ([identity, siblings]) =>
    mergeSiblings(identity, siblings),
  );
}

function mergeSiblings(
  identity: string,
  siblings: readonly Contribution[],
): MergedObject {
  const [first, ...others] = siblings;
  const controls = new Set([first.control]);
  let object = first.object;
  others.forEach(({ control, object: partial }, index) => {
    const disagree: Disagree = (path, left, right) => {
      const earlier = siblings
        .slice(0, index + 1)
        .find(({ object: candidate }) => has(candidate, path));
      throw new ConflictingControlsError(
        identity,
        path.join('.'),
        [earlier?.control ?? first.control, control],
        [left, right],
      );
    };
    object = mergeMaps(object, partial, [], disagree);
    controls.add(control);
  });
  return { object, controls: [...controls] };
}

type Path = readonly string[];
type Disagree = (path: Path, left: Json, right: Json) => never;

function mergeMaps<T extends JsonMap>(
  left: T,
  right: JsonMap,
  path: Path,
  disagree: Disagree,
): T {
  const merged: Record<string, Json | undefined> = { ...left };
  for (const [key, value] of Object.entries(right)) {
    const before = merged[key];
    const field = [...path, key];
    merged[key] =
      before === undefined || value === undefined
        ? value ?? before
        : mergeValues(before, value, field, disagree);
  }
  return merged as T;
}

function mergeValues(
  left: Json,
  right: Json,
  path: Path,
  disagree: Disagree,
): Json {
  if (isMap(left) && isMap(right))
    return mergeMaps(left, right, path, disagree);
  if (isList(left) && isList(right)) {
    const known = new Set(left.map(item => JSON.stringify(item)));
    return [...left, ...right.filter(item => !known.has(JSON.stringify(item)))];
  }
  return left === right ? left : disagree(path, left, right);
}

function has(
  value: Json | undefined,
  [key, ...rest]: readonly string[],
): boolean {
  if (key === undefined) return value !== undefined;
  return isMap(value) && has(value[key], rest);
}

/** Whether every field of `part` is in `whole` with the same value; list items in any order. */
export function contains(
  whole: Json | undefined,
  part: Json | undefined,
): boolean {
  if (part === undefined) return true;
  if (isMap(part))
    return (
      isMap(whole) &&
      Object.entries(part).every(([key, value]) => contains(whole[key], value))
    );
  if (isList(part))
    return (
      isList(whole) &&
      part.every(item => whole.some(candidate => contains(candidate, item)))
    );
  return whole === part;
}

export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
