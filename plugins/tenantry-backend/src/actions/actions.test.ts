import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  tenantProposePermission,
  tenantReadPermission,
} from '@tenantry/backstage-plugin-tenantry-common';
import {
  createTenantConditionalDecision,
  tenantConditions,
} from '@tenantry/backstage-plugin-tenantry-node';
import { startExampleRepository } from '@tenantry/backstage-plugin-tenantry-node/testUtils';
import { startForge, type Forge } from '@tenantry/forge';
import request from 'supertest';
import { tenantryPlugin } from '../plugin';

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

const allow = { result: AuthorizeResult.ALLOW } as const;
const ofLedger = tenantConditions.isOwner({ claims: ['group:default/ledger'] });

describe('actions', () => {
  const directory = createMockDirectory();
  let policy: PolicyDecision = allow;
  let forge: Forge;
  let backend: Awaited<ReturnType<typeof startTestBackend>>;

  beforeAll(async () => {
    const example = await startExampleRepository(startForge, directory.path);
    forge = example.forge;
    backend = await startTestBackend({
      features: [
        tenantryPlugin,
        catalogServiceMock.factory({ entities: [lea] }),
        mockServices.permissions.mock({
          authorizeConditional: async () => [policy],
        }).factory,
        mockServices.rootConfig.factory({ data: example.config }),
      ],
    });
  });
  beforeEach(() => {
    policy = allow;
  });
  afterAll(async () => {
    await backend.stop();
    await forge.close();
  });

  const actions = '/api/tenantry/.backstage/actions/v1/actions';
  const invoke = (
    name: string,
    input: object,
    as = mockCredentials.user.header('user:default/lea'),
  ) =>
    request(backend.server)
      .post(`${actions}/tenantry:${name}/invoke`)
      .set('Authorization', as)
      .send(input);
  const statusOf = (name: string) => invoke('tenant-status', { name });

  it('are there, and say that they only read', async () => {
    const { body } = await request(backend.server)
      .get(actions)
      .set('Authorization', mockCredentials.service.header());
    expect(body.actions).toMatchObject(
      ['tenantry:tenant-status', 'tenantry:preview-request'].map(id => ({
        id,
        attributes: { readOnly: true, destructive: false, idempotent: true },
      })),
    );
    const { input } = body.actions[1].schema;
    expect(input).toMatchObject({
      required: ['name', 'title', 'owner', 'access', 'environments'],
      properties: {
        owner: { description: expect.stringContaining('owns it') },
        environments: {
          items: { properties: { hosts: { items: { type: 'string' } } } },
        },
      },
    });
  });

  it('tenant-status tells what holds, what nobody knows, and why', async () => {
    const { status, body } = await statusOf('ledger');
    expect({ status, error: body.error }).toEqual({ status: 200 });
    expect(body.output).toMatchObject({
      name: 'ledger',
      owner: 'group:default/ledger',
      phase: 'merged',
    });
    const [dev] = body.output.environments;
    expect(dev).toMatchObject({ name: 'dev', cluster: 'dev-1' });
    expect(dev.controls).toBeGreaterThan(20);
    expect(dev.doesNotHold).toEqual([]);
    expect(dev.unknown).toEqual([
      {
        column: 'live',
        reason: 'no cluster connected',
        controls: expect.arrayContaining(['default-deny']),
      },
      {
        column: 'proved',
        reason: 'no cluster connected',
        controls: expect.arrayContaining(['default-deny']),
      },
    ]);
    expect(dev.unknown[0].controls).toHaveLength(dev.controls);
    expect(dev.notAvailable).toEqual(
      expect.arrayContaining([
        { control: 'admin-network-policy', reason: expect.any(String) },
      ]),
    );
  });

  it('tenant-status says where it looked for a tenant that is not there', async () => {
    const { status, body } = await statusOf('nobody');
    expect(status).toBe(404);
    expect(body.error.message).toContain('there is no tenant "nobody"');
  });

  it('tenant-status keeps to the permission policy', async () => {
    policy = createTenantConditionalDecision(tenantReadPermission, ofLedger);
    expect((await statusOf('ledger')).status).toBe(200);
    const { status, body } = await statusOf('storefront');
    expect(status).toBe(403);
    expect(body.error.message).toContain('tenantry.tenant.read');
  });

  it('preview-request shows the pull request, and writes nothing', async () => {
    const { status, body } = await invoke('preview-request', invoices);
    expect({ status, error: body.error }).toEqual({ status: 200 });
    expect(body.output).toMatchObject({
      ok: true,
      kind: 'new',
      risk: { level: 'low' },
      othersAffected: [],
      pullRequest: {
        body: expect.stringContaining('user:default/lea'),
      },
    });
    expect(body.output.files).toContainEqual({
      path: 'tenants/invoices/tenant.yaml',
      change: 'added',
    });
    expect((await statusOf('invoices')).status).toBe(404);
  });

  it('preview-request lists every problem with its path', async () => {
    const { body } = await invoke('preview-request', {
      ...invoices,
      name: 'invoices-',
      colour: 'green',
    });
    expect(body.output).toMatchObject({ ok: false });
    expect(
      body.output.problems.map(({ path }: { path: string[] }) => path),
    ).toEqual(expect.arrayContaining([['name'], ['colour']]));
  });

  it('preview-request keeps to the permission policy, and to the owner group', async () => {
    policy = createTenantConditionalDecision(tenantProposePermission, ofLedger);
    const own = await invoke('preview-request', invoices);
    expect(own.body.output.ok).toBe(true);
    const taken = { ...invoices, name: 'storefront' };
    const others = await invoke('preview-request', taken);
    expect(others.status).toBe(403);
    policy = allow;
    const { body } = await invoke('preview-request', taken);
    expect(body.output).toMatchObject({
      ok: false,
      problems: [{ path: ['owner'] }],
    });
  });

  it.each(['tenant-status', 'preview-request'])(
    '%s does nothing for somebody unknown',
    async name => {
      const none = mockCredentials.none.header();
      const { status } = await invoke(name, invoices, none);
      expect(status).toBe(401);
    },
  );
});
