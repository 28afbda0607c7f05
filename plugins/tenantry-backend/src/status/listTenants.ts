import type { TenantSummary } from '@tenantry/backstage-plugin-tenantry-common';
import type { TenantryRepositoryService } from '@tenantry/backstage-plugin-tenantry-node';
import { readProposedTenants } from '@tenantry/backstage-plugin-tenantry-node';
import type { Tenant } from '@tenantry/model';
import { summaryOf } from './tenantStatus';

/** Every tenant of the main branch, then those that open pull requests ask for, each by name. */
export async function listTenants(
  repository: TenantryRepositoryService,
): Promise<TenantSummary[]> {
  const { fleet } = await repository.snapshot();
  const proposals = await repository.openProposals();
  const merged = fleet.tenants.map(tenant => {
    const proposal = proposals.find(
      candidate => candidate.tenant === tenant.metadata.name,
    );
    return {
      ...summary(tenant, 'merged'),
      pullRequest: proposal && summaryOf(proposal),
    };
  });
  const requested = await readProposedTenants(repository);
  return [
    ...merged,
    ...requested.map(({ tenant, proposal }) => ({
      ...summary(tenant, 'requested'),
      pullRequest: summaryOf(proposal),
    })),
  ];
}

function summary(
  { metadata, spec }: Tenant,
  phase: TenantSummary['phase'],
): TenantSummary {
  const { title, owner, profile, size } = spec;
  return {
    name: metadata.name,
    title,
    owner,
    profile,
    size,
    phase,
    environments: spec.environments.map(({ name, cluster }) => ({
      name,
      cluster,
    })),
  };
}
