import { call, unreadableAnswer, type Attempt } from './errors';
import type { ForgeRepository } from './forge';

/** One pull request, as its own page has it. */
export interface PullDetails {
  readonly number: number;
  readonly url: string;
  readonly state: 'open' | 'merged' | 'closed';
  /** The branch it comes from. */
  readonly branch: string;
  /** The branch's commit; for one that is no longer open, as it was then. */
  readonly headSha: string;
  /** What brought it into the base branch. */
  readonly mergeCommitSha?: string;
  /** The repository's id in GraphQL. */
  readonly repositoryId: string;
}

/** @throws RepositoryMissingError when there is no pull request of this number. */
export async function readPull(
  forge: ForgeRepository,
  number: number,
): Promise<PullDetails> {
  const { octokit, owner, repo } = forge;
  const attempt = {
    to: `read pull request #${number}`,
    writes: false,
    missing: `or its pull request #${number} was not found`,
  };
  const { data } = await call(forge, attempt, () =>
    octokit.rest.pulls.get({ owner, repo, pull_number: number }),
  );
  return pullDetails(forge, attempt, data);
}

/** A pull request as the API writes it, as far as it is used here. */
interface ApiPull {
  readonly number: number;
  readonly html_url: string;
  readonly state: string;
  readonly merged_at: string | null;
  readonly merge_commit_sha: string | null;
  readonly head: { readonly ref: string; readonly sha: string };
  readonly base: { readonly repo: { readonly node_id: string } };
}

/** Reads the API's answer to a call about one pull request. */
export function pullDetails(
  forge: ForgeRepository,
  attempt: Attempt,
  pull: ApiPull,
): PullDetails {
  if (!pull?.number || !pull.html_url || !pull.head?.sha || !pull.base?.repo) {
    throw unreadableAnswer(forge, attempt);
  }
  const ended = pull.merged_at ? 'merged' : 'closed';
  const state = pull.state === 'open' ? 'open' : ended;
  return {
    number: pull.number,
    url: pull.html_url,
    state,
    branch: pull.head.ref,
    headSha: pull.head.sha,
    // Before the merge it is a trial of the forge's own.
    mergeCommitSha:
      state === 'merged' ? pull.merge_commit_sha ?? undefined : undefined,
    repositoryId: pull.base.repo.node_id,
  };
}
