import { KubeConfig } from '@kubernetes/client-node';
import type { ApiRequest } from '@tenantry/controls';
import { Agent, request } from 'node:https';
import type { RequestOptions } from 'node:https';

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
  close(): void;
}

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

/** How long credentials are used before they are read again. */
const credentialsMs = 30_000;

/** Longer than any admission webhook may take. */
const timeoutMs = 40_000;

/**
 * Opens the cluster of a kubeconfig.
 *
 * @param kubeconfig path of the file; default: where kubectl looks.
 * @param context name of a context in it; default: its current one.
 */
export async function openCluster(
  kubeconfig?: string,
  context?: string,
): Promise<ClusterClient> {
  const config = new KubeConfig();
  if (kubeconfig) config.loadFromFile(kubeconfig);
  else config.loadFromDefault();
  if (context) config.setCurrentContext(context);
  const server = config.getCurrentCluster()?.server;
  if (!server) throw new Error('the kubeconfig names no cluster');
  const { origin, pathname } = new URL(server);

  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  let known: { readonly options: RequestOptions; readonly until: number } = {
    options: {},
    until: 0,
  };

  /** Certificates and tokens; a token that a program or a file brings is asked for anew now and then. */
  async function authenticate(): Promise<RequestOptions> {
    if (Date.now() > known.until) {
      const options: RequestOptions = {};
      await config.applyToHTTPSOptions(options);
      known = { options, until: Date.now() + credentialsMs };
    }
    return known.options;
  }

  async function call(
    method: string,
    path: string,
    { as, query = {}, dryRun }: SendOptions,
    content?: { readonly type: string; readonly text: string },
  ): Promise<Answer> {
    const search = new URLSearchParams({
      ...query,
      ...(dryRun ? { dryRun: 'All' } : {}),
    }).toString();
    const url = `${origin}${pathname.replace(/\/$/, '')}${path}${
      search ? `?${search}` : ''
    }`;
    const { headers, ...credentials } = await authenticate();
    return new Promise((resolve, reject) => {
      const outgoing = request(
        url,
        {
          ...credentials,
          agent,
          method,
          timeout: timeoutMs,
          headers: {
            ...headers,
            Accept: 'application/json',
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
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () =>
            resolve(
              answerOf(
                incoming.statusCode ?? 0,
                Buffer.concat(chunks).toString('utf8'),
                incoming.headersDistinct,
              ),
            ),
          );
        },
      );
      outgoing.on('timeout', () =>
        outgoing.destroy(new Error(`nothing within ${timeoutMs / 1000} s`)),
      );
      outgoing.on('error', reject);
      outgoing.end(content?.text);
    }).catch((error: unknown) => {
      throw new ClusterUnreachableError(server as string, error);
    }) as Promise<Answer>;
  }

  return {
    server,
    get: (path, options = {}) => call('GET', path, options),
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
    close: () => agent.destroy(),
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
