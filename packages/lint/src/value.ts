import type { Path } from '@tenantry/model';

/** JSON as the API server's expressions see it: whole numbers are BigInts, and nothing is null. */
export type Value =
  | string
  | bigint
  | number
  | boolean
  | readonly Value[]
  | ValueMap;
export interface ValueMap {
  readonly [key: string]: Value;
}

/**
 * What the API server makes of JSON as it was written: a null is a field that isn't there. Dates and whatever else no
 * JSON holds become text.
 */
export function toValue(json: unknown): Value | undefined {
  if (json === null || json === undefined) return undefined;
  if (typeof json === 'string' || typeof json === 'boolean') return json;
  if (typeof json === 'bigint') return json;
  if (typeof json === 'number')
    return Number.isInteger(json) ? BigInt(json) : json;
  if (Array.isArray(json)) return json.map(item => toValue(item) ?? {});
  if (json instanceof Date) return json.toISOString();
  return Object.fromEntries(
    Object.entries(json).flatMap(([key, item]) => {
      const value = toValue(item);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

export function isMap(value: Value | undefined): value is ValueMap {
  return typeof value === 'object' && !Array.isArray(value);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** What stands at a path; undefined where the path leaves the value. */
export function valueAt(
  value: Value | undefined,
  path: Path,
): Value | undefined {
  return path.reduce<Value | undefined>((inner, step) => {
    if (isList(inner)) return inner[Number(step)];
    return isMap(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined;
  }, value);
}

/** The map at a path; an empty one where there is none. */
export function mapAt(value: Value | undefined, ...path: Path): ValueMap {
  const found = valueAt(value, path);
  return isMap(found) ? found : {};
}

/** The list at a path; an empty one where there is none. */
export function listAt(
  value: Value | undefined,
  ...path: Path
): readonly Value[] {
  const found = valueAt(value, path);
  return isList(found) ? found : [];
}

/** The text at a path; undefined where there is none. */
export function textAt(
  value: Value | undefined,
  ...path: Path
): string | undefined {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : undefined;
}

/** A copy with another value at the path, or without one where it is undefined. Maps on the way are made. */
export function withValue(
  value: Value | undefined,
  [step, ...rest]: Path,
  replacement: Value | undefined,
): Value {
  if (isList(value)) {
    const index = Number(step);
    const changed =
      rest.length > 0
        ? withValue(value[index], rest, replacement)
        : replacement;
    return changed === undefined
      ? value.filter((_, position) => position !== index)
      : Object.assign([...value], { [index]: changed });
  }
  const { [step]: inner, ...others } = isMap(value) ? value : {};
  const changed =
    rest.length > 0 ? withValue(inner, rest, replacement) : replacement;
  return changed === undefined ? others : { ...others, [step]: changed };
}
