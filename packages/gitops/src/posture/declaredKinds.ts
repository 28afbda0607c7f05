import type { KindOfObject } from '@tenantry/controls';
import { clusterOfPath, clusterPath, isRenderedPath } from '../layout';
import type { Tree } from '../tree';
import { objectsIn } from './declaredObjects';

type KindsByCluster = ReadonlyMap<string | undefined, readonly KindOfObject[]>;

const known = new WeakMap<Tree, KindsByCluster>();

/** The kinds of objects that the repository declares, by cluster; under `undefined` those where Argo CD runs. */
export function declaredKinds(tree: Tree): KindsByCluster {
  const before = known.get(tree);
  if (before) return before;
  const seen = new Set<string>();
  const kinds = new Map<string | undefined, KindOfObject[]>();
  for (const path of tree.paths()) {
    const cluster = clusterOfPath(path);
    if (!isRenderedPath(path) || isFacts(path, cluster)) continue;
    // One file speaks for all that are named alike: ten thousand tenants have ten thousand times the same kinds.
    const key = `${cluster} ${kindInName(path)}`;
    if (seen.has(key)) continue;
    const found = objectsIn(tree.read(path) ?? '');
    // A file that can't be read speaks for nobody.
    if (found.length > 0) seen.add(key);
    kinds.set(cluster, [...(kinds.get(cluster) ?? []), ...found]);
  }
  known.set(tree, kinds);
  return kinds;
}

function isFacts(path: string, cluster: string | undefined): boolean {
  return cluster !== undefined && path === clusterPath(cluster);
}

/** `networkpolicy` of `payments-dev.networkpolicy-default-deny.yaml`; of another name, what makes it one of a kind. */
function kindInName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    /^(?:[^.]*\.)?([a-z]+)(?:-[^.]*)?\.yaml$/.exec(name)?.[1] ??
    /^[a-z]+/.exec(name)?.[0] ??
    name
  );
}
