import { isMap } from '../merge';
import type { Json, JsonMap } from '../objects';

/** `base` with `change` on top: maps key by key, everything else replaced. */
export function overlay<T extends JsonMap>(base: T, change: JsonMap): T {
  const merged: Record<string, Json | undefined> = { ...base };
  for (const [key, value] of Object.entries(change)) {
    const before = merged[key];
    merged[key] =
      isMap(before) && isMap(value) ? overlay(before, value) : value;
  }
  return merged as T;
}

/** The JSON merge patch (RFC 7396) that makes `to` of `from`. */
export function mergePatch(from: JsonMap, to: JsonMap): JsonMap {
  const patch: Record<string, Json | undefined> = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [before, after] = [from[key], to[key]];
    if (after === undefined) patch[key] = null;
    else if (isMap(before) && isMap(after)) {
      const inner = mergePatch(before, after);
      if (Object.keys(inner).length > 0) patch[key] = inner;
    } else if (JSON.stringify(before) !== JSON.stringify(after))
      patch[key] = after;
  }
  return patch;
}

/** A JSON patch (RFC 6902) that makes `to` of `from`, by whole fields of the object and of its metadata. */
export function jsonPatch(from: JsonMap, to: JsonMap): JsonMap[] {
  return Object.keys({ ...from, ...to }).flatMap((key): JsonMap[] => {
    const [before, after] = [from[key], to[key]];
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    if (key === 'metadata' && isMap(before) && isMap(after))
      return jsonPatch(before, after).map(operation => ({
        ...operation,
        path: `/metadata${String(operation.path)}`,
      }));
    const path = `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return [
      after === undefined
        ? { op: 'remove', path }
        : { op: 'add', path, value: after },
    ];
  });
}
