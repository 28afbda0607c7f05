import type { Finding } from '@tenantry/model';
import type { PathChange } from '../history';
import { isRenderedPath, lockPath, tenantOfPath } from '../layout';
import { pathsByTenant } from '../pathsByTenant';
import type { Tree } from '../tree';
import { found } from './found';
import { originOf } from './rendered';

export interface StrayInput {
  readonly tree: Tree;
  readonly changes: readonly PathChange[];
  /** Paths of everything that is rendered, of whoever is looked at. */
  readonly expected: ReadonlySet<string>;
  /** Who is looked at: tenants, and `undefined` for what all share. */
  readonly owners: ReadonlySet<string | undefined>;
}

/**
 * Entries in the folders that Argo CD reads, or beside them, which nothing renders. What the change lists counts as well as
 * what could be read: a file too large or in no encoding is applied all the same.
 */
export function strayFindings({
  tree,
  changes,
  expected,
  owners,
}: StrayInput): Finding[] {
  const listed = changes.flatMap(({ path, after }) => (after ? path : []));
  const read = [...owners].flatMap(
    owner => pathsByTenant(tree).get(owner) ?? [],
  );
  return [...new Set([...read, ...listed])]
    .filter(path => owners.has(tenantOfPath(path)))
    .filter(path => isForRendered(path) && !expected.has(path))
    .flatMap(path => {
      const { source, hint } = originOf(tree, tenantOfPath(path));
      return found(
        'stray',
        path,
        isRenderedPath(path)
          ? `is a manifest that ${source} does not give${hint}`
          : 'does not belong among rendered files',
      );
    });
}

/** Facts of a cluster, and notes beside them. */
const besideRendered = /^clusters\/[^/]+\/(cluster\.yaml|[^/]+\.md)$/;

/** Whether nothing but a rendered file may be at a path. */
function isForRendered(path: string): boolean {
  const tenant = tenantOfPath(path);
  return (
    (/^(clusters|argocd)(\/|$)/.test(path) && !besideRendered.test(path)) ||
    (tenant !== undefined && path === lockPath(tenant))
  );
}
