import { isList, isMap } from '../merge';
import { itemsAt } from '../itemsAt';
import { annotations } from '../names';
import type { Json, JsonMap, KubernetesObject } from '../objects';
import type { FieldOwner } from './posture';

/** Keys of maps, and positions in lists. */
export type FieldPath = readonly (string | number)[];

/**
 * Who wrote a field of an object last, from its `managedFields`; `undefined` for what the API server filled in by itself.
 * An entry about a map or list as a whole stands for everything in it.
 *
 * Source of the format: https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function ownerOf(
  object: KubernetesObject,
  path: FieldPath,
): FieldOwner | undefined {
  return itemsAt(object, 'metadata.managedFields')
    .filter(({ fieldsV1 }) => owns(fieldsV1, object, path))
    .map(ownerOfEntry)
    .sort(newestFirst)[0];
}

/** Whoever wrote the note that every rendered object carries: Argo CD, or who applies in its place. */
function applierOf(object: KubernetesObject): string | undefined {
  return ownerOf(object, ['metadata', 'annotations', annotations.controls])
    ?.manager;
}

/** The last to write to the object besides its applier, and besides controllers that wrote its status alone. */
export function lastOtherWriter(
  object: KubernetesObject,
): FieldOwner | undefined {
  const applier = applierOf(object);
  return itemsAt(object, 'metadata.managedFields')
    .filter(
      ({ fieldsV1 }) =>
        isMap(fieldsV1) &&
        Object.keys(fieldsV1).some(field => field !== 'f:status'),
    )
    .map(ownerOfEntry)
    .filter(({ manager }) => manager !== applier)
    .sort(newestFirst)[0];
}

function ownerOfEntry({ manager, time }: JsonMap): FieldOwner {
  return {
    manager: typeof manager === 'string' ? manager : 'an unnamed client',
    ...(typeof time === 'string' ? { at: time } : {}),
  };
}

function newestFirst(left: FieldOwner, right: FieldOwner): number {
  return (right.at ?? '').localeCompare(left.at ?? '');
}

function owns(
  fields: Json | undefined,
  value: Json | undefined,
  [step, ...rest]: FieldPath,
): boolean {
  if (!isMap(fields)) return false;
  if (step === undefined || Object.keys(fields).length === 0) return true;
  if (typeof step === 'string')
    return owns(fields[`f:${step}`], isMap(value) ? value[step] : value, rest);
  const item = isList(value) ? value[step] : undefined;
  return Object.entries(fields).some(
    ([key, inner]) => names(key, item) && owns(inner, item, rest),
  );
}

/** `k:{"name":"a"}` names the list item with that key, `v:"a"` the item itself. */
function names(key: string, item: Json | undefined): boolean {
  const [kind, text] = [key.slice(0, 2), key.slice(2)];
  if (kind === 'v:') return text === JSON.stringify(item);
  if (kind !== 'k:' || !isMap(item)) return false;
  const wanted: unknown = JSON.parse(text);
  return Object.entries(wanted as JsonMap).every(
    ([field, value]) => item[field] === value,
  );
}
