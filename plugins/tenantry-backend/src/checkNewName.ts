import type { NameCheck } from '@tenantry/backstage-plugin-tenantry-common';
import type { TenantryRepositoryService } from '@tenantry/backstage-plugin-tenantry-node';
import { checkName, type Problem } from '@tenantry/model';

/** May a new tenant have this name? Names that an open pull request asks for are taken too. */
export async function checkNewName(
  name: string,
  repository: TenantryRepositoryService,
): Promise<NameCheck> {
  const { fleet } = await repository.snapshot();
  const problems = [
    ...checkName(name, fleet),
    ...(await requested(name, repository)),
  ];
  return { name, free: problems.length === 0, problems };
}

async function requested(
  name: string,
  repository: TenantryRepositoryService,
): Promise<Problem[]> {
  const proposals = await repository.openProposals();
  const proposal = proposals.find(({ tenant }) => tenant === name);
  const { fleet } = await repository.snapshot();
  const merged = fleet.tenants.some(({ metadata }) => metadata.name === name);
  return proposal && !merged
    ? [
        {
          path: ['name'],
          message: `pull request #${proposal.number} asks for ${JSON.stringify(
            name,
          )} already: ${proposal.url}`,
        },
      ]
    : [];
}
