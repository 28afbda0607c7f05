import {
  BadCredentialsError,
  ForgeRefusedError,
  ForgeUnreachableError,
  GitOpsError,
  RateLimitedError,
  RepositoryMissingError,
} from '../errors';
import { utc } from '../utc';
import { hostOf, type ForgeRepository } from './forge';

/** What Octokit throws, as far as it is of use; its packages come in several versions, so `instanceof` won't do. */
interface RequestFailure extends Error {
  readonly status: number;
  /** Absent when there was no answer. */
  readonly response?: {
    readonly headers?: Readonly<Record<string, string | number | undefined>>;
    readonly data?: unknown;
  };
}

/** Runs one call of the forge's API; what goes wrong becomes an error that says what to do next. */
export async function call<T>(
  forge: ForgeRepository,
  attempt: Attempt,
  request: () => Promise<T>,
): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (isRequestFailure(error)) throw forgeError(forge, attempt, error);
    if (isGraphqlFailure(error)) throw graphqlError(forge, attempt, error);
    throw error;
  }
}

/** The id of a commit or tree in an answer. What lacks one was cut off on the way, or comes from something else. */
export function objectIdIn(
  forge: ForgeRepository,
  attempt: Attempt,
  id: unknown,
): string {
  if (typeof id === 'string' && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(id)) {
    return id;
  }
  throw unreadableAnswer(forge, attempt);
}

export function unreadableAnswer(
  forge: ForgeRepository,
  { to }: Attempt,
): ForgeUnreachableError {
  return new ForgeUnreachableError(
    hostOf(forge),
    `its answer to “${to}” is cut off, or not one of GitHub's API`,
  );
}

export interface Attempt {
  /** In words that follow “refused to”. */
  readonly to: string;
  readonly writes: boolean;
  /** What “not found” means here, in words that follow the repository's name. */
  readonly missing?: string;
}

/** Whether the forge refused (422) with words that match. */
export function refusedWith(error: unknown, words: RegExp): boolean {
  return error instanceof ForgeRefusedError && words.test(error.message);
}

function forgeError(
  forge: ForgeRepository,
  attempt: Attempt,
  failure: RequestFailure,
): GitOpsError {
  const name = `${forge.owner}/${forge.repo}`;
  const said = reasonOf(failure);
  // Not the failure itself: it holds the request with its headers.
  const cause = new Error(`${failure.status}: ${said}`);
  const { status, response } = failure;

  if (!response) {
    return new ForgeUnreachableError(hostOf(forge), said, { cause });
  }
  if (status >= 500) {
    const answer = `it answered ${status}`;
    return new ForgeUnreachableError(hostOf(forge), answer, { cause });
  }
  if (isRateLimit(failure)) {
    return new RateLimitedError(name, resetTime(failure), { cause });
  }
  if (status === 403 && /archived/i.test(said)) {
    return new RepositoryMissingError(
      name,
      'is archived, so nothing can be written to it',
      { cause },
    );
  }
  if (status === 401 || status === 403) {
    return new BadCredentialsError(name, `${attempt.to}: ${said}`, { cause });
  }
  if (status === 404 && attempt.writes && /^not found$/i.test(said)) {
    // Forges answer “not found” to a token that may read and not write.
    const what = `${attempt.to}: it may read, but not write`;
    return new BadCredentialsError(name, what, { cause });
  }
  if ((status === 404 && !attempt.writes) || status === 410) {
    return new RepositoryMissingError(
      name,
      attempt.missing ?? 'was not found',
      { cause },
    );
  }
  if (status === 409 && /empty/i.test(said)) {
    return new RepositoryMissingError(name, 'is empty', { cause });
  }
  return new ForgeRefusedError(name, attempt.to, said, { cause });
}

/** What Octokit throws where GraphQL answers 200 and errors. */
interface GraphqlFailure extends Error {
  readonly errors: readonly {
    readonly type?: string;
    readonly message: string;
  }[];
}

function isGraphqlFailure(error: unknown): error is GraphqlFailure {
  return (
    error instanceof Error &&
    error.name === 'GraphqlResponseError' &&
    'errors' in error &&
    Array.isArray(error.errors)
  );
}

function graphqlError(
  { owner, repo }: ForgeRepository,
  attempt: Attempt,
  { errors }: GraphqlFailure,
): GitOpsError {
  const name = `${owner}/${repo}`;
  const said = errors
    .map(({ type, message }) => (type ? `${type}: ${message}` : message))
    .join('; ')
    .replace(/[.\s]+$/, '');
  // Not the failure itself: it holds the request with its variables.
  const cause = new Error(said);
  if (errors.some(({ type }) => type === 'RATE_LIMITED')) {
    return new RateLimitedError(name, undefined, { cause });
  }
  if (errors.some(({ type }) => type === 'FORBIDDEN')) {
    return new BadCredentialsError(name, `${attempt.to}: ${said}`, { cause });
  }
  return new ForgeRefusedError(name, attempt.to, said, { cause });
}

function isRequestFailure(error: unknown): error is RequestFailure {
  return (
    error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number'
  );
}

function isRateLimit({ status, message, response }: RequestFailure): boolean {
  if (status === 429) return true;
  return (
    status === 403 &&
    (String(response?.headers?.['x-ratelimit-remaining']) === '0' ||
      /rate limit/i.test(message))
  );
}

function resetTime({ response }: RequestFailure): string | undefined {
  const reset = Number(response?.headers?.['x-ratelimit-reset']);
  if (!Number.isFinite(reset)) return undefined;
  return utc(reset);
}

/** The forge's own words, without the link to its documentation and without a full stop. */
function reasonOf({ message, cause }: RequestFailure): string {
  const deeper = cause instanceof Error ? innermost(cause).message : '';
  const said = message.replace(/ - https:\S+$/, '');
  const whole = deeper && !said.includes(deeper) ? `${said}: ${deeper}` : said;
  return whole.replace(/[.\s]+$/, '');
}

function innermost(error: Error): Error {
  return error.cause instanceof Error ? innermost(error.cause) : error;
}
