import type { PermissionsService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import { tenantProposePermission } from '@tenantry/backstage-plugin-tenantry-common';
import {
  assertRequesterMay,
  createTenantAuthorizer,
  findTenantResource,
  ownerIn,
  ownerOnMain,
  prepareRequest,
  tenantNotAllowed,
  type RepositorySnapshot,
  type TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import type { Proposal } from '@tenantry/gitops';
import { unwrap, type Result, type TenantRequest } from '@tenantry/model';
import { parseInput, problemsError } from './input';
import { readStarter } from './starter';

export interface ActionDependencies {
  readonly catalog: CatalogService;
  readonly permissions: PermissionsService;
  readonly repository: TenantryRepositoryService;
  /** How long the tenant's page may take to appear before a task ends without it. Default: 10 seconds. */
  readonly pagePatienceMs?: number;
}

/** A request that was checked, and what it would do to the main branch as it is now. */
export interface Prepared {
  readonly proposal: Proposal;
  /** The same for another commit of the main branch, rights included. Throws `InvalidInputError` when it doesn't fit. */
  again(commit: string): Promise<Proposal>;
}

/** Reads, checks and renders a request. Nothing is written. */
export async function prepare(
  ctx: Pick<ActionContext<JsonObject>, 'user' | 'getInitiatorCredentials'>,
  input: JsonObject,
  { catalog, permissions, repository }: ActionDependencies,
): Promise<Prepared> {
  const request = parseInput(input);
  const requester = await readStarter(ctx, catalog);
  const snapshot = await repository.refresh();
  await requirePermission(ctx, request, { permissions, repository });
  const requested = await repository.proposed(request.name);
  const requestedOwner = requested && ownerIn(requested.fleet, request.name);

  const on = (main: RepositorySnapshot): Promise<Result<Proposal>> => {
    assertRequesterMay(requester, {
      tenant: request.name,
      owner: request.owner,
      currentOwner: ownerOnMain(main, request.name) ?? requestedOwner,
    });
    return prepareRequest(repository, {
      tree: main.tree,
      request,
      requestedBy: requester,
    });
  };
  const prepared = await on(snapshot);
  if (!prepared.ok) throw problemsError(prepared.problems);
  return {
    proposal: prepared.value,
    async again(commit) {
      const newer = await repository.at(commit);
      return unwrap(await on(newer ?? snapshot));
    },
  };
}

/** By the portal's permission policy, for the tenant as it is, if it is there, and as it would be. */
async function requirePermission(
  ctx: Pick<ActionContext<JsonObject>, 'getInitiatorCredentials'>,
  { name, owner }: TenantRequest,
  services: Pick<ActionDependencies, 'permissions' | 'repository'>,
): Promise<void> {
  const mayPropose = await createTenantAuthorizer(services).allowed(
    tenantProposePermission,
    await ctx.getInitiatorCredentials(),
  );
  const present = await findTenantResource(name, services.repository);
  if (![present ?? { name, owner }, { name, owner }].every(mayPropose))
    throw tenantNotAllowed(tenantProposePermission, name);
}
