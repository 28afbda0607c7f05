import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { InvalidInputError } from '@tenantry/model';
import type { Octokit } from '@octokit/rest';
import { BaseMovedError } from '../errors';
import type { Proposal } from '../proposal';
import { readBranchState } from './branchState';
import { inBranchTurn, type ForgeRepository, type History } from './forge';
import { joinBranch, settle } from './joinBranch';
import { openBranch } from './openBranch';
import { findPull } from './pull';
import type { PullRequestOptions } from './pullRequestOptions';
import { readRef } from './ref';
import type { CommitMode, Proposed, Wanted } from './wanted';

export interface ProposeOptions {
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
  readonly baseBranch: string;
  readonly proposal: Proposal;
  /** The repository's commits, as git knows them. */
  readonly history: History;
  /** Default: `deterministic`. */
  readonly commits?: CommitMode;
  readonly pullRequest?: PullRequestOptions;
  /** Remembers an outcome over a restart of the task, such as the scaffolder's. */
  readonly checkpoint?: (
    key: string,
    step: () => Promise<Proposed>,
  ) => Promise<Proposed>;
  /** Works the request out again, on a newer base commit. Throws `InvalidInputError` when it no longer fits. */
  readonly prepare?: (commit: string) => Promise<Proposal>;
}

/**
 * One branch and one open pull request per tenant: five calls for a new request. The same request again finds what the
 * first one made, another one becomes a commit on top. The branch appears at once with everything on it and only ever
 * moves forward; a file that a person changed on it is never written.
 *
 * @throws ForgeUnreachableError, BadCredentialsError, RepositoryMissingError, RateLimitedError, ForgeRefusedError,
 *   BaseMovedError, BranchTakenError, BranchConflictError, BranchBusyError
 */
export function propose(options: ProposeOptions): Promise<Proposed> {
  const { octokit, owner, repo, proposal } = options;
  const forge: ForgeRepository = { octokit, owner, repo };
  return inBranchTurn(forge, proposal.branch, () => proposeNow(forge, options));
}

async function proposeNow(
  forge: ForgeRepository,
  options: ProposeOptions,
): Promise<Proposed> {
  const { history, baseBranch, checkpoint = (_, step) => step() } = options;
  const { commits = 'deterministic', pullRequest = {} } = options;
  const onto = { baseBranch, history, commits, pullRequest, attempted: [] };

  const tip = await history.branchTip(options.proposal.branch);
  if (tip !== undefined) {
    const wanted = { ...onto, proposal: options.proposal };
    const repeated = await findRepeated(forge, wanted, tip);
    if (repeated) return repeated;
  }
  const base = await readRef(forge, baseBranch);
  const proposal = await onBase(base, options);
  if (proposal.changes.length === 0) return nothingToDo(forge, proposal.branch);

  const wanted = { ...onto, proposal };
  return checkpoint(keyFor(wanted), async () => {
    const opened =
      tip === undefined ? await openBranch(forge, wanted) : undefined;
    return opened ?? joinBranch(forge, wanted);
  });
}

/** The open pull request whose branch holds everything that is asked for, as git has just read it: one call. */
async function findRepeated(
  forge: ForgeRepository,
  wanted: Wanted,
  tip: string,
): Promise<Proposed | undefined> {
  const { history, proposal } = wanted;
  if (proposal.changes.length === 0) return undefined;
  const state = await readBranchState(history, proposal, tip);
  if (state?.outcome.kind !== 'same') return undefined;
  const pull = await findPull(forge, proposal.branch);
  return pull?.state === 'open' && pull.headSha === tip
    ? settle(forge, wanted, state, pull)
    : undefined;
}

/** The base has what is asked for. Where it came by this branch, its pull request is the answer. */
async function nothingToDo(
  forge: ForgeRepository,
  branch: string,
): Promise<Proposed> {
  const pull = await findPull(forge, branch);
  return {
    branch,
    change: 'none',
    ...(pull?.state === 'merged'
      ? { pullRequestUrl: pull.url, pullRequestNumber: pull.number }
      : {}),
    warnings:
      pull?.state === 'open'
        ? [
            `The main branch holds this request already, and pull request #${pull.number} asks for something else: close ${pull.url} if nothing is to change.`,
          ]
        : [],
  };
}

async function onBase(
  commit: string,
  { proposal, prepare, baseBranch }: ProposeOptions,
): Promise<Proposal> {
  if (proposal.base.commit === commit) return proposal;
  if (!prepare) {
    throw new BaseMovedError(
      baseBranch,
      'this request was not looked at again',
    );
  }
  const fresh = await prepareAgain(commit, prepare, baseBranch);
  const sameStart = isDeepStrictEqual(fresh.before, proposal.before);
  if (fresh.changes.length > 0 && !sameStart) {
    throw new BaseMovedError(
      baseBranch,
      `somebody changed ${proposal.tenant.metadata.name} in the meantime`,
    );
  }
  return fresh;
}

async function prepareAgain(
  commit: string,
  prepare: (commit: string) => Promise<Proposal>,
  baseBranch: string,
): Promise<Proposal> {
  try {
    return await prepare(commit);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const reason = `the request no longer fits: ${error.message}`;
    throw new BaseMovedError(baseBranch, reason, { cause: error });
  }
}

/** A key that holds for one request on one base, so that a remembered outcome is never used for another. */
function keyFor({ proposal, commits, pullRequest }: Wanted): string {
  const { branch, base, changes, commitMessage } = proposal;
  const digest = createHash('sha256')
    .update(
      JSON.stringify([
        base.commit,
        changes,
        commitMessage,
        commits,
        pullRequest,
      ]),
    )
    .digest('hex')
    .slice(0, 16);
  return `tenantry.pull-request.${branch}.${digest}`;
}
