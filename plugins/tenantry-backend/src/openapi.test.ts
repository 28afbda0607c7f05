import {
  createMockDirectory,
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import SwaggerParser from '@apidevtools/swagger-parser';
import type {
  DatabaseService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  createTenantAuthorizer,
  type TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import {
  createTestRepository,
  proposeTenant,
  startExampleRepository,
} from '@tenantry/backstage-plugin-tenantry-node/testUtils';
import type { LiveVerdict, Verdict } from '@tenantry/controls';
import { startForge, type Forge } from '@tenantry/forge';
import express, { type Router } from 'express';
import request from 'supertest';
import {
  connectClusters,
  type ConnectedClusters,
} from './clusters/connectedClusters';
import { openFleet } from './fleet/fleet';
import { openFleetStore } from './fleet/fleetStore';
import { openApiDocument } from './openapi';
import { createRouter } from './router';
import { answeringClusters } from './__testUtils__/answeringClusters';
import { databaseService, sqlite } from './__testUtils__/databases';
import { judgedTenant } from './__testUtils__/judgedTenants';
import { openApiCheck, routesOf } from './__testUtils__/openApiCheck';

// Real git processes, on a machine that may be busy.
jest.setTimeout(60_000);

/** Asks for payments, and owns it. */
const ada = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'ada', namespace: 'default' },
  spec: { memberOf: ['payments'] },
  relations: [{ type: 'memberOf', targetRef: 'group:default/payments' }],
};

const at = '2026-11-26T12:00:00Z';

const payments = {
  name: 'payments',
  title: 'Payments',
  owner: 'group:default/payments',
  access: { admins: ['payments-leads'] },
  environments: [
    { name: 'dev', cluster: 'dev-1' },
    {
      name: 'prod',
      cluster: 'prod-1',
      profile: 'sandboxed',
      hosts: ['pay.example.com'],
    },
  ],
};

/** A fleet that was judged before the portal started: nobody vouches for it any more. */
async function leaveFormerLife(service: DatabaseService): Promise<void> {
  const { put } = await openFleetStore(service);
  const judged = judgedTenant({
    name: 'payments',
    environments: [
      {
        name: 'dev',
        cluster: 'dev-1',
        controls: { 'default-deny': 'drifted' },
      },
    ],
  });
  await put([
    judged,
    { ...judged, name: 'lost', environments: [], problem: 'it is no YAML' },
  ]);
}

const check = openApiCheck(openApiDocument());

describe('the description of the routes', () => {
  const directory = createMockDirectory();
  let forge: Forge;
  let repository: TenantryRepositoryService;
  const database = sqlite();
  let fleet: Awaited<ReturnType<typeof openFleet>>;
  let routerFor: (
    permissions: PermissionsService,
    clusters?: ConnectedClusters,
  ) => Router;
  let router: Router;

  beforeAll(async () => {
    const example = await startExampleRepository(startForge, directory.path);
    forge = example.forge;
    const config = mockServices.rootConfig({ data: example.config });
    const logger = mockServices.logger.mock();
    repository = createTestRepository(config, logger);
    const service = databaseService(await database.open());
    await leaveFormerLife(service);
    fleet = await openFleet({
      clusters: answeringClusters(),
      database: service,
      logger,
      repository,
      signals: { publish: async () => {} },
    });
    const noClusters = connectClusters([], logger);
    routerFor = (permissions, clusters = noClusters) =>
      createRouter({
        auditor: mockServices.auditor.mock({
          createEvent: async () => ({
            success: async () => {},
            fail: async () => {},
          }),
        }),
        authorizer: createTenantAuthorizer({ permissions, repository }),
        catalog: catalogServiceMock({ entities: [ada] }),
        clusters,
        fleet,
        httpAuth: mockServices.httpAuth(),
        logger,
        measurePosture: judge => judge(),
        repository,
      });
    router = routerFor(mockServices.permissions());
  });
  afterAll(async () => {
    await fleet.stop();
    await database.stop();
    await forge.close();
  });

  /** What is wrong with the answer by the description; the answer. */
  async function ask(
    operation: string,
    {
      path = operation.split(' ')[1],
      body,
      as = mockCredentials.user.header('user:default/ada'),
      of = router,
    }: {
      path?: string;
      body?: string | object;
      as?: string;
      of?: Router;
    } = {},
  ) {
    const server = request(express().use(of).use(mockErrorHandler()));
    const call = operation.startsWith('post ')
      ? server.post(path).set('Content-Type', 'application/json').send(body)
      : server.get(path);
    const { status, body: answer } = await call.set('Authorization', as);
    return {
      status,
      answer,
      problems: check.problems(operation, status, answer),
    };
  }

  it('is OpenAPI 3.1', async () => {
    const { answer } = await ask('get /openapi.json');
    expect(answer.openapi).toMatch(/^3\.1\./);
    await expect(SwaggerParser.validate(answer)).resolves.toBeDefined();
  });

  it('has every route, and no other', () => {
    expect(check.described.sort()).toEqual(routesOf(router).sort());
  });

  it('holds for what there is before anything is asked for', async () => {
    for (const operation of ['get /openapi.json', 'get /offer', 'get /tenants'])
      expect(await ask(operation)).toMatchObject({ status: 200, problems: [] });
  });

  it('holds for names', async () => {
    for (const [name, free] of [
      ['invoices', true],
      ['ledger', false],
      ['Kube-System', false],
    ] as const)
      expect(
        await ask('get /names/{name}', { path: `/names/${name}` }),
      ).toMatchObject({ status: 200, answer: { free }, problems: [] });
  });

  it('holds for previews, good and bad', async () => {
    for (const [body, ok] of [
      [payments, true],
      [{ ...payments, colour: 'green', environments: [] }, false],
    ] as const)
      expect(await ask('post /preview', { body })).toMatchObject({
        status: 200,
        answer: { ok },
        problems: [],
      });
  });

  it('holds for a tenant from its request to its end', async () => {
    const path = '/tenants/payments';
    const { number } = await proposeTenant(repository, payments);
    await repository.refresh();
    expect(await ask('get /tenants/{name}', { path })).toMatchObject({
      status: 200,
      answer: { phase: 'requested' },
      problems: [],
    });
    expect(
      await ask('get /names/{name}', { path: '/names/payments' }),
    ).toMatchObject({ answer: { onTopOf: { number } }, problems: [] });
    expect(await ask('post /preview', { body: payments })).toMatchObject({
      answer: { ok: true, onTopOf: { number } },
      problems: [],
    });
    expect(await ask('get /tenants')).toMatchObject({
      answer: expect.arrayContaining([
        expect.objectContaining({ phase: 'requested' }),
      ]),
      problems: [],
    });
    expect(
      await ask('get /tenants/{name}', { path: '/tenants/ledger' }),
    ).toMatchObject({ answer: { phase: 'merged' }, problems: [] });

    const close = {
      path: `${path}/request/close`,
      body: { pullRequest: number },
    };
    for (const change of ['closed', 'none'])
      expect(
        await ask('post /tenants/{name}/request/close', close),
      ).toMatchObject({ status: 200, answer: { change }, problems: [] });
  });

  it('holds for the fleet, before it is judged and after', async () => {
    const operations = ['get /fleet', 'get /fleet/matrix'];
    const answers = () => Promise.all(operations.map(each => ask(each)));
    const [former, matrix] = await answers();
    expect(former).toMatchObject({
      status: 200,
      answer: {
        tenants: [
          { name: 'lost', problem: 'it is no YAML', stale: expect.any(String) },
          { name: 'payments', worst: {}, provedAt: {}, environments: [{}] },
        ],
      },
      problems: [],
    });
    expect(matrix).toMatchObject({
      status: 200,
      answer: { clusters: [{ stale: 1 }], controls: [{}] },
      problems: [],
    });

    fleet.start();
    while ((await fleet.page({ text: 'ledger' })).total === 0)
      await new Promise(resolve => setTimeout(resolve, 20));
    for (const { answer, problems } of await answers()) {
      expect(answer.judging.checkedAt).toBeDefined();
      expect(problems).toEqual([]);
    }
  });

  it('names query parameters that are taken, together', async () => {
    const clusters = answeringClusters();
    const of = routerFor(mockServices.permissions(), clusters);
    for (const operation of ['get /fleet', 'get /unowned']) {
      const path = `${operation.split(' ')[1]}?${check.exampleQuery(
        operation,
      )}`;
      expect(await ask(operation, { path, of })).toMatchObject({
        status: 200,
        problems: [],
      });
    }
  });

  it('holds for what nobody owns, which takes a cluster', async () => {
    const of = routerFor(mockServices.permissions(), answeringClusters());
    expect(await ask('get /unowned', { of })).toMatchObject({
      answer: {
        clusters: [
          {
            state: 'read',
            namespaces: expect.arrayContaining([
              expect.objectContaining({ owner: 'group:default/gone' }),
            ]),
            next: 100,
          },
          { state: 'not connected' },
        ],
      },
      problems: [],
    });
    const away = answeringClusters({
      source: { state: 'unreadable', reason: 'no answer', lastRead: at },
    });
    expect(
      await ask('get /unowned', {
        of: routerFor(mockServices.permissions(), away),
      }),
    ).toMatchObject({
      answer: { clusters: [{ state: 'unreadable', at }, {}] },
      problems: [],
    });
  });

  it('holds for quotas in use and for repairs, which take a cluster and Argo CD', async () => {
    const { commit } = await repository.snapshot();
    const of = routerFor(
      mockServices.permissions(),
      answeringClusters({ revision: commit }),
    );
    const { answer, problems } = await ask('get /tenants/{name}', {
      path: '/tenants/ledger',
      of,
    });
    expect(answer.environments[0]).toMatchObject({
      synced: { state: 'yes', revision: commit, repairs: { count: 1 } },
      quota: expect.arrayContaining([
        expect.objectContaining({ state: 'known', fraction: 0 }),
      ]),
    });
    expect(problems).toEqual([]);
  });

  it('holds for drift, which takes a cluster', async () => {
    const { answer } = await ask('get /tenants/{name}', {
      path: '/tenants/ledger',
    });
    const live: LiveVerdict = {
      state: 'no',
      reason: 'spec.policyTypes was edited by kubectl-edit',
      at: '2026-11-26T12:00:00Z',
      drift: [
        { object: 'NetworkPolicy ledger-dev/dns-egress' },
        {
          object: 'NetworkPolicy ledger-dev/default-deny',
          field: 'spec.policyTypes',
          declared: ['Egress'],
          live: null,
          by: { manager: 'kubectl-edit', at: '2026-11-26T12:00:00Z' },
        },
      ],
    };
    answer.environments[0].controls[0].posture.live = live;
    expect(check.problems('get /tenants/{name}', 200, answer)).toEqual([]);
  });

  it('holds for what no cluster can prove, which takes a proof', async () => {
    const { answer } = await ask('get /tenants/{name}', {
      path: '/tenants/ledger',
    });
    const proved: Verdict = {
      state: 'unknown',
      reason: 'tried in the test suite, not on a cluster',
      at: '2026-11-26T12:00:00Z',
      elsewhere: true,
    };
    answer.environments[0].controls[0].posture.proved = proved;
    expect(check.problems('get /tenants/{name}', 200, answer)).toEqual([]);
  });

  it.each([
    {
      status: 400,
      operation: 'post /preview',
      body: '{"name": ',
    },
    { status: 400, operation: 'get /fleet', path: '/fleet?state=green' },
    { status: 400, operation: 'get /unowned', path: '/unowned?offset=all' },
    { status: 404, operation: 'get /unowned', path: '/unowned?cluster=moon-1' },
    {
      status: 413,
      operation: 'post /preview',
      body: `"${'x'.repeat(300_000)}"`,
    },
    { status: 404, operation: 'get /tenants/{name}', path: '/tenants/nobody' },
    {
      status: 404,
      operation: 'post /tenants/{name}/request/close',
      path: '/tenants/nobody/request/close',
      body: {},
    },
    {
      status: 401,
      operation: 'get /offer',
      as: mockCredentials.none.header(),
    },
  ])(
    'holds for $status of $operation',
    async ({ status, operation, ...call }) => {
      expect(await ask(operation, call)).toMatchObject({
        status,
        problems: [],
      });
    },
  );

  it('is all that a policy leaves which denies everything', async () => {
    const of = routerFor(
      mockServices.permissions({ result: AuthorizeResult.DENY }),
    );
    const answers = await Promise.all(
      check.described.map(async operation => {
        const path = operation.split(' ')[1].replace('{name}', 'ledger');
        const { status, problems } = await ask(operation, {
          path,
          of,
          body: {},
        });
        return [operation, status, problems];
      }),
    );
    expect(answers).toEqual(
      check.described.map(operation => [
        operation,
        operation === 'get /openapi.json' ? 200 : 403,
        [],
      ]),
    );
  });

  it('was held against an answer of every route', () => {
    expect([...check.answered].sort()).toEqual(check.described.sort());
  });

  it('would notice a field, a status and a route that nobody described', () => {
    const { problems } = openApiCheck(openApiDocument());
    const answer = { name: 'payments', free: true, problems: [] };
    expect(problems('get /names/{name}', 200, answer)).toEqual([]);
    expect(
      problems('get /names/{name}', 200, { ...answer, colour: 'green' }),
    ).toEqual([expect.stringContaining('colour')]);
    expect(
      problems('get /names/{name}', 200, { name: 'payments' }),
    ).toHaveLength(2);
    expect(problems('get /names/{name}', 418, answer)).toHaveLength(1);
    expect(problems('get /colours', 200, answer)).toHaveLength(1);
    const more = express.Router().get('/colours/:name', () => {});
    expect(routesOf(more)).toEqual(['get /colours/{name}']);
    expect(() => routesOf(express.Router().use(more))).toThrow('within');
  });
});
