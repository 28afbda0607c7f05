import type { KindOfObject, ObservedKind } from './liveCluster';
import { rightKinds } from './withheld';

/**
 * What must be read of a cluster to judge it: the kinds that the repository declares there, and those that could give
 * what controls withhold.
 */
export function kindsToObserve(
  declared: readonly KindOfObject[],
): ObservedKind[] {
  const kinds: readonly ObservedKind[] = [
    ...declared.map(({ apiVersion, kind }) => ({ apiVersion, kind })),
    ...rightKinds,
  ];
  const byName = new Map(
    kinds.map(kind => [`${kind.apiVersion} ${kind.kind}`, kind]),
  );
  return [...byName.values()];
}
