import type { NameCheck } from '@tenantry/backstage-plugin-tenantry-common';
import {
  ownerRequested,
  type OpenProposal,
  type RepositorySnapshot,
  type TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import { tenantFolder } from '@tenantry/gitops';
import { checkName, type Problem } from '@tenantry/model';
import { summaryOf } from './status/tenantStatus';

/**
 * May a new tenant have this name? Names that a folder or an open pull request holds are taken too, except for members of
 * the group that asked: they may add to their request.
 *
 * @param groups - of whoever asks
 */
export async function checkNewName(
  name: string,
  repository: TenantryRepositoryService,
  groups: readonly string[] = [],
): Promise<NameCheck> {
  const snapshot = await repository.snapshot();
  const { fleet } = snapshot;
  const merged = fleet.tenants.some(({ metadata }) => metadata.name === name);
  const proposals = merged ? [] : await repository.openProposals();
  const proposal = proposals.find(({ tenant }) => tenant === name);
  const owner = proposal && (await ownerRequested(proposal, repository));
  const own = owner !== undefined && groups.includes(owner);
  const problems = [
    ...checkName(name, fleet),
    ...(merged ? [] : heldByFolder(name, snapshot)),
    ...(proposal && !own ? [requestedBefore(proposal)] : []),
  ];
  const free = problems.length === 0;
  return {
    name,
    free,
    problems,
    ...(free && proposal ? { onTopOf: summaryOf(proposal) } : {}),
  };
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

function requestedBefore({ tenant, number, url }: OpenProposal): Problem {
  return {
    path: ['name'],
    message: `pull request #${number} asks for ${JSON.stringify(
      tenant,
    )} already: ${url}`,
  };
}
