import { ConflictError } from '@backstage/errors';
import { tenantOfAnySource, tenantPath } from '@tenantry/gitops';
import { formatProblems, type Fleet } from '@tenantry/model';
import type { OpenProposal } from './openProposals';
import type {
  RepositorySnapshot,
  TenantryRepositoryService,
} from './repositoryService';

/**
 * The owner of a tenant in a state of the main branch; `undefined` where there is no such tenant.
 *
 * @throws ConflictError for a tenant whose file nobody can read: it has an owner nobody knows, and is left alone.
 */
export function ownerOnMain(
  {
    tree,
    fleet,
    problems,
  }: Pick<RepositorySnapshot, 'tree' | 'fleet' | 'problems'>,
  tenant: string,
): string | undefined {
  const owner = ownerIn(fleet, tenant);
  if (owner !== undefined || tree.read(tenantPath(tenant)) === undefined) {
    return owner;
  }
  const own = problems.filter(({ file }) => tenantOfAnySource(file) === tenant);
  throw new ConflictError(
    `the main branch holds a tenant ${tenant} that can't be read, so its owner is unknown; correct it there first:\n${formatProblems(
      own,
    )}`,
  );
}

/** The owner of a tenant as its open pull request has it; `undefined` where it can't be read there. */
export async function ownerRequested(
  { tenant, headSha }: OpenProposal,
  repository: Pick<TenantryRepositoryService, 'at'>,
): Promise<string | undefined> {
  const requested = await repository.at(headSha);
  return requested && ownerIn(requested.fleet, tenant);
}

/** The owner of a tenant among others; `undefined` where there is no such tenant, or its file can't be read. */
export function ownerIn(fleet: Fleet, tenant: string): string | undefined {
  return fleet.tenants.find(({ metadata }) => metadata.name === tenant)?.spec
    .owner;
}
