import type { Octokit } from '@octokit/rest';
import { GitOpsError, RepositoryMissingError } from '../errors';
import { proposalBranch } from '../layout';
import { plain } from '../markdown';
import { deleteBranch } from './deleteBranch';
import { call } from './errors';
import { inBranchTurn, type ForgeRepository, type History } from './forge';
import { findPull } from './pull';
import { pullDetails, readPull, type PullDetails } from './readPull';
import { isRequestCommit } from './requestCommits';

export interface CloseOptions {
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
  readonly baseBranch: string;
  /** The repository's commits, as git knows them. */
  readonly history: History;
  readonly tenant: string;
  /** The pull request that is meant; another one of the same tenant is left alone. */
  readonly number: number;
  /** Entity reference of who closes it. */
  readonly closedBy: string;
}

export type PullRequestEnd = Pick<PullDetails, 'number' | 'url' | 'state'>;

export interface Closed {
  readonly pullRequest: PullRequestEnd;
  /** `none`: it was over already, and nothing was done. */
  readonly change: 'closed' | 'none';
  /** What became of the tenant's branch; absent where nothing was done. */
  readonly branch?: ClosedBranch;
}

export interface ClosedBranch {
  readonly name: string;
  readonly deleted: boolean;
  /** Why it stays, in words that follow “because”. */
  readonly reason?: string;
}

/**
 * Closes a tenant's pull request with a comment that says for whom, and deletes its branch where every commit on it is a
 * request. A branch with somebody's work stays. One that is closed or merged already stays as it is.
 *
 * Nothing is lost to a commit that is pushed meanwhile: the branch is deleted only at the commit that was judged, and the
 * forge itself compares. A run that ends halfway leaves the pull request open with its comment, or closed with its branch;
 * whoever asks for the same again is then told to delete the branch.
 *
 * @throws RepositoryMissingError when the tenant has no pull request of this number; ForgeUnreachableError,
 *   BadCredentialsError, RateLimitedError, ForgeRefusedError.
 */
export function closeRequest(options: CloseOptions): Promise<Closed> {
  const { octokit, owner, repo, tenant } = options;
  const forge: ForgeRepository = { octokit, owner, repo };
  // The same turn that proposing takes: this process adds nothing to a branch that it is about to delete.
  return inBranchTurn(forge, proposalBranch(tenant), () =>
    closeNow(forge, options),
  );
}

/** A tenant's newest pull request, or the one of this number; absent where there is none. */
export async function findRequest(
  forge: ForgeRepository,
  tenant: string,
  number?: number,
): Promise<PullRequestEnd | undefined> {
  const branch = proposalBranch(tenant);
  if (number === undefined) return findPull(forge, branch);
  try {
    const pull = await readPull(forge, number);
    return pull.branch === branch ? pull : undefined;
  } catch (error) {
    if (error instanceof RepositoryMissingError) return undefined;
    throw error;
  }
}

async function closeNow(
  forge: ForgeRepository,
  options: CloseOptions,
): Promise<Closed> {
  const { tenant, number, closedBy } = options;
  const pull = await readPull(forge, number);
  if (pull.branch !== proposalBranch(tenant)) {
    throw new RepositoryMissingError(
      `${forge.owner}/${forge.repo}`,
      `has no pull request #${number} for ${tenant}`,
    );
  }
  if (pull.state !== 'open') return { pullRequest: pull, change: 'none' };

  const authors = await readAuthors(options, pull.headSha);
  await comment(
    forge,
    number,
    `${plain(closedBy)} closes this request in the portal.`,
  );
  const ended = await close(forge, number);
  // Somebody was faster with the merge.
  if (ended.state === 'merged') return { pullRequest: ended, change: 'none' };
  return {
    pullRequest: ended,
    change: 'closed',
    branch: await dropBranch(forge, pull, authors),
  };
}

/** Whose commits the branch holds beside requests; absent where git can't tell. */
async function readAuthors(
  { history, baseBranch, tenant }: CloseOptions,
  tip: string,
): Promise<readonly string[] | undefined> {
  if (!(await history.has(tip))) await history.fetch();
  const base = await history.branchTip(baseBranch);
  if (base === undefined || !(await history.has(tip))) return undefined;
  const commits = await history.commits({ without: base, to: tip });
  const foreign = commits.filter(commit => !isRequestCommit(commit, tenant));
  return [...new Set(foreign.map(({ author }) => author))];
}

async function comment(
  forge: ForgeRepository,
  number: number,
  body: string,
): Promise<void> {
  const { octokit, owner, repo } = forge;
  const attempt = { to: `comment on pull request #${number}`, writes: true };
  await call(forge, attempt, () =>
    octokit.rest.issues.createComment({
      owner,
      repo,
      issue_number: number,
      body,
    }),
  );
}

async function close(
  forge: ForgeRepository,
  number: number,
): Promise<PullDetails> {
  const { octokit, owner, repo } = forge;
  const attempt = { to: `close pull request #${number}`, writes: true };
  const { data } = await call(forge, attempt, () =>
    octokit.rest.pulls.update({
      owner,
      repo,
      pull_number: number,
      state: 'closed',
    }),
  );
  return pullDetails(forge, attempt, data);
}

/** The pull request is closed by now, so whatever goes wrong here is a branch that stays, and why. */
async function dropBranch(
  forge: ForgeRepository,
  { branch: name, headSha: tip, repositoryId }: PullDetails,
  authors: readonly string[] | undefined,
): Promise<ClosedBranch> {
  const stays = (reason: string) => ({ name, deleted: false, reason });
  if (!authors) return stays('its commits could not be read');
  if (authors.length > 0) {
    return stays(`it holds commits of ${authors.join(', ')}`);
  }
  try {
    const branch = { branch: name, tip, repositoryId };
    return (await deleteBranch(forge, branch)) === 'moved'
      ? stays('somebody added to it meanwhile')
      : { name, deleted: true };
  } catch (error) {
    if (!(error instanceof GitOpsError)) throw error;
    return stays(`it could not be deleted: ${error.message}`);
  }
}
