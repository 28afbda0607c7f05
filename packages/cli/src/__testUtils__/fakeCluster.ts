import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { http, HttpResponse } from 'msw';
import type { KubernetesObject } from '@tenantry/controls';
import { resourceOf } from '@tenantry/cluster';

/** An API server that holds these objects and lists them, as `msw` handlers. */
export interface FakeCluster {
  readonly server: string;
  readonly objects: KubernetesObject[];
  /** Resources, such as `v1/resourcequotas`, to another status than 200. */
  readonly refused: Map<string, number>;
  /** What it answers to whatever is no list; default: that it did what was asked. */
  decide: (body: string, path: string) => Decision;
  /** Requests, such as `GET /api/v1/namespaces`. */
  readonly asked: string[];
}

export interface Decision {
  readonly status: number;
  readonly message?: string;
}

export function fakeCluster(server: string): FakeCluster {
  return {
    server,
    objects: [],
    refused: new Map(),
    asked: [],
    decide: () => ({ status: 201 }),
  };
}

export function handlersOf(cluster: FakeCluster) {
  const { server, objects, refused, asked } = cluster;
  return [
    http.all(`${server}/*`, async ({ request }) => {
      const { pathname } = new URL(request.url);
      asked.push(`${request.method} ${pathname}`);
      const match =
        /^\/(?:api|apis)\/(.+?)(?:\/namespaces\/([^/]+))?\/([^/]+)$/.exec(
          pathname,
        );
      const [, version = '', namespace, plural] = match ?? [];
      const resource = `${version}/${plural}`;
      const status = refused.get(resource);
      if (status !== undefined)
        return HttpResponse.json(
          { kind: 'Status', message: `${plural} is forbidden` },
          { status },
        );
      if (request.method !== 'GET') {
        const text = await request.text();
        const { status: decided, message } = cluster.decide(text, pathname);
        return HttpResponse.json(
          { kind: 'Status', ...(message === undefined ? {} : { message }) },
          { status: decided },
        );
      }
      const items = objects
        .filter(object => resourceOf(object) === resource)
        .filter(
          ({ metadata }) =>
            namespace === undefined || metadata.namespace === namespace,
        )
        .map(({ metadata, ...object }) => ({
          ...object,
          metadata: { resourceVersion: '1', ...metadata },
        }));
      return HttpResponse.json({ metadata: { resourceVersion: '1' }, items });
    }),
  ];
}

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0))
    rmSync(folder, { recursive: true, force: true });
});

/** The path of a kubeconfig that leads there, with a token that nobody may see. It goes with the test. */
export function kubeconfigFor(server: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-cli-'));
  folders.push(folder);
  const place = join(folder, 'kube.yaml');
  writeFileSync(
    place,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'it', cluster: { server } }],
      users: [{ name: 'me', user: { token: 'a-secret-token' } }],
      contexts: [{ name: 'it', context: { cluster: 'it', user: 'me' } }],
      'current-context': 'it',
    }),
  );
  return place;
}
