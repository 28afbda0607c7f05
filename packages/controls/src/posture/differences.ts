import { contains, isList, isMap } from '../merge';
import { annotations, labels } from '../names';
import type { Json, KubernetesObject, PartialObject } from '../objects';
import { applierOf, lastOtherWriter, ownerOf } from './fieldOwner';
import type { FieldPath } from './fieldOwner';
import type { FieldOwner } from './posture';

/** Where a cluster's object is not as it was declared. */
export interface Difference {
  readonly path: FieldPath;
  /** Absent where nothing is declared; of a list, what the cluster lacks. */
  readonly declared?: Json;
  /** Absent where the cluster has nothing; of a list, what isn't declared. */
  readonly live?: Json;
  readonly by?: FieldOwner;
}

/**
 * Every place where a cluster's object is not as declared. Labels and annotations that nobody declared are other people's
 * business, as is the status. Other fields that nobody declared count where somebody wrote them: what the API server
 * fills in by itself is nobody's, or comes with an update of whoever applies the rest.
 */
export function differences(
  declared: KubernetesObject,
  live: KubernetesObject,
): Difference[] {
  const applier = applierOf(live);
  return compareMaps(declared, live, [])
    .map(found => ({ ...found, owner: ownerOf(live, found.path) }))
    .filter(
      ({ declared: wanted, owner }) =>
        wanted !== undefined ||
        (owner && (owner.applied || owner.by.manager !== applier)),
    )
    .map(({ owner, ...found }) => {
      // Nobody owns what isn't there any more.
      const by = found.live === undefined ? lastOtherWriter(live) : owner?.by;
      return { ...found, ...(by ? { by } : {}) };
    });
}

/** Whether a difference touches what a control contributed to the object. */
export function concerns(
  part: PartialObject,
  { path, declared, live }: Difference,
): boolean {
  if (isMarking(path)) return true;
  const parent = path.slice(0, -1);
  if (declared === undefined) {
    // A field that nobody declared changes whatever stands beside it.
    return parent.length > 0 && valueAt(part, parent) !== undefined;
  }
  const own = valueAt(part, path);
  if (!isList(own) || !isList(declared)) return own !== undefined;
  return (
    (isList(live) && live.length > 0) ||
    declared.some(item => contains(own, [item]))
  );
}

/** The marks that rendering puts on every object; they belong to all controls behind it. */
function isMarking([first, second, key]: FieldPath): boolean {
  return (
    first === 'metadata' &&
    ((second === 'labels' &&
      [labels.tenant, labels.environment, labels.managedBy].some(
        label => label === key,
      )) ||
      (second === 'annotations' && key === annotations.controls))
  );
}

/** The value at a path; the list itself for what lies in one. */
function valueAt(value: Json | undefined, path: FieldPath): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined || isList(value)) return value;
  return isMap(value) ? valueAt(value[step], rest) : undefined;
}

function compare(
  declared: Json | undefined,
  live: Json | undefined,
  path: FieldPath,
): Difference[] {
  if (isEmpty(declared) && isEmpty(live)) return [];
  if (isMap(declared) && isMap(live)) return compareMaps(declared, live, path);
  if (isList(declared) && isList(live))
    return compareLists(declared, live, path);
  return declared === live ? [] : [{ path, declared, live }];
}

function compareMaps(
  declared: { readonly [key: string]: Json | undefined },
  live: { readonly [key: string]: Json | undefined },
  path: FieldPath,
): Difference[] {
  const contributed = Object.entries(declared).flatMap(([key, value]) =>
    compare(value, live[key], [...path, key]),
  );
  if (path[0] === 'metadata') return contributed;
  const others = Object.keys(live).filter(
    key =>
      declared[key] === undefined &&
      !isEmpty(live[key]) &&
      !(path.length === 0 && key === 'status'),
  );
  return [
    ...contributed,
    ...others.map(key => ({ path: [...path, key], live: live[key] })),
  ];
}

/** Items in any order, as the API server may keep them; each live one answers for one declared one. */
function compareLists(
  declared: readonly Json[],
  live: readonly Json[],
  path: FieldPath,
): Difference[] {
  const rest = new Map(live.entries());
  const missing: Json[] = [];
  const within: Difference[] = [];
  // Most are where they were.
  const others = declared.filter((item, index) => {
    const same = index < live.length && isSame(item, live[index]);
    if (same) rest.delete(index);
    return !same;
  });
  const largestFirst = others.sort(
    (left, right) => sizeOf(right) - sizeOf(left),
  );
  for (const item of largestFirst) {
    const [match] = Array.from(rest)
      .filter(([, candidate]) => contains(candidate, item))
      .sort(([, left], [, right]) => sizeOf(left) - sizeOf(right));
    if (match) {
      rest.delete(match[0]);
      within.push(...compare(item, match[1], [...path, match[0]]));
    } else missing.push(item);
  }
  if (missing.length === 0 && rest.size === 0) return within;
  return [...within, { path, declared: missing, live: [...rest.values()] }];
}

function isSame(left: Json, right: Json): boolean {
  return contains(left, right) && contains(right, left);
}

function sizeOf(value: Json): number {
  return JSON.stringify(value).length;
}

/** The API server drops empty maps and lists where they mean nothing. */
function isEmpty(value: Json | undefined): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'object' && Object.keys(value).length === 0)
  );
}
