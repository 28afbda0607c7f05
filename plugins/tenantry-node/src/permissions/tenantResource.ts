import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import { tenantResourceType } from '@tenantry/backstage-plugin-tenantry-common';
import { tenantPath } from '@tenantry/gitops';
import type { TenantryRepositoryService } from '../repositoryService';
import { ownerIn, ownerRequested } from '../tenantOwner';

/** What a permission policy can tell tenants apart by. */
export interface TenantResource {
  readonly name: string;
  /** A full entity reference; absent where the tenant's file can't be read, so that it belongs to nobody. */
  readonly owner?: string;
}

/** As a query of a database would have it: tenants that one of these owns. */
export interface TenantQuery {
  readonly owners: readonly string[];
}

export const tenantResourceRef = createPermissionResourceRef<
  TenantResource,
  TenantQuery
>().with({ pluginId: 'tenantry', resourceType: tenantResourceType });

/** Looks on the main branch first, then among open pull requests; `undefined` where there is no such tenant. */
export async function findTenantResource(
  name: string,
  repository: Pick<
    TenantryRepositoryService,
    'snapshot' | 'openProposals' | 'at'
  >,
): Promise<TenantResource | undefined> {
  const { fleet, tree } = await repository.snapshot();
  const owner = ownerIn(fleet, name);
  if (owner !== undefined) return { name, owner };
  if (tree.read(tenantPath(name)) !== undefined) return { name };
  const proposals = await repository.openProposals();
  const proposal = proposals.find(({ tenant }) => tenant === name);
  return (
    proposal && { name, owner: await ownerRequested(proposal, repository) }
  );
}
