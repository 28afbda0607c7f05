import type { Octokit } from '@octokit/rest';
import { inTurn } from '../inTurn';
import type { Mirror } from '../mirror';

/** One repository of one forge, as the steps of a proposal see it. */
export interface ForgeRepository {
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
}

/**
 * Who writes to a branch of a forge takes a turn within this process. Other processes are met at the forge; within one
 * nobody has to be.
 */
export function inBranchTurn<T>(
  forge: ForgeRepository,
  branch: string,
  run: () => Promise<T>,
): Promise<T> {
  const { owner, repo } = forge;
  const key = `${hostOf(forge)}/${owner}/${repo} ${branch}`;
  return inTurn(key.toLowerCase(), run);
}

/** The host of the forge's API. */
export function hostOf({ octokit }: ForgeRepository): string {
  return new URL(octokit.request.endpoint.DEFAULTS.baseUrl).host;
}

/** What git knows of the same repository, without the API: a `Mirror` is one. Reading it costs no calls. */
export type History = Pick<
  Mirror,
  'fetch' | 'has' | 'branchTip' | 'mergeBase' | 'diff' | 'commits'
>;
