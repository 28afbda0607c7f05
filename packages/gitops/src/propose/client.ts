import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';

export interface ClientOptions {
  /** Such as `https://api.github.com` or `https://github.example.com/api/v3`. */
  readonly apiBaseUrl: string;
  readonly token: string | undefined;
  /** GitHub asks for a second between writes; the embedded forge does not. Default: true. */
  readonly throttle?: boolean;
  /** How often a call is repeated that the forge failed to answer. Default: 2. */
  readonly retries?: number;
  readonly log?: ClientLog;
}

export interface ClientLog {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

const RobustOctokit = Octokit.plugin(retry, throttling);

const answerWithinMs = 30_000;
/** A task waits this long for a rate limit; beyond, its owner is told. */
const longestWaitSeconds = 60;
const mostWaits = 2;

const silent: ClientLog = {
  debug() {},
  info() {},
  warn() {},
  error() {},
};

/** A client of GitHub's REST API for one operation; the token is asked for anew for the next. */
export function createClient(options: ClientOptions): Octokit {
  const { throttle = true, retries = 2 } = options;
  const wait = (
    seconds: number,
    _request: object,
    _octokit: object,
    attempts: number,
  ) => seconds <= longestWaitSeconds && attempts < mostWaits;
  return new RobustOctokit({
    auth: options.token,
    baseUrl: options.apiBaseUrl.replace(/\/+$/, ''),
    userAgent: 'tenantry',
    log: options.log ?? silent,
    request: { fetch: fetchInTime },
    // A conflict is an answer, not a hiccup.
    retry: {
      retries,
      doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451],
    },
    throttle: throttle
      ? { onRateLimit: wait, onSecondaryRateLimit: wait }
      : { enabled: false },
  });
}

/** `fetch`, given up when the forge accepts a connection and then stays silent. */
function fetchInTime(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, { ...init, signal: AbortSignal.timeout(answerWithinMs) });
}
