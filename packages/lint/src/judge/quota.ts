import { amountOf, quotaUseOf, sum, times, written } from '../cluster/amounts';
import type { Amounts } from '../cluster/amounts';
import type { Place, QuotaEntry } from '../cluster/place';
import { listAt, mapAt, textAt, valueAt } from '../value';
import type { ValueMap } from '../value';
import { error, warning } from './violation';
import type { Violation } from './violation';

/** What an object alone takes more of than a whole quota has. */
export function quotaViolations(object: ValueMap, place: Place): Violation[] {
  const scoped = place.quota.filter(({ scopes }) => isInScopes(object, scopes));
  return exceeded(quotaUseOf(object), scoped).map(({ entry, amount }) =>
    error(
      entry.control,
      `exceeded quota: ${entry.quota}, requested: ${entry.name}=${written(
        amount,
      )}, limited: ${entry.name}=${entry.hard}`,
      pathOf(entry),
    ),
  );
}

const affinity = 'CrossNamespacePodAffinity';

/** Scopes of quotas that can be told of a Pod by its manifest. */
export const knownScopes: readonly string[] = [affinity];

/** A scope that isn't known is taken for one that the object isn't in. */
function isInScopes(object: ValueMap, scopes: readonly string[]): boolean {
  return scopes.every(
    scope => scope === affinity && looksAtOtherNamespaces(object),
  );
}

function looksAtOtherNamespaces(pod: ValueMap): boolean {
  return ['podAffinity', 'podAntiAffinity'].some(kind => {
    const of = (how: string) =>
      listAt(
        pod,
        'spec',
        'affinity',
        kind,
        `${how}DuringSchedulingIgnoredDuringExecution`,
      );
    return [
      ...of('required'),
      ...of('preferred').map(item => mapAt(item, 'podAffinityTerm')),
    ].some(
      term =>
        listAt(term, 'namespaces').length > 0 ||
        valueAt(term, ['namespaceSelector']) !== undefined,
    );
  });
}

/** Objects and pods of several manifests, against the quota that they share. */
export interface QuotaTally {
  /** Counts an object, and says by which entries it is the first that is one too many. */
  readonly count: (object: ValueMap) => Violation[];
  /** Counts the pods of a workload, and says by which entries they never fit, alone or with the workloads before. */
  readonly run: (pod: ValueMap, replicas: bigint) => Violation[];
}

export function quotaTally(place: Place): QuotaTally {
  let objects: Amounts = new Map();
  let pods: Amounts = new Map();
  const reported = new Set<string>();
  const everything = place.quota.filter(({ scopes }) => scopes.length === 0);
  const news = (use: Amounts) =>
    exceeded(use, everything).filter(({ entry }) => {
      const isNew = !reported.has(entry.name);
      reported.add(entry.name);
      return isNew;
    });
  return {
    count(object) {
      const use = quotaUseOf(object);
      // What exceeds the quota alone is said of the object itself.
      for (const { entry } of exceeded(use, everything))
        reported.add(entry.name);
      objects = sum(objects, use);
      return news(objects).map(({ entry, amount }) =>
        error(
          entry.control,
          `exceeded quota: ${entry.quota}, these manifests hold ${
            entry.name
          }=${written(amount)}, limited: ${entry.name}=${entry.hard}`,
        ),
      );
    },
    run(pod, replicas) {
      const alone = times(quotaUseOf(pod), replicas);
      pods = sum(pods, alone);
      const tooMuch = exceeded(alone, everything);
      const named = new Set(tooMuch.map(({ entry }) => entry.name));
      for (const name of named) reported.add(name);
      return [
        ...tooMuch.map(({ entry, amount }) =>
          warning(
            entry.control,
            `${replicas} replicas never fit the quota: ${entry.name}=${written(
              amount,
            )}, limited: ${entry.name}=${entry.hard}`,
            ['spec', 'replicas'],
          ),
        ),
        ...news(pods).map(({ entry, amount }) =>
          warning(
            entry.control,
            `its pods don't fit the quota beside those of the manifests before it: ${
              entry.name
            }=${written(amount)}, limited: ${entry.name}=${entry.hard}`,
            ['spec', 'replicas'],
          ),
        ),
      ];
    },
  };
}

/** How many pods a workload keeps; undefined for what keeps none by a number of its own. */
export function replicasOf(object: ValueMap): bigint | undefined {
  const kinds = ['Deployment', 'StatefulSet', 'ReplicaSet'];
  if (!kinds.includes(textAt(object, 'kind') ?? '')) return undefined;
  const replicas = valueAt(object, ['spec', 'replicas']);
  return typeof replicas === 'bigint' ? replicas : 1n;
}

function exceeded(
  use: Amounts,
  quota: readonly QuotaEntry[],
): { readonly entry: QuotaEntry; readonly amount: bigint }[] {
  return quota.flatMap(entry => {
    const amount = use.get(entry.name) ?? 0n;
    const hard = amountOf(entry.hard) ?? 0n;
    return amount > hard ? [{ entry, amount }] : [];
  });
}

function pathOf({ name, scopes }: QuotaEntry): string[] {
  if (scopes.includes(affinity)) return ['spec', 'affinity'];
  if (name === 'requests.storage')
    return ['spec', 'resources', 'requests', 'storage'];
  return /^(requests|limits)\./.test(name) ? ['spec', 'containers'] : [];
}
