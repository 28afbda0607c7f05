import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import {
  prepareRequest,
  type TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import {
  readFleet,
  tenantPath,
  type Proposal,
  type Tree,
} from '@tenantry/gitops';
import {
  formatProblems,
  unwrap,
  type Fleet,
  type Result,
  type TenantRequest,
} from '@tenantry/model';
import { ConflictError } from '@backstage/errors';
import { parseInput, problemsError } from './input';
import { readRequester } from './requester';
import { assertRequesterMay } from './requesterMay';

export interface ActionDependencies {
  readonly catalog: CatalogService;
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
  { catalog, repository }: ActionDependencies,
): Promise<Prepared> {
  const request = parseInput(input);
  const requester = await readRequester(ctx, catalog);
  const snapshot = await repository.refresh();
  const requested = await repository.proposed(request.name);
  const requestedOwner = requested && ownerIn(requested.fleet, request.name);

  const on = (tree: Tree): Promise<Result<Proposal>> => {
    assertRequesterMay(requester, {
      tenant: request.name,
      owner: request.owner,
      currentOwner: ownerOnMain(request, tree) ?? requestedOwner,
    });
    return prepareRequest(repository, {
      tree,
      request,
      requestedBy: requester,
    });
  };
  const prepared = await on(snapshot.tree);
  if (!prepared.ok) throw problemsError(prepared.problems);
  return {
    proposal: prepared.value,
    async again(commit) {
      const newer = await repository.at(commit);
      return unwrap(await on(newer?.tree ?? snapshot.tree));
    },
  };
}

/** A tenant whose file nobody can read has an owner nobody knows: it is left alone. */
function ownerOnMain({ name }: TenantRequest, tree: Tree): string | undefined {
  if (tree.read(tenantPath(name)) === undefined) return undefined;
  const { fleet, problems } = readFleet(tree);
  const owner = ownerIn(fleet, name);
  if (owner !== undefined) return owner;
  const own = problems.filter(({ file }) => file === tenantPath(name));
  throw new ConflictError(
    `the main branch holds a tenant ${name} that can't be read, so its owner is unknown; correct it there first:\n${formatProblems(
      own,
    )}`,
  );
}

function ownerIn(fleet: Fleet, name: string): string | undefined {
  return fleet.tenants.find(({ metadata }) => metadata.name === name)?.spec
    .owner;
}
