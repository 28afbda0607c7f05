import { tenantOfPath } from './layout';
import type { Tree } from './tree';

type PathsByTenant = ReadonlyMap<string | undefined, readonly string[]>;

const known = new WeakMap<Tree, PathsByTenant>();

/** Files of each tenant, and under `undefined` those that belong to none; told apart once a commit, for there are many. */
export function pathsByTenant(tree: Tree): PathsByTenant {
  const before = known.get(tree);
  if (before) return before;
  const paths = new Map<string | undefined, string[]>();
  for (const path of tree.paths()) {
    const tenant = tenantOfPath(path);
    const others = paths.get(tenant);
    if (others) others.push(path);
    else paths.set(tenant, [path]);
  }
  known.set(tree, paths);
  return paths;
}
