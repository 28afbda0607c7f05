import type { RepositorySnapshot } from '@tenantry/backstage-plugin-tenantry-node';
import { UnsatisfiableError } from '@tenantry/controls';
import {
  clusterOfPath,
  tenantFiles,
  tenantOfPath,
  type Files,
} from '@tenantry/gitops';
import type { Tenant } from '@tenantry/model';

/** What Argo CD applies, or takes for instructions, when it lies in a folder. */
const read = /(\.(ya?ml|json|jsonnet)|\/Kustomization)$/;

/** Files that Argo CD reads as the tenant's guard-rails and that rendering the tenant doesn't produce. */
export function unexpectedPaths(
  tenant: Tenant,
  { tree, fleet }: Pick<RepositorySnapshot, 'tree' | 'fleet'>,
): string[] {
  const rendered = renderedFiles(tenant, { fleet });
  if (!rendered) return [];
  // Links and large files are not read here, but they are applied.
  const paths = [...tree.paths(), ...tree.ignored.map(({ path }) => path)];
  return paths.filter(
    path =>
      tenantOfPath(path) === tenant.metadata.name &&
      !path.startsWith('tenants/') &&
      read.test(path) &&
      !rendered.has(path),
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

/** Nothing can be said against files while the tenant itself can't be rendered. */
function renderedFiles(
  tenant: Tenant,
  { fleet }: Pick<RepositorySnapshot, 'fleet'>,
): Files | undefined {
  try {
    return tenantFiles(tenant, fleet);
  } catch (error) {
    if (error instanceof UnsatisfiableError) return undefined;
    throw error;
  }
}
