import type { Withheld } from '../control';
import { contains } from '../merge';
import type { KubernetesObject } from '../objects';
import { differences } from './differences';
import type { Difference } from './differences';
import type { LiveCluster, LiveClusters } from './liveCluster';
import { keyOf } from './placed';
import type { ObjectIndex, Placed } from './placed';
import { givenAnyway, rightKinds } from './withheld';

/** What clusters hold, beside what the main branch declares for them. */
export interface Comparison {
  readonly clusters: LiveClusters;
  /** The cluster that an object is applied to; `undefined` where it isn't connected. */
  clusterOf(part: Pick<Placed, 'cluster'>): LiveCluster | undefined;
  /** Where the object that a part belongs to is not as declared; `undefined` where the cluster has no such object. */
  differencesOf(
    part: Placed,
    cluster: LiveCluster,
  ): readonly Difference[] | undefined;
  /** Where one of these rights is given on a cluster all the same. */
  givenOn(
    cluster: LiveCluster,
    rights: readonly Withheld[],
  ): string | undefined;
}

/** What was found out about rights, until a role or a binding changes. */
interface Answers {
  readonly of: readonly (readonly KubernetesObject[])[];
  readonly reasons: Map<readonly Withheld[], string | undefined>;
}

const answers = new WeakMap<LiveCluster, Answers>();

/** Each object is read and compared once, however many controls stand behind it. Good for one moment, not longer. */
export function compareLive(
  clusters: LiveClusters,
  declared: Pick<ObjectIndex, 'get'>,
): Comparison {
  const found = new Map<string, KubernetesObject | undefined>();
  const known = new Map<string, readonly Difference[]>();

  function find(key: string, { object }: Placed, cluster: LiveCluster) {
    if (!found.has(key)) found.set(key, cluster.find(object));
    return found.get(key);
  }

  return {
    clusters,
    clusterOf: ({ cluster }) =>
      cluster === undefined ? clusters.argoCd : clusters.clusters.get(cluster),
    differencesOf(part, cluster) {
      const key = keyOf(part);
      const live = find(key, part, cluster);
      if (!live) return undefined;
      // As a whole, so that what was added to a list is seen; alone where the main branch lacks the part as well.
      const whole = declared.get(key);
      if (!whole || !contains(whole, part.object))
        return differences(part.object, live);
      const before = known.get(key) ?? differences(whole, live);
      known.set(key, before);
      return before;
    },
    givenOn(cluster, rights) {
      const { of, reasons } = answersOf(cluster);
      if (!reasons.has(rights))
        reasons.set(rights, givenAnyway(rights, of.flat(), 'the cluster'));
      return reasons.get(rights);
    },
  };
}

function answersOf(cluster: LiveCluster): Answers {
  const of = rightKinds.map(kind => cluster.all(kind));
  const before = answers.get(cluster);
  if (before?.of.every((objects, index) => objects === of[index]))
    return before;
  const fresh = { of, reasons: new Map() };
  answers.set(cluster, fresh);
  return fresh;
}
