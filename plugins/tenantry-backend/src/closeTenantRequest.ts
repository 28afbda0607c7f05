import type {
  BackstageCredentials,
  BackstageUserPrincipal,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type {
  ClosedRequest,
  CloseRequest,
} from '@tenantry/backstage-plugin-tenantry-common';
import {
  assertMayClose,
  ownerRequested,
  ownerOnMain,
  readRequester,
  type OpenProposal,
  type RepositorySnapshot,
  type TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import {
  closeRequest,
  findRequest,
  tenantPath,
  type PullRequestEnd,
} from '@tenantry/gitops';
import { z } from 'zod';

const Body = z.strictObject({
  pullRequest: z.number().int().positive().optional(),
});

/** Reads what is to be closed. Throws an `InputError`. */
export function readCloseRequest(body: unknown): CloseRequest {
  const parsed = Body.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  throw new InputError(
    'the body is { "pullRequest": <number> }, the pull request that is to be closed, or {}',
  );
}

export interface CloseServices {
  readonly repository: TenantryRepositoryService;
  readonly catalog: CatalogService;
  readonly logger: LoggerService;
  /** Of whoever closes it. */
  readonly credentials: BackstageCredentials<BackstageUserPrincipal>;
}

/**
 * Closes a tenant's open pull request for a member of its owner group, and lets every page know. What is over already is
 * an answer, whoever asks.
 *
 * @throws NotFoundError, NotAllowedError, ConflictError and the errors of `closeRequest`.
 */
export async function closeTenantRequest(
  name: string,
  { pullRequest: wanted }: CloseRequest,
  services: CloseServices,
): Promise<ClosedRequest> {
  const { repository, catalog, credentials } = services;
  const { userEntityRef } = credentials.principal;
  const requester = await readRequester(userEntityRef, {
    catalog,
    credentials,
  });
  const main = await repository.refresh();
  const proposal = await openProposalOf(name, repository);
  if (!proposal || (wanted !== undefined && wanted !== proposal.number)) {
    return overAlready(name, wanted, { main, proposal, repository });
  }
  const owner = await ownerOf(name, proposal, { main, repository });
  assertMayClose(requester, { tenant: name, owner });

  const { owner: account, repo, branch: baseBranch } = repository.coordinates;
  const { pullRequest, change, branch } = await closeRequest({
    octokit: await repository.client(),
    owner: account,
    repo,
    baseBranch,
    history: await repository.history(),
    tenant: name,
    number: proposal.number,
    closedBy: requester.ref,
  });
  const after = (await refreshed(services)) ?? main;
  return {
    change,
    pullRequest: ended(pullRequest),
    branch,
    tenantStays: holds(after, name),
  };
}

async function openProposalOf(
  name: string,
  repository: TenantryRepositoryService,
): Promise<OpenProposal | undefined> {
  const proposals = await repository.openProposals();
  return proposals.find(({ tenant }) => tenant === name);
}

/** The owner on the main branch; of a tenant that is not there, the one in the request. */
async function ownerOf(
  name: string,
  proposal: OpenProposal,
  {
    main,
    repository,
  }: {
    readonly main: RepositorySnapshot;
    readonly repository: TenantryRepositoryService;
  },
): Promise<string> {
  const onMain = ownerOnMain(main, name);
  if (onMain !== undefined) return onMain;
  const inRequest = await ownerRequested(proposal, repository);
  if (inRequest !== undefined) return inRequest;
  throw new ConflictError(
    `pull request #${proposal.number} holds no tenant ${name} that can be read, so its owner is unknown; close it on the forge: ${proposal.url}`,
  );
}

/** The answer where nothing is to be done. */
async function overAlready(
  name: string,
  wanted: number | undefined,
  {
    main,
    proposal,
    repository,
  }: {
    readonly main: RepositorySnapshot;
    readonly proposal?: OpenProposal;
    readonly repository: TenantryRepositoryService;
  },
): Promise<ClosedRequest> {
  const { owner, repo, branch } = repository.coordinates;
  const octokit = await repository.client();
  const pull = await findRequest({ octokit, owner, repo }, name, wanted);
  const isKnown = holds(main, name) || proposal !== undefined;
  if (!pull && (!isKnown || wanted !== undefined)) {
    throw new NotFoundError(
      wanted === undefined
        ? `there is no tenant ${JSON.stringify(name)}, and none was asked for`
        : `pull request #${wanted} does not ask for ${JSON.stringify(name)}`,
    );
  }
  if (pull?.state === 'open') {
    throw new ConflictError(
      `pull request #${pull.number} is open, but not against the branch ${branch}; close it on the forge: ${pull.url}`,
    );
  }
  return {
    change: 'none',
    pullRequest: pull && ended(pull),
    tenantStays: isKnown,
  };
}

function ended({
  number,
  url,
  state,
}: PullRequestEnd): ClosedRequest['pullRequest'] {
  return { number, url, state: state === 'merged' ? state : 'closed' };
}

function holds({ tree }: RepositorySnapshot, name: string): boolean {
  return tree.read(tenantPath(name)) !== undefined;
}

/** Every page and the catalog know at once; if not, the next poll tells them, for the pull request is closed anyway. */
async function refreshed({
  repository,
  logger,
}: CloseServices): Promise<RepositorySnapshot | undefined> {
  try {
    return await repository.refresh();
  } catch (error) {
    logger.warn(`The catalog learns later of a closed request: ${error}`);
    return undefined;
  }
}
