import type { Octokit } from '@octokit/rest';

/** One repository of one forge, as the steps of a proposal see it. */
export interface ForgeRepository {
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
}
