import type { Proposal } from '../proposal';
import type { AttemptedCommit } from './attempted';
import type { History } from './forge';
import type { PullRequestOptions } from './pullRequestOptions';

/**
 * How commits are made. `deterministic`: the same request gives the same commit, unsigned. `signed`: the forge makes
 * and signs it, and the same request is known by its files.
 */
export type CommitMode = 'deterministic' | 'signed';

/** A request together with where it goes and how: what every step needs. */
export interface Wanted {
  readonly proposal: Proposal;
  readonly baseBranch: string;
  readonly history: History;
  readonly commits: CommitMode;
  readonly pullRequest: PullRequestOptions;
  /** Grows while the run goes on. */
  readonly attempted: AttemptedCommit[];
}

/** Plain data, so that a checkpoint can keep it. */
export type Proposed = {
  /** Absent when nothing was to be changed and no pull request is known to have done it. */
  pullRequestUrl?: string;
  pullRequestNumber?: number;
  branch: string;
  /** The branch's commit; absent when nothing was to be changed. */
  commitSha?: string;
  /**
   * `opened`: a pull request that was not there. `updated`: a commit on top of an open one. `none`: the main branch or
   * an open pull request holds the request already.
   */
  change: 'opened' | 'updated' | 'none';
  /** What did not work and is not worth failing for: sentences with their way out. */
  warnings: string[];
};
