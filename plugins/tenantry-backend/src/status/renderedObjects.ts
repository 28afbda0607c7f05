import type { RepositorySnapshot } from '@tenantry/backstage-plugin-tenantry-node';
import {
  indexObjects,
  renderCluster,
  renderPlatform,
  renderTenant,
  type ObjectIndex,
} from '@tenantry/controls';
import type { Tree } from '@tenantry/gitops';
import type { Tenant } from '@tenantry/model';

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
  const own = indexObjects(renderTenant(tenant, fleet).objects);
  return new Map([...shared, ...own]);
}
