import type { KindOfObject, LiveCluster, LiveClusters } from './liveCluster';

/** Why nothing is known of what Argo CD holds. */
export const argoCdNotConnected =
  'the cluster that Argo CD runs on is not connected';

/** A cluster of which these kinds can be judged now, or why not. */
export type Readable =
  | {
      readonly cluster: LiveCluster;
      /** When the oldest of them was confirmed, ISO 8601. */
      readonly at: string;
    }
  | {
      readonly reason: string;
      /** When they were last readable; absent when they never were. */
      readonly at?: string;
    };

/**
 * Whether kinds of objects can be judged on a cluster.
 *
 * @param name absent for the cluster that Argo CD runs on.
 */
export function readable(
  name: string | undefined,
  kinds: readonly KindOfObject[],
  { clusters, argoCd }: LiveClusters,
): Readable {
  const cluster = name === undefined ? argoCd : clusters.get(name);
  if (!cluster)
    return {
      reason:
        name === undefined ? argoCdNotConnected : `${name} is not connected`,
    };
  const times: string[] = [];
  for (const kind of kinds) {
    const source = cluster.source(kind);
    if (source.state === 'unreadable')
      return {
        reason: `${kind.kind} objects of ${
          name ?? 'the cluster of Argo CD'
        } can't be read: ${source.reason}`,
        ...(source.lastRead === undefined ? {} : { at: source.lastRead }),
      };
    times.push(source.at);
  }
  const [at] = times.sort();
  return { cluster, at };
}
