import type { Preview } from '@tenantry/backstage-plugin-tenantry-common';
import {
  prepareRequest,
  readTenantRequest,
  type TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import { summaryOf } from './status/tenantStatus';

/** What a request would write, and the pull request its reviewer would read. Nothing is written. */
export async function preview(
  body: unknown,
  requestedBy: string,
  repository: TenantryRepositoryService,
): Promise<Preview> {
  const request = readTenantRequest(body);
  if (!request.ok) return request;

  const { commit, tree } = await repository.snapshot();
  const prepared = await prepareRequest(repository, {
    tree,
    request: request.value,
    requestedBy: { ref: requestedBy },
  });
  if (!prepared.ok) return prepared;

  const { changes, plan, title, body: text } = prepared.value;
  const proposals = await repository.openProposals();
  const open = proposals.find(({ tenant }) => tenant === plan.tenant);
  return {
    ok: true,
    commit,
    files: changes,
    plan,
    pullRequest: { title, body: text },
    ...(open ? { onTopOf: summaryOf(open) } : {}),
  };
}
