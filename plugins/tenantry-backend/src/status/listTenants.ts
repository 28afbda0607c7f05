import type { TenantSummary } from '@tenantry/backstage-plugin-tenantry-common';
import type {
  TenantResource,
  TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import { readProposedTenants } from '@tenantry/backstage-plugin-tenantry-node';
import type { Tenant } from '@tenantry/model';
import { tenantFacts, unreadableFacts } from './tenantFacts';
import { summaryOf } from './tenantStatus';
import { unreadableTenants } from './unreadableTenants';

/**
 * Every tenant of the main branch by name, unreadable ones included, then those that open pull requests ask for.
 *
 * @param mayRead - tells which of them whoever asks may see
 */
export async function listTenants(
  repository: TenantryRepositoryService,
  mayRead: (tenant: TenantResource) => boolean,
): Promise<TenantSummary[]> {
  const snapshot = await repository.snapshot();
  const proposals = await repository.openProposals();
  const broken = unreadableTenants(snapshot);
  const merged = [
    ...snapshot.fleet.tenants
      .filter(isVisible)
      .map(tenant => summary(tenant, 'merged')),
    ...Array.from(broken, ([name, problem]) =>
      unreadable(name, problem),
    ).filter(({ name }) => mayRead({ name })),
  ];
  const requested = await readProposedTenants(repository);
  return [
    ...merged
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(listed => {
        const proposal = proposals.find(({ tenant }) => tenant === listed.name);
        return { ...listed, pullRequest: proposal && summaryOf(proposal) };
      }),
    ...requested
      .filter(({ tenant }) => !broken.has(tenant.metadata.name))
      .filter(({ tenant }) => isVisible(tenant))
      .map(({ tenant, proposal }) => ({
        ...summary(tenant, 'requested'),
        pullRequest: summaryOf(proposal),
      })),
  ];

  function isVisible({ metadata, spec }: Tenant): boolean {
    return mayRead({ name: metadata.name, owner: spec.owner });
  }
}

function unreadable(name: string, problem: string): TenantSummary {
  return {
    ...unreadableFacts(name),
    phase: 'merged',
    environments: [],
    problem,
  };
}

function summary(tenant: Tenant, phase: TenantSummary['phase']): TenantSummary {
  return {
    ...tenantFacts(tenant),
    phase,
    environments: tenant.spec.environments.map(({ name, cluster }) => ({
      name,
      cluster,
    })),
  };
}
