import type { KubeConfig } from '@kubernetes/client-node';
import type { ApiRequest } from '@tenantry/controls';
import { Agent, request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { RequestOptions } from 'node:https';
import { loadAccess } from './access';
import type { ClusterAccess } from './access';

/** Whom a request is made as, by the API server's impersonation; the prover itself where absent. */
export interface Identity {
  readonly user: string;
  readonly groups: readonly string[];
}

export interface SendOptions {
  readonly as?: Identity;
  /** Admission and validation happen, nothing is stored. */
  readonly dryRun?: boolean;
  readonly query?: Readonly<Record<string, string>>;
  /** In which form the answer is wanted; default: JSON. */
  readonly accept?: string;
  /** Gives up. */
  readonly signal?: AbortSignal;
}

export interface LinesOptions {
  readonly query?: SendOptions['query'];
  readonly accept?: string;
  readonly signal: AbortSignal;
  /** The answer has begun. */
  readonly onOpen?: () => void;
}

/** What an API server answered. */
export interface Answer {
  readonly status: number;
  /** The message of a Status, or the body as it came. */
  readonly message: string;
  /** The body, parsed; `undefined` when it isn't JSON. */
  readonly body: unknown;
  /** Texts of `Warning` headers. */
  readonly warnings: readonly string[];
  /** UIDs of the FlowSchema and of the PriorityLevelConfiguration in which the request counted. */
  readonly flow?: { readonly schema: string; readonly level: string };
}

/** One API server, with the credentials of one kubeconfig context. */
export interface ClusterClient {
  readonly server: string;
  /** @throws ClusterUnreachableError when there is no answer. */
  send(request: ApiRequest, options?: SendOptions): Promise<Answer>;
  /** Any path, for what isn't a resource: discovery, `/readyz`. */
  get(path: string, options?: SendOptions): Promise<Answer>;
  /**
   * The lines of an answer as they come, such as the events of a watch, until the server ends it.
   *
   * @throws RefusedError when the answer isn't 200; ClusterUnreachableError when the connection breaks or `signal` fires.
   */
  lines(path: string, options: LinesOptions): AsyncIterable<string>;
  close(): void;
}

interface Credentials {
  readonly options: Promise<RequestOptions>;
  readonly readAt: number;
}

type OpenOptions = SendOptions & {
  /** The answer may go on for long. */
  readonly streaming?: boolean;
};

export class ClusterUnreachableError extends Error {
  override readonly name = 'ClusterUnreachableError';

  constructor(server: string, cause: unknown) {
    super(
      `no answer from ${server}: ${
        cause instanceof Error ? cause.message : String(cause)
      }`,
      { cause },
    );
  }
}

/** The API server answered, and not with what was asked for. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';

  constructor(readonly answer: Answer) {
    super(answer.message || `status ${answer.status}`);
  }
}

const patchTypes = {
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;

const methods = {
  get: 'GET',
  list: 'GET',
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  deletecollection: 'DELETE',
} as const;

/** The field manager that server-side apply names. */
const fieldManager = 'tenantry';

/** How long credentials are used before they are read again, and for how long at least, though the cluster refuses them. */
const credentialsMs = 30_000;
const refusedMs = 5_000;

/** Longer than any admission webhook may take. */
const timeoutMs = 40_000;

/**
 * Opens a cluster; nothing is asked of it yet.
 *
 * @throws AccessError, or what reading a kubeconfig throws.
 */
export async function openCluster(
  access: ClusterAccess = {},
): Promise<ClusterClient> {
  /** Absent once the cluster refused what it led to: somebody may have put something else there. */
  let config: KubeConfig | undefined = loadAccess(access);
  const { server = '' } = config.getCurrentCluster() ?? {};
  const { origin, pathname } = new URL(server);

  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  // A stream keeps its connection for minutes, and must not stand in the way of other requests.
  const streams = new Agent({ keepAlive: true });
  let known: Credentials | undefined;

  /** Certificates and tokens; a token that a program or a file brings is asked for anew now and then. */
  function credentials(): Credentials {
    if (known && Date.now() - known.readAt <= credentialsMs) return known;
    const fresh = { options: readCredentials(), readAt: Date.now() };
    known = fresh;
    // What failed is tried again by the next request.
    fresh.options.catch(() => {
      if (known === fresh) known = undefined;
    });
    return fresh;
  }

  async function readCredentials(): Promise<RequestOptions> {
    const options: RequestOptions = {};
    try {
      config ??= sameCluster(loadAccess(access));
      await config.applyToHTTPSOptions(options);
    } catch {
      // Never its own words: a program that brings credentials may print them, and parsers quote what they stumble over.
      throw new Error("the credentials can't be had");
    }
    return options;
  }

  /** Credentials of another cluster are not for this one. */
  function sameCluster(fresh: KubeConfig): KubeConfig {
    if (fresh.getCurrentCluster()?.server === server) return fresh;
    throw new Error('it leads to another cluster now');
  }

  /** Whatever brought them is read anew, and once, whoever else used them. */
  function refuse(used: Credentials): void {
    if (known !== used || Date.now() - used.readAt < refusedMs) return;
    known = undefined;
    config = undefined;
  }

  /** Sends a request; the answer's body is still to be read. */
  async function open(
    method: string,
    path: string,
    {
      as,
      query = {},
      accept = 'application/json',
      dryRun,
      signal,
      streaming = false,
    }: OpenOptions,
    content?: { readonly type: string; readonly text: string },
  ): Promise<IncomingMessage> {
    const search = new URLSearchParams({
      ...query,
      ...(dryRun ? { dryRun: 'All' } : {}),
    }).toString();
    const url = `${origin}${pathname.replace(/\/$/, '')}${path}${
      search ? `?${search}` : ''
    }`;
    const used = credentials();
    const { headers, ...options } = await inTime(used.options, signal);
    return new Promise((resolve, reject) => {
      const outgoing = request(
        url,
        {
          ...options,
          agent: streaming ? streams : agent,
          method,
          signal,
          timeout: timeoutMs,
          headers: {
            ...headers,
            Accept: accept,
            ...(content
              ? {
                  'Content-Type': content.type,
                  // Not filled in for DELETE.
                  'Content-Length': Buffer.byteLength(content.text),
                }
              : {}),
            ...(as
              ? {
                  'Impersonate-User': as.user,
                  'Impersonate-Group': [...as.groups],
                }
              : {}),
          },
        },
        incoming => {
          if (streaming) outgoing.setTimeout(0);
          if (incoming.statusCode === 401) refuse(used);
          resolve(incoming);
        },
      );
      outgoing.on('timeout', () =>
        outgoing.destroy(new Error(`nothing within ${timeoutMs / 1000} s`)),
      );
      outgoing.on('error', reject);
      outgoing.end(content?.text);
    });
  }

  async function call(
    method: string,
    path: string,
    options: SendOptions,
    content?: { readonly type: string; readonly text: string },
  ): Promise<Answer> {
    try {
      return await readAnswer(await open(method, path, options, content));
    } catch (error) {
      throw new ClusterUnreachableError(server, error);
    }
  }

  async function* lines(
    path: string,
    { onOpen, ...options }: LinesOptions,
  ): AsyncGenerator<string> {
    let refused: Answer | undefined;
    try {
      const incoming = await open('GET', path, { ...options, streaming: true });
      if (incoming.statusCode === 200) {
        onOpen?.();
        yield* linesOf(incoming);
      } else refused = await readAnswer(incoming);
    } catch (error) {
      throw new ClusterUnreachableError(server, error);
    }
    if (refused) throw new RefusedError(refused);
  }

  return {
    server,
    get: (path, options = {}) => call('GET', path, options),
    lines,
    send: (item, options = {}) =>
      call(
        methods[item.verb],
        pathOf(item),
        item.patch === 'apply'
          ? {
              ...options,
              query: { fieldManager, force: 'true', ...options.query },
            }
          : options,
        contentOf(item, options),
      ),
    close() {
      agent.destroy();
      streams.destroy();
    },
  };
}

/** The path of a request: of a collection without a name, of an object with one. */
export function pathOf({ resource, namespace, name }: ApiRequest): string {
  const parts = resource.split('/');
  const [prefix, rest] =
    parts[0] === 'v1'
      ? ['/api/v1', parts.slice(1)]
      : [`/apis/${parts[0]}/${parts[1]}`, parts.slice(2)];
  const [plural, ...subresource] = rest;
  return [
    prefix,
    ...(namespace ? ['namespaces', encodeURIComponent(namespace)] : []),
    plural,
    ...(name ? [encodeURIComponent(name)] : []),
    ...subresource,
  ].join('/');
}

function contentOf(
  { verb, body, patch = 'merge' }: ApiRequest,
  { dryRun }: SendOptions,
): { type: string; text: string } | undefined {
  if (verb === 'delete' || verb === 'deletecollection') {
    // A deletion with a body ignores the parameter: the option must stand in the body.
    return {
      type: 'application/json',
      text: JSON.stringify({
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        ...(dryRun ? { dryRun: ['All'] } : {}),
        ...(body as object | undefined),
      }),
    };
  }
  if (body === undefined) return undefined;
  return {
    type: verb === 'patch' ? patchTypes[patch] : 'application/json',
    text: JSON.stringify(body),
  };
}

/** A program that brings credentials may hang. */
async function inTime<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const deadline = AbortSignal.timeout(timeoutMs);
  const over = signal ? AbortSignal.any([signal, deadline]) : deadline;
  over.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = () => reject(over.reason);
    over.addEventListener('abort', stop, { once: true });
    work
      .then(resolve, reject)
      .finally(() => over.removeEventListener('abort', stop));
  });
}

async function readAnswer(incoming: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return answerOf(
    incoming.statusCode ?? 0,
    Buffer.concat(chunks).toString('utf8'),
    incoming.headersDistinct,
  );
}

async function* linesOf(incoming: IncomingMessage): AsyncGenerator<string> {
  incoming.setEncoding('utf8');
  let rest = '';
  for await (const chunk of incoming) {
    const pieces = (rest + chunk).split('\n');
    rest = pieces.pop() ?? '';
    yield* pieces;
  }
  if (rest !== '') yield rest;
}

function answerOf(
  status: number,
  text: string,
  headers: NodeJS.Dict<string[]>,
): Answer {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  const message =
    typeof body === 'object' &&
    body !== null &&
    'message' in body &&
    typeof body.message === 'string'
      ? body.message
      : text;
  const uidOf = (what: string) =>
    headers[`x-kubernetes-pf-${what}-uid`]?.[0] ?? '';
  return {
    status,
    message,
    body,
    warnings: headers.warning ?? [],
    flow: { schema: uidOf('flowschema'), level: uidOf('prioritylevel') },
  };
}
