import { prepareProposal, type Proposal, type Tree } from '@tenantry/gitops';
import { dayOf, type Result, type TenantRequest } from '@tenantry/model';
import { filesUrl } from './coordinates';
import { readAskedTenants } from './proposedTenants';
import type { TenantryRepositoryService } from './repositoryService';

export interface RequestOptions {
  readonly tree: Tree;
  readonly request: TenantRequest;
  readonly requestedBy: {
    readonly ref: string;
    readonly groups?: readonly string[];
  };
}

/** Works a request out against a state of the repository: the same for a preview as for the pull request. */
export async function prepareRequest(
  repository: TenantryRepositoryService,
  { tree, request, requestedBy }: RequestOptions,
): Promise<Result<Proposal>> {
  const { coordinates, portalUrl } = repository;
  const asked = await readAskedTenants(repository);
  return prepareProposal({
    tree,
    request,
    requestedBy,
    asked: asked.map(({ tenant, proposal }) => ({
      tenant,
      pullRequest: proposal.number,
    })),
    repository: {
      htmlUrl: coordinates.htmlUrl,
      filesUrl: filesUrl(coordinates),
    },
    portalUrl,
    today: dayOf(),
  });
}
