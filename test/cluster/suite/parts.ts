import { isList, isMap } from '@tenantry/controls';
import type { Json, JsonMap, PartialObject } from '@tenantry/controls';

/** A part of what a control contributes, small enough that leaving it out is one mistake. */
export interface Part {
  /** The same for every tenant: `Namespace labels tenantry.dev/tenant`, `ResourceQuota tenantry count/pods`. */
  readonly name: string;
  /** The contribution without it; `undefined` when nothing is left. */
  readonly without: PartialObject | undefined;
}

/** Where an object's entries are looked at one by one: each protects, or doesn't, on its own. */
const entryPaths: Readonly<Record<string, readonly string[]>> = {
  Namespace: ['metadata.labels', 'metadata.annotations'],
  ResourceQuota: ['spec.hard'],
};

/** The parts of a contribution. `own` are names that differ between tenants and are written `…`. */
export function partsOf(
  object: PartialObject,
  own: readonly string[],
): readonly Part[] {
  const { kind } = object;
  const title =
    kind === 'Namespace'
      ? kind
      : `${kind} ${neutral(object.metadata.name, own)}`;
  if (kind === 'LimitRange') return limitParts(object, title);
  const paths = entryPaths[kind];
  if (!paths) return [{ name: title, without: undefined }];
  return paths.flatMap(path => {
    const keys = path.split('.');
    const entries = at(object, keys);
    if (!isMap(entries)) return [];
    return Object.keys(entries).map(key => ({
      name: `${title} ${[...keys.slice(1), key].join(' ')}`,
      without: drop(object, [...keys, key]),
    }));
  });
}

function limitParts(object: PartialObject, title: string): Part[] {
  const limits = at(object, ['spec', 'limits']);
  if (!isList(limits)) return [];
  return limits.flatMap((limit, index) => {
    if (!isMap(limit)) return [];
    const bounds = Object.keys(limit).filter(key => key !== 'type');
    return bounds.map(key => ({
      name: `${title} ${String(limit.type)} ${key}`,
      // Without its last bound an item isn't valid any more.
      without: drop(object, [
        'spec',
        'limits',
        String(index),
        ...(bounds.length > 1 ? [key] : []),
      ]),
    }));
  });
}

function neutral(name: string, own: readonly string[]): string {
  return own.reduce((text, word) => text.replaceAll(word, '…'), name);
}

function at(
  value: Json | undefined,
  keys: readonly string[],
): Json | undefined {
  return keys.reduce<Json | undefined>(
    (inner, key) => (isMap(inner) ? inner[key] : undefined),
    value,
  );
}

function drop<T extends Json>(value: T, [key, ...rest]: readonly string[]): T {
  if (isList(value))
    return value.flatMap((item, index) => {
      if (String(index) !== key) return [item];
      return rest.length > 0 ? [drop(item, rest)] : [];
    }) as unknown as T;
  if (!isMap(value)) return value;
  const map: JsonMap = value;
  const { [key]: child, ...others } = map;
  return (
    rest.length === 0 || child === undefined
      ? others
      : { ...map, [key]: drop(child, rest) }
  ) as T;
}
