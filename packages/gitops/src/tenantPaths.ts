import { tenantOfPath } from './layout';
import type { Tree } from './tree';

const indexes = new WeakMap<Tree, ReadonlyMap<string, readonly string[]>>();

/** Paths of all files of a tenant, found once for all tenants of a tree. */
export function tenantPaths(tree: Tree, tenant: string): readonly string[] {
  const index = indexes.get(tree) ?? indexOf(tree);
  indexes.set(tree, index);
  return index.get(tenant) ?? [];
}

function indexOf(tree: Tree): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const path of tree.paths()) {
    const tenant = tenantOfPath(path);
    if (tenant === undefined) continue;
    const own = index.get(tenant) ?? [];
    own.push(path);
    index.set(tenant, own);
  }
  return index;
}
