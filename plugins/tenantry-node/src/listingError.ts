import {
  BadCredentialsError,
  ForgeUnreachableError,
  GitOpsError,
  RateLimitedError,
  RepositoryMissingError,
} from '@tenantry/gitops';
import { forgeNames, type RepositoryCoordinates } from './coordinates';

/**
 * The list in an answer. A captive portal or a proxy answers with a page, and success; the client passes
 * that on as text. Throws a `ForgeUnreachableError`.
 */
export function listingIn<T>(
  { data }: { readonly data: readonly T[] },
  { host, forge }: RepositoryCoordinates,
): readonly T[] {
  if (Array.isArray(data)) return data;
  throw new ForgeUnreachableError(
    host,
    `it answers, but not as ${forgeNames[forge]}'s API would`,
  );
}

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
