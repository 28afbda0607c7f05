import { prepareProposal, type Proposal, type Tree } from '@tenantry/gitops';
import type { Result, TenantRequest } from '@tenantry/model';
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
export function prepareRequest(
  { coordinates, portalUrl }: TenantryRepositoryService,
  { tree, request, requestedBy }: RequestOptions,
): Result<Proposal> {
  return prepareProposal({
    tree,
    request,
    requestedBy,
    repository: coordinates,
    portalUrl,
    today: new Date().toISOString().slice(0, 10),
  });
}
