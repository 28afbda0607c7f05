import { ownedPrefix } from '../admission/targets';
import { contains, isList, isMap } from '../merge';
import { annotations, labels, podSecurityLabel } from '../names';
import type {
  Json,
  JsonMap,
  KubernetesObject,
  PartialObject,
} from '../objects';
import { lastOtherWriter, ownerOf } from './fieldOwner';
import type { FieldPath } from './fieldOwner';
import type { FieldOwner } from './posture';
import { isFilledIn } from './serverDefaults';

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
 * Every place where a cluster's object is not as declared. What nobody declared counts, whoever wrote it, except for what every
 * API server fills in, for the status, and for labels and annotations that mean nothing here.
 */
export function differences(
  declared: KubernetesObject,
  live: KubernetesObject,
): Difference[] {
  return comparing(live.kind, isOurs)
    .maps(declared, live, [])
    .filter(found => !isFilledIn(live, found) && !isLeft(declared, found))
    .map(found => {
      // Nobody owns what isn't there any more.
      const by =
        found.live === undefined
          ? lastOtherWriter(live)
          : ownerOf(live, found.path);
      return { ...found, ...(by ? { by } : {}) };
    });
}

/** The pod security standard that an observed namespace enforces is the one it had before, which nobody declares. */
function isLeft(
  { metadata }: KubernetesObject,
  { path: [first, second, key] }: Pick<Difference, 'path'>,
): boolean {
  return (
    metadata.labels?.[labels.observed] !== undefined &&
    first === 'metadata' &&
    second === 'labels' &&
    typeof key === 'string' &&
    key.startsWith(podSecurityLabel)
  );
}

/** Every place where an object of the repository is not as it would be rendered now. */
export function exactDifferences(
  rendered: KubernetesObject,
  found: KubernetesObject,
): Difference[] {
  return comparing(found.kind, () => true).maps(rendered, found, []);
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
    return valueAt(part, parent) !== undefined;
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

/** Lists whose order decides: rules of which the first that matches counts, and changes that build on each other. */
const orderedLists: Readonly<Record<string, readonly string[]>> = {
  ClusterNetworkPolicy: ['spec.ingress', 'spec.egress'],
  MutatingAdmissionPolicy: ['spec.mutations'],
  MutatingPolicy: ['spec.mutations'],
};

/** The value at a path; the list itself for what lies in one. */
function valueAt(value: Json | undefined, path: FieldPath): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined || isList(value)) return value;
  return isMap(value) ? valueAt(value[step], rest) : undefined;
}

/**
 * Comparison of values within an object of this kind.
 *
 * @param counts whether a field that isn't declared does.
 */
function comparing(kind: string, counts: (path: FieldPath) => boolean) {
  const ordered = orderedLists[kind] ?? [];

  function values(
    declared: Json | undefined,
    live: Json | undefined,
    path: FieldPath,
  ): Difference[] {
    if (isEmpty(declared) && isEmpty(live)) return [];
    // Down to the fields, for they may be of different controls.
    if (isMap(declared) && (isMap(live) || isAbsent(live)))
      return maps(declared, isMap(live) ? live : {}, path);
    if (isList(declared) && isList(live) && !ordered.includes(path.join('.')))
      return lists(declared, live, path);
    return isSame(declared, live) ? [] : [{ path, declared, live }];
  }

  function maps(
    declared: JsonMap,
    live: JsonMap,
    path: FieldPath,
  ): Difference[] {
    const contributed = Object.entries(declared).flatMap(([key, value]) =>
      values(value, live[key], [...path, key]),
    );
    const others = Object.entries(live)
      .filter(([key, value]) => isAbsent(declared[key]) && !isAbsent(value))
      .map(([key, value]) => ({ path: [...path, key], live: value }))
      .filter(found => counts(found.path));
    return [...contributed, ...others];
  }

  /** Items in any order, as the API server may keep them; each live one answers for one declared one. */
  function lists(
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
        within.push(...values(item, match[1], [...path, match[0]]));
      } else missing.push(item);
    }
    if (missing.length === 0 && rest.size === 0) return within;
    return [...within, { path, declared: missing, live: [...rest.values()] }];
  }

  return { maps };
}

const meaningful = [
  ownedPrefix,
  'pod-security.kubernetes.io/',
  'scheduler.alpha.kubernetes.io/',
];

/**
 * Whether a field is ours to judge: not the status, and of the metadata, which has many writers, nothing but labels and annotations
 * that rules or Kubernetes itself read.
 */
function isOurs([first, second, key]: FieldPath): boolean {
  if (first !== 'metadata') return first !== 'status';
  return (
    typeof key === 'string' &&
    (second === 'labels' || second === 'annotations') &&
    meaningful.some(prefix => key.startsWith(prefix))
  );
}

function isSame(left: Json | undefined, right: Json | undefined): boolean {
  if (isList(left) && isList(right))
    return (
      left.length === right.length &&
      left.every((item, index) => isSame(item, right[index]))
    );
  if (isMap(left) && isMap(right))
    return Object.keys({ ...left, ...right }).every(key =>
      isSame(left[key], right[key]),
    );
  return left === right;
}

function sizeOf(value: Json): number {
  return JSON.stringify(value).length;
}

function isAbsent(value: Json | undefined): boolean {
  return value === undefined || value === null;
}

/** The API server drops empty maps and lists where they mean nothing. */
function isEmpty(value: Json | undefined): boolean {
  return isList(value)
    ? value.length === 0
    : isAbsent(value) || (isMap(value) && Object.keys(value).length === 0);
}
