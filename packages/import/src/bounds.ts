import { isList, isMap } from '@tenantry/controls';
import type { JsonMap, KubernetesObject } from '@tenantry/controls';
import {
  canonicalQuantity,
  compareQuantities,
  quantityValue,
} from '@tenantry/model';

/** What quotas and limit ranges bound, by name; quantities in the form that Kubernetes itself would write. */
export type Bounds = ReadonlyMap<string, string>;

/**
 * Two names for one bound. The first of a pair lets finished pods through, which is why it is told as well; all others are
 * the same to the API server.
 */
const otherNames: Readonly<Record<string, string>> = {
  pods: 'count/pods',
  cpu: 'requests.cpu',
  memory: 'requests.memory',
  'ephemeral-storage': 'requests.ephemeral-storage',
  configmaps: 'count/configmaps',
  persistentvolumeclaims: 'count/persistentvolumeclaims',
  replicationcontrollers: 'count/replicationcontrollers',
  secrets: 'count/secrets',
  services: 'count/services',
};

/** Bounds of a LimitRange of which a larger one lets more through. */
const upperBounds = ['default', 'max', 'maxLimitRequestRatio'];

const entriesOf: ReadonlyMap<
  string,
  (spec: JsonMap) => [string, string][] | undefined
> = new Map([
  ['ResourceQuota', quotaEntries],
  ['LimitRange', limitEntries],
]);

/** What a ResourceQuota or a LimitRange bounds; `undefined` for what can't be compared, such as a quota with scopes. */
export function boundsOf({ kind, spec }: KubernetesObject): Bounds | undefined {
  if (!isMap(spec)) return undefined;
  const entries = entriesOf.get(kind)?.(spec);
  return entries?.every(([, quantity]) => quantityValue(quantity) !== undefined)
    ? new Map(
        entries.map(([name, quantity]) => [name, canonicalQuantity(quantity)]),
      )
    : undefined;
}

/** One bound, found beside rendered. */
export interface BoundComparison {
  readonly name: string;
  readonly found: string;
  /** Absent where nothing of ours bounds it. */
  readonly ours?: string;
  /** What ours means for whoever has the found one. */
  readonly verdict: 'same' | 'wider' | 'tighter' | 'other' | 'none';
}

/** Each bound that was found, beside ours. */
export function compareBounds(found: Bounds, ours: Bounds): BoundComparison[] {
  return Array.from(found, ([name, quantity]) => {
    const own = ours.get(name);
    return own === undefined
      ? { name, found: quantity, verdict: 'none' as const }
      : {
          name,
          found: quantity,
          ours: own,
          verdict: verdictOn(name, quantity, own),
        };
  });
}

function verdictOn(
  name: string,
  found: string,
  ours: string,
): BoundComparison['verdict'] {
  const order = compareQuantities(found, ours);
  if (order === 0) return 'same';
  const isUpper =
    !name.includes(' ') ||
    upperBounds.some(bound => name.includes(` ${bound} `));
  if (!isUpper) return 'other';
  return order < 0 ? 'wider' : 'tighter';
}

/** `Container default cpu`, as people read it. */
function limitEntries(spec: JsonMap): [string, string][] | undefined {
  const limits = isList(spec.limits) ? spec.limits : [];
  return limits.flatMap(limit => {
    if (!isMap(limit)) return [];
    const { type, ...bounds } = limit;
    return Object.entries(bounds).flatMap(([bound, amounts]) =>
      isMap(amounts)
        ? Object.entries(amounts).map(
            ([resource, quantity]): [string, string] => [
              `${String(type)} ${bound} ${resource}`,
              String(quantity),
            ],
          )
        : [],
    );
  });
}

function quotaEntries(spec: JsonMap): [string, string][] | undefined {
  if (spec.scopes !== undefined || spec.scopeSelector) return undefined;
  return isMap(spec.hard)
    ? Object.entries(spec.hard).map(([name, quantity]) => [
        Object.hasOwn(otherNames, name) ? otherNames[name] : name,
        String(quantity),
      ])
    : [];
}
