import {
  ConflictError,
  NotFoundError,
  stringifyError,
} from '@backstage/errors';
import type {
  OpenProposal,
  RepositorySnapshot,
  TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import { tenantFolder } from '@tenantry/gitops';
import type { Tenant } from '@tenantry/model';
import { unreadableTenants } from './unreadableTenants';

/** A tenant, the state of the repository it was found in, and its open pull request. */
export interface FoundTenant {
  readonly phase: 'requested' | 'merged';
  readonly tenant: Tenant;
  readonly snapshot: RepositorySnapshot;
  readonly proposal?: OpenProposal;
}

/**
 * Looks on the main branch first, then on the tenant's own branch. Throws a `NotFoundError` that says where it looked,
 * or a `ConflictError` with what is wrong with the tenant's file.
 */
export async function findTenant(
  name: string,
  repository: TenantryRepositoryService,
): Promise<FoundTenant> {
  const main = await repository.snapshot();
  const merged = await mergedOn(main);
  if (merged) return merged;
  refuseUnreadable(main, name);
  const proposal = await proposalOf(name);
  if (!proposal) {
    // A request that was merged a moment ago is open no more, and the branch as it was read may be older than that.
    const mergedNow = await mergedOn(await repository.newest());
    if (mergedNow) return mergedNow;
  }
  if (!proposal && main.tree.paths(`${tenantFolder(name)}/`).length > 0) {
    throw new NotFoundError(`${tenantFolder(name)}/ holds no tenant.yaml`);
  }
  if (!proposal) {
    throw new NotFoundError(
      `there is no tenant ${JSON.stringify(name)}, neither on the branch ${
        repository.coordinates.branch
      } nor in an open pull request`,
    );
  }
  const proposed = await repository.at(proposal.headSha);
  if (proposed) refuseUnreadable(proposed, name);
  const tenant = proposed && tenantOf(proposed, name);
  if (!tenant) {
    throw new NotFoundError(
      `pull request #${proposal.number} does not hold tenants/${name}/tenant.yaml`,
    );
  }
  return { phase: 'requested', tenant, snapshot: proposed, proposal };

  async function mergedOn(
    branch: RepositorySnapshot,
  ): Promise<FoundTenant | undefined> {
    const found = tenantOf(branch, name);
    return (
      found && { phase: 'merged', tenant: found, ...(await around(branch)) }
    );
  }

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

/** Why nothing is in force yet; `undefined` for a merged tenant. */
export function whyNotMerged({
  phase,
  proposal,
}: Pick<FoundTenant, 'phase' | 'proposal'>): string | undefined {
  return phase === 'requested'
    ? `not merged yet: pull request #${proposal?.number}`
    : undefined;
}

function tenantOf(
  { fleet }: RepositorySnapshot,
  name: string,
): Tenant | undefined {
  return fleet.tenants.find(({ metadata }) => metadata.name === name);
}

function refuseUnreadable(snapshot: RepositorySnapshot, name: string): void {
  const problems = unreadableTenants(snapshot).get(name);
  if (problems !== undefined) throw new ConflictError(problems);
}
