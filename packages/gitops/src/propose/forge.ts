import type { Octokit } from '@octokit/rest';
import type { Mirror } from '../mirror';

/** One repository of one forge, as the steps of a proposal see it. */
export interface ForgeRepository {
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
}

/** What git knows of the same repository, without the API: a `Mirror` is one. Reading it costs no calls. */
export type History = Pick<
  Mirror,
  'fetch' | 'has' | 'branchTip' | 'mergeBase' | 'diff' | 'commits'
>;
