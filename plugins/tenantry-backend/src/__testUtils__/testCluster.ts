import { createHttpServer } from '@backstage/backend-defaults/rootHttpRouter';
import { mockServices } from '@backstage/backend-test-utils';
import { pathOf, resourceOf } from '@tenantry/cluster';
import type { KubernetesObject } from '@tenantry/controls';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** An API server that lists objects, and keeps watches open without a word. */
export interface TestCluster {
  /** The text of a kubeconfig that leads to it, with the token that counts now. */
  kubeconfig(): string;
  /** Connections that are open. */
  sockets(): number;
  /** Lets requests wait, until the returned function is called. */
  hold(): () => void;
  /** From now on another token counts; whoever has the former one is cut off. */
  replaceToken(): void;
  stop(): Promise<void>;
}

/** Starts it on a free port, with a certificate that nobody vouches for. */
export async function startTestCluster(
  objects: readonly KubernetesObject[],
): Promise<TestCluster> {
  const listed = (path: string) =>
    objects.filter(
      object => path === pathOf({ verb: 'list', resource: resourceOf(object) }),
    );
  const sockets = new Set<Socket>();
  let token = 'token-0';
  let held = Promise.resolve();

  async function answer(request: IncomingMessage, response: ServerResponse) {
    await held;
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    if (request.headers.authorization !== `Bearer ${token}`)
      response.writeHead(401).end('{"message":"Unauthorized"}');
    else if (searchParams.has('watch')) response.writeHead(200).flushHeaders();
    else
      response.end(
        JSON.stringify({
          metadata: { resourceVersion: '1' },
          items: listed(pathname).map(asStored),
        }),
      );
  }

  const server = await createHttpServer(
    answer,
    {
      listen: { host: '127.0.0.1', port: 0 },
      https: { certificate: { type: 'generated', hostname: '127.0.0.1' } },
    },
    { logger: mockServices.logger.mock() },
  );
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await server.start();
  const cutOff = () => {
    for (const socket of sockets) socket.destroy();
  };

  return {
    kubeconfig: () => kubeconfigOf(server.port(), token),
    sockets: () => sockets.size,
    hold() {
      let release = () => {};
      held = new Promise(resolve => {
        release = resolve;
      });
      return () => release();
    },
    replaceToken() {
      token = `${token}0`;
      cutOff();
    },
    stop() {
      cutOff();
      return server.stop();
    },
  };
}

function asStored(object: KubernetesObject): KubernetesObject {
  return {
    ...object,
    metadata: { ...object.metadata, resourceVersion: '1' },
  };
}

function kubeconfigOf(port: number, token: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'x',
        cluster: {
          server: `https://127.0.0.1:${port}`,
          'insecure-skip-tls-verify': true,
        },
      },
    ],
    users: [{ name: 'x', user: { token } }],
    contexts: [{ name: 'x', context: { cluster: 'x', user: 'x' } }],
    'current-context': 'x',
  });
}
