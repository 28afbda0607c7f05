import { NotFoundError, stringifyError } from '@backstage/errors';
import type {
  OpenProposal,
  RepositorySnapshot,
  TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import { formatProblems, type Tenant } from '@tenantry/model';

/** A tenant, the state of the repository it was found in, and its open pull request. */
export interface FoundTenant {
  readonly phase: 'requested' | 'merged';
  readonly tenant: Tenant;
  readonly snapshot: RepositorySnapshot;
  readonly proposal?: OpenProposal;
}

/** Looks on the main branch first, then on the tenant's own branch. Throws a `NotFoundError` that says where it looked. */
export async function findTenant(
  name: string,
  repository: TenantryRepositoryService,
): Promise<FoundTenant> {
  const main = await repository.snapshot();
  const merged = tenantOf(main, name);
  if (merged) {
    return { phase: 'merged', tenant: merged, ...(await around(main)) };
  }
  const proposal = await proposalOf(name);
  const unreadable = problemsOf(main, name);
  if (unreadable) throw new NotFoundError(unreadable);
  if (!proposal) {
    throw new NotFoundError(
      `there is no tenant ${JSON.stringify(name)}, neither on the branch ${
        repository.coordinates.branch
      } nor in an open pull request`,
    );
  }
  const proposed = await repository.at(proposal.headSha);
  const tenant = proposed && tenantOf(proposed, name);
  if (!tenant) {
    throw new NotFoundError(
      (proposed && problemsOf(proposed, name)) ??
        `pull request #${proposal.number} does not hold tenants/${name}/tenant.yaml`,
    );
  }
  return { phase: 'requested', tenant, snapshot: proposed, proposal };

  async function proposalOf(
    tenantName: string,
  ): Promise<OpenProposal | undefined> {
    const proposals = await repository.openProposals();
    return proposals.find(candidate => candidate.tenant === tenantName);
  }

  /** Pull requests that can't be listed don't hide what the main branch says. */
  async function around(
    snapshot: RepositorySnapshot,
  ): Promise<Pick<FoundTenant, 'snapshot' | 'proposal'>> {
    try {
      return { snapshot, proposal: await proposalOf(name) };
    } catch (error) {
      const reason = `open pull requests can't be listed: ${stringifyError(
        error,
      )}`;
      return {
        snapshot: {
          ...snapshot,
          staleBecause: snapshot.staleBecause ?? reason,
        },
      };
    }
  }
}

function tenantOf(
  { fleet }: RepositorySnapshot,
  name: string,
): Tenant | undefined {
  return fleet.tenants.find(({ metadata }) => metadata.name === name);
}

/** Why the tenant's file is there and the tenant is not. */
function problemsOf(
  { tree, problems }: RepositorySnapshot,
  name: string,
): string | undefined {
  const folder = `tenants/${name}/`;
  if (tree.paths(folder).length === 0) return undefined;
  const own = problems.filter(({ file }) => file?.startsWith(folder));
  return own.length > 0
    ? formatProblems(own)
    : `${folder} holds no tenant.yaml`;
}
