import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';

/** An object of the API, as far as the rig looks at it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** As little of a client as the rig needs; tests use the product's own. */
export interface Client {
  send(
    method: 'GET' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<Reply>;
  /** The object at the path; undefined when there is none. */
  get<T>(path: string): Promise<T | undefined>;
  /** Server-side apply, by force: nobody else manages what the rig applies. */
  apply(object: KubeObject): Promise<void>;
  close(): void;
}

interface Kubeconfig {
  readonly clusters: readonly [{ cluster: Record<string, string> }];
  readonly users: readonly [{ user: Record<string, string> }];
}

/** A client for a kubeconfig that the rig has written. */
export function connect(kubeconfig: string): Client {
  const config: Kubeconfig = JSON.parse(readFileSync(kubeconfig, 'utf8'));
  const { cluster } = config.clusters[0];
  const { user } = config.users[0];
  const decode = (text: string) => Buffer.from(text, 'base64');
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 4,
    ca: decode(cluster['certificate-authority-data']),
    cert: decode(user['client-certificate-data']),
    key: decode(user['client-key-data']),
  });

  const send: Client['send'] = (method, path, body) =>
    new Promise((resolve, reject) => {
      const outgoing = request(
        new URL(path, cluster.server),
        {
          method,
          agent,
          timeout: 30_000,
          headers: {
            Accept: 'application/json',
            ...(body === undefined
              ? {}
              : { 'Content-Type': 'application/apply-patch+yaml' }),
          },
        },
        incoming => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.once('error', reject);
          incoming.once('end', () =>
            resolve({
              status: incoming.statusCode ?? 0,
              text: Buffer.concat(chunks).toString('utf8'),
            }),
          );
        },
      );
      outgoing.once('error', reject);
      outgoing.once('timeout', () =>
        outgoing.destroy(new Error(`${method} ${path}: no answer in 30 s`)),
      );
      // JSON is YAML, which is what an apply patch is said to be.
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    });

  const get: Client['get'] = async <T>(path: string) => {
    const reply = await send('GET', path);
    if (reply.status === 404) return undefined;
    if (reply.status !== 200) throw refused('GET', path, reply);
    const object: T = JSON.parse(reply.text);
    return object;
  };

  const locate = resourcePaths(get);
  return {
    send,
    get,
    async apply(object) {
      const path = await locate(object);
      const query = 'fieldManager=tenantry-rig&force=true';
      const reply = await send('PATCH', `${path}?${query}`, object);
      if (reply.status >= 300) throw refused('apply', path, reply);
    },
    close: () => agent.destroy(),
  };
}

interface ResourceList {
  readonly resources: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
  }[];
}

/** Where an object is, asked of the server once for each group and version. */
function resourcePaths(get: Client['get']) {
  const lists = new Map<string, ResourceList>();
  return async ({ apiVersion, kind, metadata }: KubeObject) => {
    const root = apiVersion.includes('/')
      ? `/apis/${apiVersion}`
      : `/api/${apiVersion}`;
    const find = () =>
      lists
        .get(root)
        ?.resources.find(
          each => each.kind === kind && !each.name.includes('/'),
        );
    if (!find()) {
      const list = await get<ResourceList>(root);
      if (list) lists.set(root, list);
    }
    const resource = find();
    if (!resource)
      throw new Error(`the server doesn't know ${apiVersion} ${kind}`);
    const place = resource.namespaced
      ? `/namespaces/${metadata.namespace ?? 'default'}`
      : '';
    return `${root}${place}/${resource.name}/${metadata.name}`;
  };
}

function refused(what: string, path: string, { status, text }: Reply): Error {
  return new Error(`${what} ${path}: ${status} ${text.slice(0, 1000)}`);
}
