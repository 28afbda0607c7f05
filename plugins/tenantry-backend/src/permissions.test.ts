import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  isPermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  tenantProposePermission,
  tenantReadPermission,
  type FleetPage,
} from '@tenantry/backstage-plugin-tenantry-common';
import {
  createTenantConditionalDecision,
  tenantConditions,
  type TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import {
  createTestRepository,
  proposeTenant,
  startExampleRepository,
} from '@tenantry/backstage-plugin-tenantry-node/testUtils';
import { startForge, type Forge } from '@tenantry/forge';
import request from 'supertest';
import { tenantryPlugin } from './plugin';

// Real git processes, on a machine that may be busy.
jest.setTimeout(60_000);

/** Owns ledger, and nothing else. */
const lea = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'lea', namespace: 'default' },
  spec: { memberOf: ['ledger'] },
  relations: [{ type: 'memberOf', targetRef: 'group:default/ledger' }],
};

const invoices = {
  name: 'invoices',
  title: 'Invoices',
  owner: 'group:default/ledger',
  access: { admins: ['ledger-leads'] },
  environments: [{ name: 'dev', cluster: 'dev-1' }],
};

const payments = {
  ...invoices,
  name: 'payments',
  owner: 'group:default/payments',
  access: { admins: ['payments-leads'] },
};

const allow = { result: AuthorizeResult.ALLOW } as const;
const deny = { result: AuthorizeResult.DENY } as const;
const owned = { claims: ['group:default/ledger'] };

describe('the permission policy of the portal', () => {
  const directory = createMockDirectory();
  /** What the policy says in this test. */
  let policy: { read: PolicyDecision; propose: PolicyDecision };
  let forge: Forge;
  /** The same one, apart from the backend's. */
  let repository: TenantryRepositoryService;
  let backend: Awaited<ReturnType<typeof startTestBackend>>;

  beforeAll(async () => {
    const example = await startExampleRepository(startForge, directory.path);
    forge = example.forge;
    const { tenantry, ...config } = example.config;
    repository = createTestRepository(
      mockServices.rootConfig({
        data: { ...config, tenantry: { ...tenantry, dataDir: 'of-this-test' } },
      }),
      mockServices.logger.mock(),
    );
    await proposeTenant(repository, payments);
    backend = await startTestBackend({
      features: [
        tenantryPlugin,
        mockServices.permissions.mock({
          authorizeConditional: async queries =>
            queries.map(({ permission }) =>
              isPermission(permission, tenantReadPermission)
                ? policy.read
                : policy.propose,
            ),
        }).factory,
        catalogServiceMock.factory({ entities: [lea] }),
        mockServices.rootConfig.factory({ data: example.config }),
      ],
    });
  });
  afterAll(async () => {
    await backend.stop();
    await forge.close();
  });

  const asLea = mockCredentials.user.header('user:default/lea');
  const get = (path: string) =>
    request(backend.server)
      .get(`/api/tenantry${path}`)
      .set('Authorization', asLea);
  const post = (path: string, body: object) =>
    request(backend.server)
      .post(`/api/tenantry${path}`)
      .set('Authorization', asLea)
      .send(body);
  const closePayments = () => post('/tenants/payments/request/close', {});
  const namesOf = (tenants: readonly { name: string }[]) =>
    tenants.map(({ name }) => name);
  /** What everybody may see, once the fleet has judged a tenant. */
  async function fleetWith(tenant: string): Promise<FleetPage> {
    for (;;) {
      const { body } = await get('/fleet');
      if (namesOf(body.tenants).includes(tenant)) return body;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  describe('that allows everything', () => {
    beforeAll(() => {
      policy = { read: allow, propose: allow };
    });

    it('changes nothing', async () => {
      const { body } = await get('/tenants');
      expect(namesOf(body)).toEqual(['ledger', 'storefront', 'payments']);
      expect((await get('/tenants/storefront')).status).toBe(200);
      expect((await get('/tenants/nobody')).status).toBe(404);
      const fleet = await fleetWith('payments');
      expect(namesOf(fleet.tenants).sort()).toEqual([
        'ledger',
        'payments',
        'storefront',
      ]);
      expect((await get('/fleet/matrix')).status).toBe(200);
      expect((await get('/unowned')).status).toBe(200);
      expect((await get('/offer')).status).toBe(200);
      expect((await get('/names/invoices')).body.free).toBe(true);
      expect((await post('/preview', invoices)).body).toMatchObject({
        ok: true,
      });
    });
  });

  describe('that denies everything', () => {
    beforeAll(() => {
      policy = { read: deny, propose: deny };
    });

    it.each([
      ['the list', '/tenants', 'read'],
      ['a tenant', '/tenants/ledger', 'read'],
      ['a tenant that is not there', '/tenants/nobody', 'read'],
      ['the fleet', '/fleet', 'read'],
      ['the matrix', '/fleet/matrix', 'read'],
      ['what nobody owns', '/unowned', 'read'],
      ['the offer', '/offer', 'propose'],
      ['a name', '/names/invoices', 'propose'],
    ])('refuses %s by the name of the permission', async (_, path, missing) => {
      const { status, body } = await get(path);
      expect(status).toBe(403);
      expect(body.error.message).toContain(`tenantry.tenant.${missing}`);
    });

    it('refuses previews, and the end of a request', async () => {
      expect((await post('/preview', invoices)).status).toBe(403);
      const { status, body } = await closePayments();
      expect(status).toBe(403);
      expect(body.error.message).toContain('tenantry.tenant.propose');
    });
  });

  describe('by owner', () => {
    beforeAll(() => {
      policy = {
        read: createTenantConditionalDecision(
          tenantReadPermission,
          tenantConditions.isOwner(owned),
        ),
        propose: createTenantConditionalDecision(
          tenantProposePermission,
          tenantConditions.isOwner(owned),
        ),
      };
    });

    it('lists what is theirs', async () => {
      expect(namesOf((await get('/tenants')).body)).toEqual(['ledger']);
    });

    it('narrows the fleet, its counts and the matrix to what is theirs', async () => {
      const { body } = await get('/fleet');
      expect(namesOf(body.tenants)).toEqual(['ledger']);
      expect(body).toMatchObject({
        total: 1,
        counts: {
          clusters: [
            { value: 'dev-1', tenants: 1 },
            { value: 'prod-1', tenants: 1 },
          ],
        },
      });
      const { body: others } = await get(
        '/fleet?owner=group:default/storefront',
      );
      expect(others).toMatchObject({ tenants: [], total: 0 });
      const { body: matrix } = await get('/fleet/matrix');
      expect(
        matrix.clusters.map(
          ({ environments }: { environments: number }) => environments,
        ),
      ).toEqual([1, 1]);
    });

    it('keeps what nobody owns for those who may see every tenant', async () => {
      const { status, body } = await get('/unowned?cluster=moon-1');
      expect(status).toBe(403);
      expect(body.error.message).toMatch(
        /^what no tenant owns is for those who have the permission tenantry.tenant.read for every tenant/,
      );
    });

    it('shows their tenant, and answers alike for one of others, one only asked for and one that is not there', async () => {
      expect((await get('/tenants/ledger')).status).toBe(200);
      const answers = await Promise.all(
        ['storefront', 'payments', 'nobody'].map(async name => {
          const { status, body } = await get(`/tenants/${name}`);
          return [status, body.error.message.replace(name, '…')];
        }),
      );
      expect(new Set(answers.map(answer => answer.join(' ')))).toEqual(
        new Set([
          `403 you don't have the permission tenantry.tenant.read for "…", or there is no such tenant; ask a member of the group that owns it, or whoever keeps the portal's permission policy`,
        ]),
      );
    });

    it('previews what will be theirs, and not what is of others', async () => {
      expect((await get('/names/invoices')).body.free).toBe(true);
      expect((await post('/preview', invoices)).body).toMatchObject({
        ok: true,
      });
      const { status, body } = await post('/preview', {
        ...invoices,
        name: 'storefront',
      });
      expect(status).toBe(403);
      expect(JSON.stringify(body)).not.toContain('group:default/storefront');
      const other = await post('/preview', {
        ...invoices,
        owner: 'group:default/payments',
      });
      expect(other.body).toMatchObject({
        ok: false,
        problems: [{ path: ['owner'] }],
      });
    });

    it('closes no request of others', async () => {
      const { status, body } = await closePayments();
      expect(status).toBe(403);
      expect(body.error.message).toContain(
        'you don\'t have the permission tenantry.tenant.propose for "payments"',
      );
    });

    it('is told of tenants by their names, for the pages that ask', async () => {
      const { resourceType, conditions } = createTenantConditionalDecision(
        tenantProposePermission,
        tenantConditions.isOwner(owned),
      );
      const { body } = await request(backend.server)
        .post(
          '/api/tenantry/.well-known/backstage/permissions/apply-conditions',
        )
        .set('Authorization', mockCredentials.service.header())
        .send({
          items: ['ledger', 'payments', 'nobody'].map(name => ({
            id: name,
            resourceRef: name,
            resourceType,
            conditions,
          })),
        });
      expect(body.items).toEqual([
        { id: 'ledger', result: 'ALLOW' },
        { id: 'payments', result: 'DENY' },
        { id: 'nobody', result: 'DENY' },
      ]);
    });
  });

  describe('that lets everything through but what is of one owner', () => {
    beforeAll(() => {
      const conditions = { not: tenantConditions.isOwner(owned) };
      policy = {
        read: createTenantConditionalDecision(tenantReadPermission, conditions),
        propose: deny,
      };
    });

    it('can not narrow the fleet, and says so', async () => {
      for (const path of ['/fleet', '/fleet/matrix']) {
        const { status, body } = await get(path);
        expect(status).toBe(403);
        expect(body.error.message).toContain('condition has a "not"');
      }
      expect(namesOf((await get('/tenants')).body)).toEqual([
        'storefront',
        'payments',
      ]);
    });

    it('shows what nobody owns', async () => {
      expect((await get('/unowned')).status).toBe(200);
    });
  });

  it('gives a tenant whose file can not be read to nobody', async () => {
    const octokit = await repository.client();
    await octokit.rest.repos.createOrUpdateFileContents({
      owner: 'platform',
      repo: 'tenants',
      path: 'tenants/broken/tenant.yaml',
      message: 'Add a tenant that nobody can read',
      content: Buffer.from('spec: [').toString('base64'),
    });
    policy = { read: allow, propose: deny };
    while (!namesOf((await get('/tenants')).body).includes('broken'))
      await new Promise(resolve => setTimeout(resolve, 500));
    await fleetWith('broken');
    // What is shown in place of its owner.
    const claims = ['group:default/unknown'];
    policy.read = createTenantConditionalDecision(
      tenantReadPermission,
      tenantConditions.isOwner({ claims }),
    );
    expect((await get('/tenants')).body).toEqual([]);
    expect((await get('/fleet')).body).toMatchObject({ tenants: [], total: 0 });
    expect((await get('/tenants/broken')).status).toBe(403);
  });

  it('knows the rule by its parameters', async () => {
    const { body } = await request(backend.server)
      .get('/api/tenantry/.well-known/backstage/permissions/metadata')
      .set('Authorization', mockCredentials.service.header());
    expect(body.permissions.map(({ name }: { name: string }) => name)).toEqual([
      'tenantry.tenant.read',
      'tenantry.tenant.propose',
    ]);
    expect(body.rules).toMatchObject([
      {
        name: 'IS_OWNER',
        resourceType: 'tenantry-tenant',
        paramsSchema: { properties: { claims: { type: 'array' } } },
      },
    ]);
  });
});
