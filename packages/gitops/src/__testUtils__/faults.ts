import { setTimeout as sleep } from 'node:timers/promises';
import {
  BadCredentialsError,
  ForgeRefusedError,
  ForgeUnreachableError,
  RateLimitedError,
  RepositoryMissingError,
  type GitOpsError,
} from '../errors';

/** When a call goes wrong: the forge never hears of it, or does what it is asked and its answer is lost. */
export type Moment = 'before' | 'after';

type ErrorType = new (...args: never[]) => GitOpsError;

/** One way for a call to go wrong. */
export interface Fault {
  readonly kind: string;
  /** What the client gets instead of an answer; `answer` is what the forge said, where it heard of the call. */
  spoil(
    answer: Response | undefined,
    signal: AbortSignal,
  ): Response | Promise<Response>;
  /** What a proposal makes of it, where the call reads and where it writes. */
  readonly error: { readonly reads: ErrorType; readonly writes: ErrorType };
}

function always(type: ErrorType): Fault['error'] {
  return { reads: type, writes: type };
}

function refusal(
  status: number,
  message: string,
  error: Fault['error'],
  headers: Record<string, string> = {},
): Fault {
  return {
    kind: String(status),
    error,
    spoil: () => Response.json({ message }, { status, headers }),
  };
}

const faults: readonly Fault[] = [
  {
    kind: 'connection reset',
    error: always(ForgeUnreachableError),
    spoil() {
      throw new TypeError('fetch failed', {
        cause: Object.assign(new Error('read ECONNRESET'), {
          code: 'ECONNRESET',
        }),
      });
    },
  },
  {
    kind: 'silence',
    error: always(ForgeUnreachableError),
    async spoil(_, signal) {
      while (!signal.aborted) await sleep(10);
      throw signal.reason;
    },
  },
  refusal(401, 'Bad credentials', always(BadCredentialsError)),
  refusal(403, 'Resource not accessible', always(BadCredentialsError)),
  refusal(404, 'Not Found', {
    reads: RepositoryMissingError,
    // Forges say so to whom may read only.
    writes: BadCredentialsError,
  }),
  refusal(409, 'Conflict', always(ForgeRefusedError)),
  refusal(422, 'Validation Failed', always(ForgeRefusedError)),
  refusal(429, 'Too many requests', always(RateLimitedError), {
    'retry-after': '30',
  }),
  refusal(500, 'Server Error', always(ForgeUnreachableError)),
  {
    kind: '502',
    error: always(ForgeUnreachableError),
    spoil: () => page(502, '<h1>Bad Gateway</h1>'),
  },
];

/** What comes from a proxy in place of an answer, such as its sign-in page. */
const signIn: Fault = {
  kind: 'page of a proxy',
  error: always(ForgeUnreachableError),
  spoil: () => page(200, '<h1>Sign in</h1>'),
};

const cutOff: Fault = {
  kind: 'half an answer',
  error: always(ForgeUnreachableError),
  async spoil(answer) {
    const text = (await answer?.text()) ?? '';
    return like(answer, text.slice(0, text.length / 2));
  },
};

const brokenOff: Fault = {
  kind: 'answer broken off',
  error: always(ForgeUnreachableError),
  async spoil(answer) {
    const bytes = Buffer.from((await answer?.text()) ?? '');
    return like(
      answer,
      new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(bytes.subarray(0, bytes.length / 2));
          controller.error(new TypeError('terminated'));
        },
      }),
    );
  },
};

/** An answer can be cut off only where there is one. */
export const faultsAt: Readonly<Record<Moment, readonly Fault[]>> = {
  before: [...faults, signIn],
  after: [...faults, cutOff, brokenOff],
};

function page(status: number, html: string): Response {
  return new Response(`<!doctype html>${html}`, {
    status,
    headers: { 'content-type': 'text/html' },
  });
}

function like(
  answer: Response | undefined,
  body: string | ReadableStream<Uint8Array>,
): Response {
  return new Response(body, {
    status: answer?.status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
}

/** A call in words that are the same for every tenant, such as `PATCH /pulls/*`. */
function nameOf(url: string, method: string): string {
  const path = decodeURIComponent(new URL(url).pathname)
    .replace(/^\/api(\/v3\/repos\/[^/]+\/[^/]+)?/, '')
    .replace(/(heads\/tenantry)\/.+/, '$1/*')
    .replace(/^(\/(?:pulls|issues))\/\d+/, '$1/*');
  return `${method} ${path}`;
}

/** `fetch` that tells what was asked for. */
export function recordingFetch(calls: string[]): typeof fetch {
  return (input, init) => {
    calls.push(nameOf(String(input), init?.method ?? 'GET'));
    return fetch(input, init);
  };
}

/**
 * `fetch` that answers every call but the first of this name. The client's time limit holds for that one only, so that
 * it may be short.
 */
export function spoilingFetch(
  call: string,
  moment: Moment,
  fault: Fault,
): typeof fetch {
  let spoiled = false;
  return async (input, { signal, ...init } = {}) => {
    const name = nameOf(String(input), init.method ?? 'GET');
    if (spoiled || name !== call) return fetch(input, init);
    spoiled = true;
    const answer = moment === 'after' ? await fetch(input, init) : undefined;
    return fault.spoil(answer, signal ?? new AbortController().signal);
  };
}

/** `fetch` that sends one call twice, as a proxy does that lost the first answer. */
export function repeatingFetch(call: string): typeof fetch {
  return async (input, init) => {
    if (nameOf(String(input), init?.method ?? 'GET') === call) {
      const first = await fetch(input, init);
      await first.arrayBuffer();
    }
    return fetch(input, init);
  };
}

/** `fetch` during which somebody else acts, once: just before a call goes out, or between it and its answer. */
export function interruptedFetch(
  call: string,
  moment: Moment,
  act: () => Promise<unknown>,
): typeof fetch {
  let acted = false;
  return async (input, init) => {
    const name = nameOf(String(input), init?.method ?? 'GET');
    if (acted || name !== call) return fetch(input, init);
    acted = true;
    if (moment === 'before') await act();
    const answer = await fetch(input, init);
    if (moment === 'after') await act();
    return answer;
  };
}
