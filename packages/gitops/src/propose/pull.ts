import { ForgeRefusedError } from '../errors';
import { call, refusedWith } from './errors';
import type { ForgeRepository } from './forge';

export interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly state: 'open' | 'merged' | 'closed';
  /** The branch's commit; for one that is no longer open, as it was then. */
  readonly headSha: string;
}

export interface NewPullRequest {
  readonly branch: string;
  readonly baseBranch: string;
  readonly title: string;
  readonly body: string;
}

/** The newest pull request of a branch, whatever became of it. */
export async function findPull(
  forge: ForgeRepository,
  branch: string,
): Promise<PullRequest | undefined> {
  const { octokit, owner, repo } = forge;
  const attempt = { to: 'list pull requests', writes: false };
  const { data } = await call(forge, attempt, () =>
    octokit.rest.pulls.list({
      owner,
      repo,
      head: `${owner}:${branch}`,
      state: 'all',
      sort: 'created',
      direction: 'desc',
      per_page: 10,
    }),
  );
  const pulls = data.map(pull => ({
    number: pull.number,
    url: pull.html_url,
    state: stateOf(pull),
    headSha: pull.head.sha,
  }));
  return pulls.find(pull => pull.state === 'open') ?? pulls[0];
}

/** Opens the pull request, or finds the one that somebody opened in the meantime. */
export async function createPull(
  forge: ForgeRepository,
  { branch, baseBranch, title, body }: NewPullRequest,
): Promise<PullRequest> {
  const { octokit, owner, repo } = forge;
  const attempt = { to: 'open the pull request', writes: true };
  try {
    const { data } = await call(forge, attempt, () =>
      octokit.rest.pulls.create({
        owner,
        repo,
        title,
        body,
        head: branch,
        base: baseBranch,
        // Not repeated blindly: the first one may have been opened before the answer was lost.
        request: { retries: 0 },
      }),
    );
    return {
      number: data.number,
      url: data.html_url,
      state: 'open',
      headSha: data.head.sha,
    };
  } catch (error) {
    if (!refusedWith(error, /already exists/i)) throw error;
    const pull = await findPull(forge, branch);
    if (pull?.state === 'open') return pull;
    throw new ForgeRefusedError(
      `${owner}/${repo}`,
      attempt.to,
      'it says that there is one, and lists none',
      { cause: error },
    );
  }
}

function stateOf(pull: {
  readonly state: string;
  readonly merged_at: string | null;
}): PullRequest['state'] {
  if (pull.merged_at) return 'merged';
  return pull.state === 'open' ? 'open' : 'closed';
}
