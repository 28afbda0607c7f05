import { isRenderedPath, tenantOfPath } from './layout';
import { pathsByTenant } from './pathsByTenant';
import { byCodeUnit, type Files, type Tree } from './tree';

/** One file to write or delete on top of a base commit. */
export interface FileChange {
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** The new text; for a removed file the old one. */
  readonly content: string;
}

/**
 * What turns a tenant's files at the base into `files`, sorted by path. Rendered files that nothing renders any more
 * are removed; what people keep beside `tenant.yaml` stays.
 */
export function changeSet(
  tree: Tree,
  tenant: string,
  files: Files,
): readonly FileChange[] {
  const foreign = [...files.keys()].find(path => tenantOfPath(path) !== tenant);
  if (foreign !== undefined) {
    throw new Error(`${foreign} is not a file of the tenant ${tenant}`);
  }
  return changesTo(tree, files, pathsByTenant(tree).get(tenant) ?? []);
}

/** What turns the files at some paths into `files`, sorted by path: rendered ones that nothing renders are removed. */
export function changesTo(
  tree: Tree,
  files: Files,
  paths: readonly string[],
): readonly FileChange[] {
  const written = [...files].flatMap(([path, content]): FileChange[] => {
    const old = tree.read(path);
    if (old === content) return [];
    return [{ path, content, change: old === undefined ? 'added' : 'changed' }];
  });
  const removed = paths
    .filter(path => isRenderedPath(path) && !files.has(path))
    .map(
      (path): FileChange => ({
        path,
        change: 'removed',
        content: tree.read(path) ?? '',
      }),
    );
  return [...written, ...removed].sort((a, b) => byCodeUnit(a.path, b.path));
}
