import {
  namespaceKind,
  type KubernetesObject,
  type LiveCluster,
  type Source,
} from '@tenantry/controls';
import { treeFromFiles } from '@tenantry/gitops';
import {
  parseCluster,
  parsePlatform,
  parseTenant,
  unwrap,
} from '@tenantry/model';
import type { TenantryRepositoryService } from '@tenantry/backstage-plugin-tenantry-node';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectedClusters } from './connectedClusters';
import { readUnownedQuery, unowned } from './unowned';

const root = join(__dirname, '../../../../examples/platform');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const fleet = {
  platform: unwrap(parsePlatform(read('platform.yaml'))),
  clusters: ['prod-1', 'dev-1'].map(name =>
    unwrap(parseCluster(read(`clusters/${name}/cluster.yaml`))),
  ),
  tenants: [unwrap(parseTenant(read('tenants/ledger/tenant.yaml')))],
};
const at = '2026-11-26T12:00:00Z';

const repository = {
  snapshot: async () => ({
    commit: 'abc',
    tree: treeFromFiles(new Map()),
    fleet,
    problems: [
      {
        file: 'tenants/broken/tenant.yaml',
        path: ['spec'],
        message: 'is missing',
      },
      {
        file: 'clusters/lost-1/cluster.yaml',
        path: ['spec'],
        message: 'is missing',
      },
    ],
    checkedAt: at,
  }),
} as Pick<TenantryRepositoryService, 'snapshot'> as TenantryRepositoryService;

function namespace(name: string, tenant?: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: tenant ? { 'tenantry.dev/tenant': tenant } : {},
    },
  };
}

function connected(
  namespaces: readonly KubernetesObject[],
  source: Source = { state: 'read', at },
): ConnectedClusters {
  const live: LiveCluster = {
    source: ({ kind }) =>
      kind === namespaceKind.kind
        ? source
        : { state: 'unreadable', reason: 'not asked for' },
    find: () => undefined,
    revision: () => undefined,
    all: ({ kind }) => (kind === namespaceKind.kind ? namespaces : []),
  };
  return {
    view: () => ({ clusters: new Map([['dev-1', live]]) }),
    proofOf: () => ({}),
    syncOf: () => ({}),
    sources: () => [],
    onChange: () => () => {},
    stop: async () => {},
  };
}

const everything = readUnownedQuery({});

describe('unowned', () => {
  it('says of every cluster of the repository what is known of it', async () => {
    const answer = await unowned(
      everything,
      repository,
      connected([
        namespace('ledger-dev', 'ledger'),
        namespace('kube-system'),
        namespace('old-experiment'),
        namespace('gone-dev', 'gone'),
        namespace('broken-dev', 'broken'),
      ]),
    );
    expect(answer.checkedAt).toBe(at);
    expect(answer.clusters).toEqual([
      {
        cluster: 'dev-1',
        title: expect.any(String),
        state: 'read',
        at,
        total: 3,
        namespaces: [
          expect.objectContaining({ name: 'gone-dev', standing: 'orphan' }),
          expect.objectContaining({
            name: 'broken-dev',
            standing: 'undecided',
          }),
          expect.objectContaining({
            name: 'old-experiment',
            standing: 'nobodys',
          }),
        ],
        owned: 1,
        platform: ['kube-system'],
      },
      {
        cluster: 'lost-1',
        title: 'lost-1',
        state: 'unreadable',
        reason: "clusters/lost-1/cluster.yaml can't be read",
      },
      {
        cluster: 'prod-1',
        title: expect.any(String),
        state: 'not connected',
      },
    ]);
  });

  it('lists nothing of a cluster that can not be read, though it remembers some', async () => {
    const { clusters } = await unowned(
      { cluster: 'dev-1', offset: 0 },
      repository,
      connected([namespace('old-experiment')], {
        state: 'unreadable',
        reason: 'no answer',
        lastRead: at,
      }),
    );
    expect(clusters).toEqual([
      {
        cluster: 'dev-1',
        title: expect.any(String),
        state: 'unreadable',
        reason: 'no answer',
        at,
      },
    ]);
  });

  it('gives many page by page, each once', async () => {
    const many = Array.from({ length: 250 }, (_, index) =>
      namespace(`lost-${String(index).padStart(3, '0')}`),
    );
    const names: string[] = [];
    const nexts: (number | undefined)[] = [];
    for (let offset: number | undefined = 0; offset !== undefined; ) {
      const { clusters } = await unowned(
        { cluster: 'dev-1', offset },
        repository,
        connected(many),
      );
      const [page] = clusters;
      if (page.state !== 'read') throw new Error('not read');
      expect(page.total).toBe(250);
      names.push(...page.namespaces.map(({ name }) => name));
      nexts.push(page.next);
      offset = page.next;
    }
    expect(nexts).toEqual([100, 200, undefined]);
    expect(names).toEqual(many.map(({ metadata }) => metadata.name));
  });

  it('knows no other cluster', async () => {
    await expect(
      unowned({ cluster: 'moon-1', offset: 0 }, repository, connected([])),
    ).rejects.toThrow('the repository has no cluster "moon-1"');
  });
});

describe('readUnownedQuery', () => {
  it('takes numbers as they stand in an address', () => {
    expect(readUnownedQuery({ cluster: 'dev-1', offset: '100' })).toEqual({
      cluster: 'dev-1',
      offset: 100,
    });
  });

  it.each([
    [{ offset: '-1' }],
    [{ offset: '1.5' }],
    [{ offset: 'all' }],
    [{ cluster: ['a', 'b'] }],
    [{ page: '1' }],
  ])('refuses %j', query => {
    expect(() => readUnownedQuery(query)).toThrow(/^the query is cluster=/);
  });
});
