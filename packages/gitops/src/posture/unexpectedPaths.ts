import type { ObjectsByPath } from '../files';
import { clusterOfPath, tenantOfPath } from '../layout';
import type { Tree } from '../tree';
import { pathsByTenant } from '../pathsByTenant';

/** What Argo CD applies, or takes for instructions, when it lies in a folder. */
const read = /(\.(ya?ml|json|jsonnet)|\/Kustomization)$/;

/**
 * Files that Argo CD reads as the tenant's guard-rails and that rendering the tenant doesn't produce. Nothing can be said against
 * files while the tenant itself can't be rendered.
 */
export function unexpectedPaths(
  tenant: string,
  tree: Tree,
  rendered: ObjectsByPath | undefined,
): string[] {
  if (!rendered) return [];
  // Links and large files are not read here, but they are applied.
  const paths = [
    ...(pathsByTenant(tree).get(tenant) ?? []),
    ...tree.ignored
      .map(({ path }) => path)
      .filter(path => tenantOfPath(path) === tenant),
  ];
  return paths.filter(
    path =>
      !path.startsWith('tenants/') && read.test(path) && !rendered.has(path),
  );
}

/** Those that concern a cluster: its own, and those of no cluster the tenant has an environment on. */
export function unexpectedOn(
  cluster: string,
  clusters: readonly string[],
  paths: readonly string[],
): string[] {
  return paths.filter(path => {
    const of = clusterOfPath(path);
    return of === undefined || of === cluster || !clusters.includes(of);
  });
}
