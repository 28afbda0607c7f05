import type { Octokit } from '@octokit/rest';
import { readChecks, type Checks } from './readChecks';
import { readPull, type PullDetails } from './readPull';

/** How far a pull request is. */
export interface PullProgress extends PullDetails {
  /** Of its newest commit; not read of one that was closed without merging. */
  readonly checks?: Checks;
}

export interface PullAddress {
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

/**
 * One look at a pull request and the checks of its newest commit: three calls.
 *
 * @throws ForgeUnreachableError, RateLimitedError, ForgeRefusedError, which may pass; BadCredentialsError,
 *   RepositoryMissingError.
 */
export async function readProgress({
  number,
  ...forge
}: PullAddress): Promise<PullProgress> {
  const pull = await readPull(forge, number);
  return pull.state === 'closed'
    ? pull
    : { ...pull, checks: await readChecks(forge, pull.headSha) };
}
