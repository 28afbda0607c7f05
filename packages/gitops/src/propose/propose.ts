import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { InvalidInputError } from '@tenantry/model';
import type { Octokit } from '@octokit/rest';
import { BaseMovedError } from '../errors';
import type { Proposal } from '../proposal';
import { createBranch } from './branch';
import { createCommit, readCommit, type CommitIdentity } from './commit';
import { joinExisting, type Wanted } from './existing';
import type { ForgeRepository } from './forge';
import { createPull, findPull } from './pull';
import { readRef } from './ref';
import type { Tree } from '../tree';
import { createTree } from './tree';

export interface ProposeOptions {
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
  readonly baseBranch: string;
  readonly proposal: Proposal;
  /** The proposal's branch as it was just read, by other means than the API: saves the calls of a repeated request. */
  readonly proposed?: Tree;
  /** Who commits. Default: tenantry. */
  readonly identity?: CommitIdentity;
  /** Remembers a step's outcome over a restart of the task, such as the scaffolder's. */
  readonly checkpoint?: <T extends Outcome>(
    key: string,
    step: () => Promise<T>,
  ) => Promise<T>;
  /** Works the request out again, on a newer base commit. Throws `InvalidInputError` when it no longer fits. */
  readonly prepare?: (commit: string) => Promise<Proposal>;
}

/** Plain data, so that a checkpoint can keep it. */
export type Outcome = string | Proposed;

export type Proposed = {
  /** Absent when nothing was to be changed and no pull request is known to have done it. */
  pullRequestUrl?: string;
  pullRequestNumber?: number;
  branch: string;
  /** The branch's commit; absent when nothing was to be changed. */
  commitSha?: string;
  /** Whether this call brought about something new. */
  changed: boolean;
};

const defaultIdentity: CommitIdentity = {
  name: 'tenantry',
  email: 'noreply@tenantry.dev',
};

/**
 * One branch, one commit, one pull request, in five calls. The same request again finds what the first one made; the
 * branch appears at once with everything on it, and is never overwritten.
 *
 * @throws ForgeUnreachableError, BadCredentialsError, RepositoryMissingError, RateLimitedError, ForgeRefusedError,
 *   BaseMovedError, BranchTakenError
 */
export async function propose(options: ProposeOptions): Promise<Proposed> {
  const { octokit, owner, repo, baseBranch } = options;
  const forge: ForgeRepository = { octokit, owner, repo };
  const repeated = await findRepeated(forge, options);
  if (repeated) return repeated;
  const base = await readRef(forge, baseBranch);
  const proposal = await onBase(base, options);
  if (proposal.changes.length === 0) return nothingToDo(forge, proposal.branch);

  const { identity = defaultIdentity, checkpoint = (_, step) => step() } =
    options;
  const keyOf = keysFor(proposal);
  const treeSha = await checkpoint(keyOf('tree'), async () =>
    createTree(forge, await baseTree(forge, proposal), proposal.changes),
  );
  const commitSha = await checkpoint(keyOf('commit'), () =>
    createCommit(forge, {
      tree: treeSha,
      parent: base,
      message: proposal.commitMessage,
      identity,
      date: proposal.base.time,
    }),
  );
  const wanted = { proposal, baseBranch, treeSha, commitSha, identity };
  return checkpoint(keyOf('pull-request'), () => publish(forge, wanted));
}

/** The open pull request whose branch holds every file as it is asked for, with whatever a reviewer added beside. */
async function findRepeated(
  forge: ForgeRepository,
  { proposal, proposed }: ProposeOptions,
): Promise<Proposed | undefined> {
  const { branch, changes } = proposal;
  const holds =
    proposed !== undefined &&
    changes.length > 0 &&
    changes.every(
      ({ path, change, content }) =>
        proposed.read(path) === (change === 'removed' ? undefined : content),
    );
  if (!holds) return undefined;
  const pull = await findPull(forge, branch);
  return pull?.state === 'open' && pull.headSha === proposed.commit
    ? {
        pullRequestUrl: pull.url,
        pullRequestNumber: pull.number,
        branch,
        commitSha: pull.headSha,
        changed: false,
      }
    : undefined;
}

async function publish(
  forge: ForgeRepository,
  wanted: Wanted,
): Promise<Proposed> {
  const { proposal, baseBranch, commitSha } = wanted;
  const { branch, title, body } = proposal;
  const created = await createBranch(forge, branch, commitSha);
  const { pull, ...outcome } = created
    ? {
        pull: await createPull(forge, { branch, baseBranch, title, body }),
        commitSha,
        changed: true,
      }
    : await joinExisting(forge, wanted);
  return {
    pullRequestUrl: pull.url,
    pullRequestNumber: pull.number,
    branch,
    ...outcome,
  };
}

/** The base has what is asked for. Where it came by this branch, its pull request is the answer. */
async function nothingToDo(
  forge: ForgeRepository,
  branch: string,
): Promise<Proposed> {
  const pull = await findPull(forge, branch);
  return pull?.state === 'merged'
    ? {
        pullRequestUrl: pull.url,
        pullRequestNumber: pull.number,
        branch,
        changed: false,
      }
    : { branch, changed: false };
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

async function baseTree(
  forge: ForgeRepository,
  { base }: Proposal,
): Promise<string> {
  return base.treeSha ?? (await readCommit(forge, base.commit)).tree;
}

/** Keys that hold for one request on one base, so that a remembered step is never used for another. */
function keysFor({ branch, base, changes, commitMessage }: Proposal) {
  const digest = createHash('sha256')
    .update(JSON.stringify([base.commit, changes, commitMessage]))
    .digest('hex')
    .slice(0, 16);
  return (step: string) => `tenantry.${step}.${branch}.${digest}`;
}
