import { toError } from '@backstage/errors';
import {
  tenantProposePermission,
  type Preview,
} from '@tenantry/backstage-plugin-tenantry-common';
import {
  assertRequesterMay,
  findTenantResource,
  ownerIn,
  ownerOnMain,
  prepareRequest,
  readTenantRequest,
  tenantNotAllowed,
  type RepositorySnapshot,
  type TenantResource,
  type TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import type { Problem, TenantRequest } from '@tenantry/model';
import { summaryOf } from './status/tenantStatus';

/** Who asks; without groups where it isn't a person. */
export interface PreviewRequester {
  readonly ref: string;
  readonly groups?: readonly string[];
  /** By the portal's permission policy. */
  readonly mayPropose: (tenant: TenantResource) => boolean;
}

/** What a request would write, and the pull request its reviewer would read. Nothing is written. */
export async function preview(
  body: unknown,
  requestedBy: PreviewRequester,
  repository: TenantryRepositoryService,
): Promise<Preview> {
  const request = readTenantRequest(body);
  if (!request.ok) return request;

  const snapshot = await repository.snapshot();
  const problem = await notTheirs(request.value, requestedBy, {
    snapshot,
    repository,
  });
  if (problem) return { ok: false, problems: [problem] };

  const { commit, tree } = snapshot;
  const prepared = await prepareRequest(repository, {
    tree,
    request: request.value,
    requestedBy,
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

/**
 * What would be refused when it is asked for, said before.
 *
 * @throws NotAllowedError for a tenant that the policy keeps from them: nothing is said of it.
 */
async function notTheirs(
  { name, owner }: TenantRequest,
  { ref, groups, mayPropose }: PreviewRequester,
  {
    snapshot,
    repository,
  }: {
    readonly snapshot: RepositorySnapshot;
    readonly repository: TenantryRepositoryService;
  },
): Promise<Problem | undefined> {
  const present = await findTenantResource(name, repository);
  if (present && !mayPropose(present))
    throw tenantNotAllowed(tenantProposePermission, name);
  try {
    if (groups) {
      const requested = await repository.proposed(name);
      assertRequesterMay(
        { ref, groups },
        {
          tenant: name,
          owner,
          currentOwner:
            ownerOnMain(snapshot, name) ??
            (requested && ownerIn(requested.fleet, name)),
        },
      );
    }
    if (!mayPropose({ name, owner }))
      throw tenantNotAllowed(tenantProposePermission, name);
    return undefined;
  } catch (error) {
    if (toError(error).name !== 'NotAllowedError') throw error;
    return { path: ['owner'], message: toError(error).message };
  }
}
