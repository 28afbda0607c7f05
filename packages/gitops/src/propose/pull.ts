import { ForgeRefusedError } from '../errors';
import { call, refusedWith, unreadableAnswer, type Attempt } from './errors';
import type { ForgeRepository } from './forge';

export interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly state: 'open' | 'merged' | 'closed';
  /** The branch's commit; for one that is no longer open, as it was then. */
  readonly headSha: string;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  /** Login of who opened it. */
  readonly author?: string;
  /** Who is asked to review: logins, and teams as `team:<slug>`. */
  readonly reviewers: readonly string[];
  /** Its id in GraphQL. */
  readonly nodeId: string;
}

export interface NewPullRequest {
  readonly branch: string;
  readonly baseBranch: string;
  readonly title: string;
  readonly body: string;
  readonly draft?: boolean;
}

/** The newest pull request of a branch, whatever became of it; an open one before all others. */
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
  if (!Array.isArray(data)) throw unreadableAnswer(forge, attempt);
  const pulls = data.map(pull => pullIn(forge, attempt, pull));
  return pulls.find(pull => pull.state === 'open') ?? pulls[0];
}

/**
 * Opens the pull request, or finds the one that is open already: somebody's, or, where the answer was lost, its own.
 */
export async function createPull(
  forge: ForgeRepository,
  { branch, baseBranch, title, body, draft = false }: NewPullRequest,
): Promise<{ readonly pull: PullRequest; readonly found: boolean }> {
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
        draft,
      }),
    );
    return { pull: pullIn(forge, attempt, data), found: false };
  } catch (error) {
    if (!refusedWith(error, /already exists/i)) throw error;
    const pull = await findPull(forge, branch);
    if (pull?.state === 'open') return { pull, found: true };
    throw new ForgeRefusedError(
      `${owner}/${repo}`,
      attempt.to,
      'it says that there is one, and lists none',
      { cause: error },
    );
  }
}

/** Gives a pull request another title or description; answers it as it is then. */
export async function editPull(
  forge: ForgeRepository,
  { number }: PullRequest,
  texts: { readonly title?: string; readonly body?: string },
): Promise<PullRequest> {
  const { octokit, owner, repo } = forge;
  const attempt = {
    to: `describe pull request #${number} anew`,
    writes: true,
  };
  const { data } = await call(forge, attempt, () =>
    octokit.rest.pulls.update({ owner, repo, pull_number: number, ...texts }),
  );
  return pullIn(forge, attempt, data);
}

/** A pull request as the API writes it, as far as it is used here. */
interface ApiPull {
  readonly number: number;
  readonly html_url: string;
  readonly state: string;
  readonly merged_at: string | null;
  readonly title: string;
  readonly body: string | null;
  readonly node_id: string;
  readonly head: { readonly sha: string };
  readonly labels: readonly { readonly name?: string }[];
  readonly user: { readonly login: string } | null;
  readonly requested_reviewers?: readonly { readonly login: string }[] | null;
  readonly requested_teams?: readonly { readonly slug: string }[] | null;
}

function pullIn(
  forge: ForgeRepository,
  attempt: Attempt,
  pull: ApiPull,
): PullRequest {
  if (!pull?.number || !pull.html_url || !pull.head?.sha) {
    throw unreadableAnswer(forge, attempt);
  }
  return {
    number: pull.number,
    url: pull.html_url,
    state: stateOf(pull),
    headSha: pull.head.sha,
    title: pull.title,
    body: pull.body ?? '',
    labels: (pull.labels ?? []).flatMap(({ name }) => name ?? []),
    author: pull.user?.login,
    reviewers: [
      ...(pull.requested_reviewers ?? []).map(({ login }) => login),
      ...(pull.requested_teams ?? []).map(({ slug }) => `team:${slug}`),
    ],
    nodeId: pull.node_id,
  };
}

function stateOf({ merged_at, state }: ApiPull): PullRequest['state'] {
  if (merged_at) return 'merged';
  return state === 'open' ? 'open' : 'closed';
}
