import {
  BadCredentialsError,
  ForgeUnreachableError,
  GitOpsError,
  RateLimitedError,
  RepositoryMissingError,
} from '@tenantry/gitops';
import type { RepositoryCoordinates } from './coordinates';

/** What a failed listing of pull requests means, with what to do about it; anything else stays as it is. */
export function listingError(
  error: unknown,
  { owner, repo, host }: RepositoryCoordinates,
): unknown {
  const failure =
    error instanceof Error && 'status' in error ? error : undefined;
  if (!failure || error instanceof GitOpsError) return error;

  const repository = `${owner}/${repo}`;
  // Not the failure itself: it holds the request with its headers.
  const cause = new Error(failure.message);
  switch (failure.status) {
    case 401:
    case 403:
      return new BadCredentialsError(repository, 'list pull requests', {
        cause,
      });
    case 404:
      return new RepositoryMissingError(repository, 'was not found', { cause });
    case 429:
      return new RateLimitedError(repository, undefined, { cause });
    default:
      return new ForgeUnreachableError(host, failure.message, { cause });
  }
}
