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
  /** How long a single answer may take. Default: 30. */
  readonly answerWithinSeconds?: number;
  /** Default: the global one. */
  readonly fetch?: typeof fetch;
}

export interface ClientLog {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

const RobustOctokit = Octokit.plugin(retry, throttling);

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
    request: { fetch: fetchInTime(options) },
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
function fetchInTime({
  signal,
  answerWithinSeconds = 30,
  // Looked up at each call, so that it may be replaced.
  fetch: send = (...request) => fetch(...request),
}: ClientOptions): typeof fetch {
  return async (input, init) => {
    const answer = await send(input, {
      ...init,
      signal: AbortSignal.any([
        AbortSignal.timeout(answerWithinSeconds * 1000),
        ...(signal ? [signal] : []),
      ]),
    });
    await requireWhole(answer.clone());
    return answer;
  };
}

/** An answer that breaks off on the way, or that a proxy gave in the forge's place, is none: it is asked for again. */
async function requireWhole(answer: Response): Promise<void> {
  const text = await answer.text();
  if (!answer.ok || text === '') return;
  try {
    JSON.parse(text);
  } catch {
    throw new Error("its answer is cut off, or not one of GitHub's API");
  }
}
