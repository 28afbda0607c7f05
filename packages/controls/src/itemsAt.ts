import { isList, isMap } from './merge';
import type { Json, JsonMap } from './objects';

/** The maps at a path; lists on the way are taken apart: `itemsAt(policy, 'spec.egress.to.ipBlock')`. */
export function itemsAt(value: Json | undefined, path: string): JsonMap[] {
  return path
    .split('.')
    .reduce<readonly Json[]>(
      (items, key) =>
        items
          .filter(isMap)
          .flatMap(item => item[key] ?? [])
          .flatMap(inner => (isList(inner) ? inner : [inner])),
      value === undefined ? [] : [value],
    )
    .filter(isMap);
}
