import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  readProposedTenants,
  type TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import {
  proposeTenant,
  startExampleRepository,
} from '@tenantry/backstage-plugin-tenantry-node/testUtils';
import type {
  ControlStatus,
  FleetMatrix,
  FleetPage,
  TenantStatus,
  Unowned,
} from '@tenantry/backstage-plugin-tenantry-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { startForge, type Forge } from '@tenantry/forge';
import { join } from 'node:path';
import { repositoryObjects } from '@tenantry/gitops';
import request from 'supertest';
import { tenantryPlugin } from './plugin';
import { givingRepository } from './__testUtils__/givingRepository';
import { nobodysKubeconfig } from './__testUtils__/nobodysKubeconfig';

// Real git processes, on a machine that may be busy.
jest.setTimeout(60_000);

const payments = {
  name: 'payments',
  title: 'Payments',
  owner: 'group:default/payments',
  access: { admins: ['payments-leads'] },
  profile: 'hardened',
  environments: [
    { name: 'dev', cluster: 'dev-1' },
    { name: 'prod', cluster: 'prod-1', profile: 'sandboxed' },
  ],
};

/** A member of the group that asks. */
const ada = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'ada', namespace: 'default' },
  spec: { memberOf: ['payments'] },
  relations: [{ type: 'memberOf', targetRef: 'group:default/payments' }],
};

/** What the cluster can't have is named, and neither good nor broken. */
function isAvailable({ unavailable }: ControlStatus): boolean {
  return unavailable === undefined;
}

describe('tenantry plugin', () => {
  const directory = createMockDirectory();
  let forge: Forge;
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  let repository: TenantryRepositoryService;

  beforeAll(async () => {
    const example = await startExampleRepository(startForge, directory.path);
    forge = example.forge;
    backend = await startTestBackend({
      features: [
        tenantryPlugin,
        catalogServiceMock.factory({ entities: [ada] }),
        mockServices.rootConfig.factory({ data: example.config }),
        givingRepository(service => {
          repository = service;
        }),
      ],
    });
  });
  afterAll(async () => {
    await backend.stop();
    await forge.close();
  });

  const get = (path: string) =>
    request(backend.server)
      .get(`/api/tenantry${path}`)
      .set('Authorization', mockCredentials.user.header());
  const postPreview = (body: string | object) =>
    request(backend.server)
      .post('/api/tenantry/preview')
      .set('Authorization', mockCredentials.user.header('user:default/ada'))
      .set('Content-Type', 'application/json')
      .send(body);

  it.each([
    '/offer',
    '/names/payments',
    '/tenants',
    '/tenants/ledger',
    '/unowned',
    '/fleet',
    '/fleet/matrix',
  ])('answers %s to nobody unknown', async path => {
    const response = await request(backend.server)
      .get(`/api/tenantry${path}`)
      .set('Authorization', mockCredentials.none.header());
    expect(response.status).toBe(401);
  });

  it('reads no body of somebody unknown', async () => {
    const response = await request(backend.server)
      .post('/api/tenantry/preview')
      .set('Authorization', mockCredentials.none.header())
      .set('Content-Type', 'application/json')
      .send('x'.repeat(300 * 1024));
    expect(response.status).toBe(401);
  });

  it('offers what the platform file says, and which cluster can give it', async () => {
    const { status, body } = await get('/offer');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      platform: { title: 'Example platform' },
      defaults: { profile: 'hardened', size: 'small' },
      clusters: [
        { name: 'dev-1', ingress: true, runtimes: [] },
        { name: 'prod-1', runtimes: ['gvisor', 'kata', 'firecracker'] },
      ],
    });
    const clustersOf = Object.fromEntries(
      body.profiles.map((profile: { name: string; clusters: string[] }) => [
        profile.name,
        profile.clusters,
      ]),
    );
    expect(clustersOf).toEqual({
      shared: ['dev-1', 'prod-1'],
      hardened: ['dev-1', 'prod-1'],
      sandboxed: ['prod-1'],
      // Only the tenant that prod-1 has nodes for can have it.
      dedicated: [],
    });
  });

  it('says that a name is free', async () => {
    const { body } = await get('/names/invoices');
    expect(body).toEqual({ name: 'invoices', free: true, problems: [] });
  });

  it.each([
    ['ledger', 'already'],
    ['kube-system', 'reserved'],
    ['Ledger', 'capital letters'],
  ])('says why the name %s is not free', async (name, reason) => {
    const { body } = await get(`/names/${name}`);
    expect(body).toMatchObject({ name, free: false });
    expect(body.problems[0].message).toContain(reason);
  });

  it('previews the files and the pull request, and writes nothing', async () => {
    const { status, body } = await postPreview({ ...payments, expires: '' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ ok: true, plan: { kind: 'new' } });
    const paths = body.files.map(({ path }: { path: string }) => path);
    expect(paths).toContain('tenants/payments/tenant.yaml');
    expect(paths).toContain(
      'clusters/prod-1/tenants/payments/payments-prod.namespace.yaml',
    );
    expect(body.pullRequest.body).toContain(
      'user:default/ada (group group:default/payments)',
    );
    expect(await repository.openProposals()).toEqual([]);
  });

  it('lists every problem of a request with its path', async () => {
    const { status, body } = await postPreview({
      ...payments,
      name: 'ledger-',
      colour: 'green',
      environments: [{ name: 'dev', cluster: 'dev-1', hosts: ['co.uk'] }],
    });
    expect(status).toBe(200);
    expect(body.ok).toBe(false);
    const paths = body.problems.map(({ path }: { path: string[] }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        ['name'],
        ['colour'],
        ['environments', 0, 'hosts', 0],
      ]),
    );
  });

  it('says before anything is asked for that the owner is not theirs', async () => {
    const { body } = await postPreview({
      ...payments,
      owner: 'group:default/ledger',
    });
    expect(body).toEqual({
      ok: false,
      problems: [
        {
          path: ['owner'],
          message:
            "user:default/ada isn't a member of group:default/ledger, the owner of payments; ask a member of that group to make the request, or choose one of your own groups: group:default/payments",
        },
      ],
    });
  });

  it('refuses a body that is too large or no JSON, in words', async () => {
    const large = await postPreview(
      JSON.stringify({ title: 'x'.repeat(300 * 1024) }),
    );
    expect(large.status).toBe(413);
    expect(large.body.error.message).toContain('larger than 256 KiB');
    const broken = await postPreview('{"name": ');
    expect(broken.status).toBe(400);
    expect(broken.body.error.message).toContain('the body is not JSON');
  });

  it('shows a tenant of the main branch: declared there, unknown on clusters', async () => {
    const { status, body } = await get('/tenants/ledger');
    expect(status).toBe(200);
    const ledger: TenantStatus = body;
    expect(ledger).toMatchObject({
      phase: 'merged',
      owner: 'group:default/ledger',
      folderUrl: `${forge.url}/platform/tenants/tree/main/tenants/ledger`,
      clusterNote: 'no cluster connected',
      commit: { sha: expect.stringMatching(/^[0-9a-f]{40}$/) },
    });
    expect(ledger.environments.map(({ namespace }) => namespace)).toEqual([
      'ledger-dev',
      'ledger-prod',
    ]);
    const all = ledger.environments.flatMap(
      environment => environment.controls,
    );
    const controls = all.filter(isAvailable);
    expect(controls.length).toBeGreaterThan(20);
    expect(
      all
        .filter(control => !isAvailable(control))
        .map(({ control }) => control),
    ).toContain('admin-network-policy');
    const notDeclared = controls.filter(
      ({ posture }) => posture.declared.state !== 'yes',
    );
    expect(notDeclared).toEqual([]);
    expect(controls.map(({ posture }) => posture.live)).toEqual(
      controls.map(() => ({
        state: 'unknown',
        reason: 'no cluster connected',
      })),
    );
    const emitsNothing = controls.filter(({ emits }) => emits === '');
    expect(new Set(emitsNothing.map(({ control }) => control))).toEqual(
      new Set(['extension-points']),
    );
  });

  it('compares with what it can where the tenant itself can not be rendered', async () => {
    const snapshot = await repository.snapshot();
    const [ledger] = snapshot.fleet.tenants;
    const [environment] = ledger.spec.environments;
    const impossible = {
      ...ledger,
      spec: {
        ...ledger.spec,
        environments: [
          { ...environment, cluster: 'dev-1', profile: 'sandboxed' },
        ],
      },
    };
    const { rendered: all } = repositoryObjects(snapshot, ledger);
    const { rendered: rest, expected } = repositoryObjects(
      snapshot,
      impossible,
    );
    expect(expected).toEqual([]);
    expect(rest.size).toBeGreaterThan(0);
    expect(rest.size).toBeLessThan(all.size);
    expect([...rest.keys()].filter(key => !all.has(key))).toEqual([]);
  });

  it('says where it looked for a tenant that does not exist', async () => {
    const { status, body } = await get('/tenants/nobody');
    expect(status).toBe(404);
    expect(body.error.message).toBe(
      'there is no tenant "nobody", neither on the branch main nor in an open pull request',
    );
  });

  it('follows a tenant from its pull request to the main branch', async () => {
    const { number, merge } = await proposeTenant(repository, payments);
    await repository.refresh();
    expect((await readProposedTenants(repository)).length).toBe(1);

    const { body: requested } = await get('/tenants/payments');
    expect(requested).toMatchObject({
      phase: 'requested',
      pullRequest: { number, url: expect.stringContaining(`/pull/${number}`) },
    });
    expect(requested).not.toHaveProperty('commit');
    const declared = requested.environments[0].controls
      .filter(isAvailable)
      .map(({ posture }: ControlStatus) => posture.declared);
    expect(
      new Set(declared.map(({ state }: { state: string }) => state)),
    ).toEqual(new Set(['no']));
    expect(declared[0].reason).toBe(`not merged yet: pull request #${number}`);

    const { body: taken } = await get('/names/payments');
    expect(taken.free).toBe(false);
    expect(taken.problems[0].message).toContain(`pull request #${number}`);

    const { body: own } = await get('/names/payments').set(
      'Authorization',
      mockCredentials.user.header('user:default/ada'),
    );
    expect(own).toMatchObject({
      free: true,
      problems: [],
      onTopOf: { number, url: expect.stringContaining(`/pull/${number}`) },
    });
    const { body: again } = await postPreview({ ...payments, size: 'medium' });
    expect(again).toMatchObject({ ok: true, onTopOf: { number } });

    await merge();
    await repository.refresh();
    const { body: merged } = await get('/tenants/payments');
    expect(merged).toMatchObject({ phase: 'merged' });
    expect(merged).not.toHaveProperty('pullRequest');
    expect(
      merged.environments[1].controls
        .filter(isAvailable)
        .filter(
          ({ posture }: ControlStatus) => posture.declared.state !== 'yes',
        ),
    ).toEqual([]);

    const { body: all } = await get('/tenants');
    expect(
      all.map(({ name, phase }: { name: string; phase: string }) => [
        name,
        phase,
      ]),
    ).toEqual([
      ['ledger', 'merged'],
      ['payments', 'merged'],
      ['storefront', 'merged'],
    ]);
  });

  describe('the fleet', () => {
    async function judged() {
      for (;;) {
        const { body } = await get('/fleet?sort=name');
        const page: FleetPage = body;
        if (page.judging.waiting === 0 && page.total > 0) return page;
        await new Promise(resolve => setTimeout(resolve, 20));
      }
    }

    it('is a page of tenants, with what filters would leave', async () => {
      const { tenants, total, counts, judging } = await judged();
      expect(total).toBe(3);
      expect(tenants[0]).toMatchObject({
        name: 'ledger',
        owner: 'group:default/ledger',
        state: 'unknown',
        worst: { column: 'live', reason: 'no cluster connected' },
      });
      expect(tenants[0].environments).toHaveLength(2);
      expect(counts.states.unknown).toBe(3);
      expect(judging.checkedAt).toBeDefined();
    });

    it('takes filters from the address', async () => {
      await judged();
      const { body } = await get(
        '/fleet?owner=group:default/ledger&owner=group:default/nobody&limit=1',
      );
      expect(body.tenants.map(({ name }: { name: string }) => name)).toEqual([
        'ledger',
      ]);
      const { body: none } = await get('/fleet?state=holding');
      expect(none).toMatchObject({ tenants: [], total: 0 });
    });

    it('says what is wrong with an address', async () => {
      const { status, body } = await get('/fleet?state=green&limit=5000&x=1');
      expect(status).toBe(400);
      expect(body.error.message).toMatch(
        /the query can't be read: state: .*; limit: .*; Unrecognized key: "x"/,
      );
    });

    it('is a matrix of controls and clusters', async () => {
      await judged();
      const { body } = await get('/fleet/matrix');
      const matrix: FleetMatrix = body;
      expect(matrix.clusters.map(({ name }) => name)).toEqual([
        'dev-1',
        'prod-1',
      ]);
      const row = matrix.controls.find(
        ({ control }) => control === 'default-deny',
      );
      expect(row?.cells.map(({ unknown, holds }) => [unknown, holds])).toEqual(
        matrix.clusters.map(({ environments }) => [environments, 0]),
      );
    });

    it('names the channel of a tenant to those who may see it, and not by its name', async () => {
      const { body } = await get('/tenants/ledger');
      expect(body.channel).toMatch(/^tenantry:tenant:[\w-]{43}$/);
    });
  });

  describe('with files that somebody committed by hand', () => {
    const extra = 'clusters/dev-1/tenants/ledger/x.yaml';

    beforeAll(async () => {
      await commit('tenants/broken/tenant.yaml', 'spec: [');
      await commit(extra, 'kind: ConfigMap');
      await commit('clusters/dev-1/tenants/ledger/README.md', 'Hello');
      await repository.refresh();
    });

    async function commit(path: string, text: string) {
      const octokit = await repository.client();
      await octokit.rest.repos.createOrUpdateFileContents({
        owner: 'platform',
        repo: 'tenants',
        path,
        message: `Add ${path}`,
        content: Buffer.from(text).toString('base64'),
      });
    }

    it('says what is wrong with a tenant that cannot be read', async () => {
      const { status, body } = await get('/tenants/broken');
      expect(status).toBe(409);
      expect(body.error.message).toContain('tenants/broken/tenant.yaml:1');
    });

    it('lists it, and gives its name to nobody else', async () => {
      const { body: all } = await get('/tenants');
      expect(all[0]).toMatchObject({
        name: 'broken',
        phase: 'merged',
        environments: [],
        problem: expect.stringContaining('tenants/broken/tenant.yaml:1'),
      });
      const { body: taken } = await get('/names/broken');
      expect(taken.free).toBe(false);
      expect(taken.problems[0].message).toContain('tenants/broken/');
    });

    it('shows a guard-rail that nothing renders, where it applies', async () => {
      const { body } = await get('/tenants/ledger');
      const ledger: TenantStatus = body;
      const notDeclared = ledger.environments.flatMap(({ name, controls }) =>
        controls
          .filter(isAvailable)
          .filter(({ posture }) => posture.declared.state !== 'yes')
          .map(({ control, posture }) => [
            name,
            control,
            posture.declared.reason,
          ]),
      );
      expect(notDeclared).toEqual([
        ['dev', 'guard-rail-project', `${extra} is not rendered by Tenantry`],
      ]);
    });
  });
});

describe('tenantry plugin with a cluster that does not answer', () => {
  const directory = createMockDirectory();
  let forge: Forge;
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  let repository: TenantryRepositoryService;

  beforeAll(async () => {
    const example = await startExampleRepository(startForge, directory.path);
    forge = example.forge;
    directory.addContent({
      'dev-1.yaml': nobodysKubeconfig,
    });
    const { tenantry, ...config } = example.config;
    backend = await startTestBackend({
      features: [
        tenantryPlugin,
        givingRepository(service => {
          repository = service;
        }),
        catalogServiceMock.factory({ entities: [ada] }),
        mockServices.rootConfig.factory({
          data: {
            ...config,
            tenantry: {
              ...tenantry,
              clusters: {
                'dev-1': { kubeconfig: join(directory.path, 'dev-1.yaml') },
              },
            },
          },
        }),
      ],
    });
  });
  afterAll(async () => {
    await backend.stop();
    await forge.close();
  });

  it('says so of every control, and calls nothing live or proved', async () => {
    const { body } = await request(backend.server)
      .get('/api/tenantry/tenants/ledger')
      .set('Authorization', mockCredentials.user.header());
    const ledger: TenantStatus = body;
    expect(ledger.clusterNote).toBeUndefined();
    const [dev, prod] = ledger.environments.map(({ controls }) =>
      controls.filter(isAvailable),
    );
    const all = [...dev, ...prod];
    expect(new Set(all.map(({ posture }) => posture.declared.state))).toEqual(
      new Set(['yes']),
    );
    for (const column of ['live', 'proved'] as const)
      expect(new Set(all.map(({ posture }) => posture[column].state))).toEqual(
        new Set(['unknown']),
      );
    const reasonOf = (controls: readonly ControlStatus[]) =>
      controls.find(({ control }) => control === 'default-deny')?.posture.live
        .reason;
    expect(reasonOf(dev)).toMatch(
      /^NetworkPolicy objects of dev-1 can't be read: (not read yet|no answer from)/,
    );
    expect(reasonOf(prod)).toBe('prod-1 is not connected');
    const [devQuota, prodQuota] = ledger.environments.map(({ quota }) =>
      quota.map(bar => (bar.state === 'unknown' ? bar.reason : bar.used)),
    );
    expect(devQuota).toHaveLength(4);
    for (const reason of devQuota)
      expect(reason).toMatch(
        /^ResourceQuota objects of dev-1 can't be read: (not read yet|no answer from)/,
      );
    expect(new Set(prodQuota)).toEqual(new Set(['prod-1 is not connected']));
    expect(JSON.stringify(body)).not.toContain('a-secret-token');
  });
  it('says of each cluster why nobody knows its namespaces, and lists none', async () => {
    const { body } = await request(backend.server)
      .get('/api/tenantry/unowned')
      .set('Authorization', mockCredentials.user.header());
    const { clusters }: Unowned = body;
    expect(clusters).toEqual([
      {
        cluster: 'dev-1',
        title: expect.any(String),
        state: 'unreadable',
        reason: expect.stringMatching(/^(not read yet|no answer from)/),
      },
      {
        cluster: 'prod-1',
        title: expect.any(String),
        state: 'not connected',
      },
    ]);
  });

  it('says of the quota of a tenant that is only asked for that it is not merged', async () => {
    const { number } = await proposeTenant(repository, payments);
    await repository.refresh();
    const { body } = await request(backend.server)
      .get('/api/tenantry/tenants/payments')
      .set('Authorization', mockCredentials.user.header());
    const { environments }: TenantStatus = body;
    expect(environments[0].quota[0]).toEqual({
      title: 'CPU',
      state: 'unknown',
      reason: `not merged yet: pull request #${number}`,
    });
  });
});
