import type { Tenant } from '@tenantry/model';
import type { OpenProposal } from './openProposals';
import type { TenantryRepositoryService } from './repositoryService';

/** A tenant as an open pull request has it. */
export interface ProposedTenant {
  readonly tenant: Tenant;
  readonly proposal: OpenProposal;
}

/** Tenants by the commit of their branch: a branch is read once, however often somebody asks. */
const known = new WeakMap<
  TenantryRepositoryService,
  ReadonlyMap<string, Tenant | undefined>
>();

/** Tenants as open pull requests ask for them, new or changed; unreadable branches are left out. */
export async function readAskedTenants(
  repository: TenantryRepositoryService,
): Promise<ProposedTenant[]> {
  const before = known.get(repository);
  const after = new Map<string, Tenant | undefined>();
  const found: ProposedTenant[] = [];
  for (const proposal of await repository.openProposals()) {
    const { headSha } = proposal;
    const tenant = before?.has(headSha)
      ? before.get(headSha)
      : await readTenant(proposal, repository);
    after.set(headSha, tenant);
    if (tenant) found.push({ tenant, proposal });
  }
  known.set(repository, after);
  return found;
}

/** Of these, the tenants that the main branch doesn't have. */
export async function readProposedTenants(
  repository: TenantryRepositoryService,
): Promise<ProposedTenant[]> {
  const { fleet } = await repository.snapshot();
  const merged = new Set(fleet.tenants.map(({ metadata }) => metadata.name));
  const asked = await readAskedTenants(repository);
  return asked.filter(({ proposal }) => !merged.has(proposal.tenant));
}

async function readTenant(
  { tenant, headSha }: OpenProposal,
  repository: TenantryRepositoryService,
): Promise<Tenant | undefined> {
  const proposed = await repository.at(headSha);
  return proposed?.fleet.tenants.find(
    ({ metadata }) => metadata.name === tenant,
  );
}
