import type { RepositorySnapshot } from '@tenantry/backstage-plugin-tenantry-node';
import {
  indexObjects,
  renderCluster,
  renderPlatform,
  renderTenant,
  UnsatisfiableError,
  type ObjectIndex,
  type RenderedObject,
} from '@tenantry/controls';
import type { Tree } from '@tenantry/gitops';
import type { Fleet, Tenant } from '@tenantry/model';

/** What is common to all tenants is rendered once a commit. */
const common = new WeakMap<Tree, ObjectIndex>();

/** What the repository would hold for one tenant if it were rendered now, and for its clusters and Argo CD. */
export function renderedObjects(
  { tree, fleet }: Pick<RepositorySnapshot, 'tree' | 'fleet'>,
  tenant: Tenant,
): ObjectIndex {
  const shared =
    common.get(tree) ??
    indexObjects([
      ...fleet.clusters.flatMap(
        cluster => renderCluster(cluster, fleet).objects,
      ),
      ...renderPlatform(fleet).objects,
    ]);
  common.set(tree, shared);
  return new Map([...shared, ...indexObjects(ownObjects(tenant, fleet))]);
}

/** Nothing where the tenant itself can't be rendered; each contribution is then compared on its own. */
function ownObjects(tenant: Tenant, fleet: Fleet): readonly RenderedObject[] {
  try {
    return renderTenant(tenant, fleet).objects;
  } catch (error) {
    if (error instanceof UnsatisfiableError) return [];
    throw error;
  }
}
