import { kindKey } from './liveCluster';
import type { KindOfObject, ObservedKind } from './liveCluster';
import { rightKinds } from './withheld';

/** Everybody's Namespaces, so that those are found that no tenant owns; all that is declared of one is metadata. */
export const namespaceKind: ObservedKind = {
  apiVersion: 'v1',
  kind: 'Namespace',
  everybodys: true,
  metadataOnly: true,
};

/**
 * What must be read of a cluster to judge it: the kinds that the repository declares there, those that could give what
 * controls withhold, and all Namespaces.
 */
export function kindsToObserve(
  declared: readonly KindOfObject[],
): ObservedKind[] {
  const kinds: readonly ObservedKind[] = [
    ...declared.map(({ apiVersion, kind }) => ({ apiVersion, kind })),
    ...rightKinds,
    namespaceKind,
  ];
  return [...new Map(kinds.map(kind => [kindKey(kind), kind])).values()];
}
