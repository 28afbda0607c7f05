import type { NameCheck } from '@tenantry/backstage-plugin-tenantry-common';
import type {
  OpenProposal,
  RepositorySnapshot,
  TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import { tenantFolder } from '@tenantry/gitops';
import { checkName, type Problem } from '@tenantry/model';

/** May a new tenant have this name? Names that a folder or an open pull request holds are taken too. */
export async function checkNewName(
  name: string,
  repository: TenantryRepositoryService,
): Promise<NameCheck> {
  const snapshot = await repository.snapshot();
  const proposals = await repository.openProposals();
  const { fleet } = snapshot;
  const merged = fleet.tenants.some(({ metadata }) => metadata.name === name);
  const problems = [
    ...checkName(name, fleet),
    ...(merged ? [] : heldByFolder(name, snapshot)),
    ...(merged ? [] : requested(name, proposals)),
  ];
  return { name, free: problems.length === 0, problems };
}

/** A folder whose tenant can't be read still has objects on clusters, and an owner. */
function heldByFolder(
  name: string,
  { tree }: Pick<RepositorySnapshot, 'tree'>,
): Problem[] {
  const folder = `${tenantFolder(name)}/`;
  const held =
    tree.paths(folder).length > 0 ||
    tree.ignored.some(({ path }) => `${path}/`.startsWith(folder));
  return held
    ? [
        {
          path: ['name'],
          message: `the folder ${folder} of the repository belongs to it already, though no tenant can be read there; repair or remove that folder, or take another name`,
        },
      ]
    : [];
}

function requested(
  name: string,
  proposals: readonly OpenProposal[],
): Problem[] {
  const proposal = proposals.find(({ tenant }) => tenant === name);
  return proposal
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
