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
  /** Hears of every wait. */
  readonly log?: ClientLog;
  /** Ends calls and waits when the task is cancelled. */
  readonly signal?: AbortSignal;
  /** The longest wait for a rate limit; beyond, the owner of the task is told. Default: 60. */
  readonly patienceSeconds?: number;
}

export interface ClientLog {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

const RobustOctokit = Octokit.plugin(retry, throttling);

const answerWithinMs = 30_000;
const mostWaits = 3;

const silent: ClientLog = {
  debug() {},
  info() {},
  warn() {},
  error() {},
};

/** A client of GitHub's REST API for one operation; the token is asked for anew for the next. */
export function createClient(options: ClientOptions): Octokit {
  const { throttle = true, retries = 2, log = silent } = options;
  const { patienceSeconds = 60 } = options;
  const waitFor =
    (limit: string) =>
    (
      seconds: number,
      { method, url }: { readonly method: string; readonly url: string },
      _octokit: object,
      attempts: number,
    ) => {
      const waits = seconds <= patienceSeconds && attempts < mostWaits;
      log.warn(
        `The forge's ${limit} is reached at ${method} ${url}: ${
          waits ? 'waiting' : 'it asks for a wait of'
        } ${seconds} s`,
      );
      return waits;
    };
  return new RobustOctokit({
    auth: options.token,
    baseUrl: options.apiBaseUrl.replace(/\/+$/, ''),
    userAgent: 'tenantry',
    log,
    request: { fetch: fetchInTime(options.signal) },
    // A conflict is an answer, not a hiccup.
    retry: {
      retries,
      doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451],
    },
    throttle: throttle
      ? {
          onRateLimit: waitFor('rate limit'),
          onSecondaryRateLimit: waitFor('secondary rate limit'),
        }
      : { enabled: false },
  });
}

/** `fetch`, given up when the forge accepts a connection and then stays silent. */
function fetchInTime(cancelled: AbortSignal | undefined): typeof fetch {
  return (input, init) =>
    fetch(input, {
      ...init,
      signal: AbortSignal.any([
        AbortSignal.timeout(answerWithinMs),
        ...(cancelled ? [cancelled] : []),
      ]),
    });
}
