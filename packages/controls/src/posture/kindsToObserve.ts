import { registry } from '../registry';
import type { KindOfObject } from './liveCluster';
import { rightKinds } from './withheld';

/**
 * What must be read of a cluster to judge it: the kinds that the repository declares there, and those that could give
 * what controls withhold.
 */
export function kindsToObserve(
  declared: readonly KindOfObject[],
): KindOfObject[] {
  const withheld = registry.some(({ withholds }) => withholds)
    ? rightKinds
    : [];
  const kinds = new Map(
    [...declared, ...withheld].map(({ apiVersion, kind }) => [
      `${apiVersion} ${kind}`,
      { apiVersion, kind },
    ]),
  );
  return [...kinds.values()];
}
