import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  tenantryRepositoryServiceRef,
  type TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import {
  proposeTenant,
  startExampleRepository,
  type ExampleRepository,
} from '@tenantry/backstage-plugin-tenantry-node/testUtils';
import { startForge } from '@tenantry/forge';
import { ForgeUnreachableError } from '@tenantry/gitops';
import request from 'supertest';
import { tenantryPlugin } from './plugin';

// Real git processes, on a machine that may be busy.
jest.setTimeout(60_000);

function person(name: string, ...groups: string[]) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name },
    relations: groups.map(group => ({
      type: 'memberOf',
      targetRef: `group:default/${group}`,
    })),
  };
}

/** What the payments group asks for, by whatever name. */
const payments = {
  title: 'Payments',
  owner: 'group:default/payments',
  access: { admins: ['payments-leads'] },
  environments: [{ name: 'dev', cluster: 'dev-1' }],
};
const address = { owner: 'platform', repo: 'tenants' };

describe('closing a request', () => {
  const directory = createMockDirectory();
  const events: { id: string; status: string; meta?: object }[] = [];
  let example: ExampleRepository;
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  let repository: TenantryRepositoryService;

  beforeAll(async () => {
    example = await startExampleRepository(startForge, directory.path);
    backend = await startTestBackend({
      features: [
        tenantryPlugin,
        mockServices.rootConfig.factory({ data: example.config }),
        catalogServiceMock.factory({
          entities: [
            person('guest', 'payments', 'checkout'),
            person('noor', 'ledger'),
          ],
        }),
        createServiceFactory({
          service: coreServices.auditor,
          deps: {},
          factory: () => ({
            async createEvent({ eventId: id, meta: all }) {
              const note =
                (status: string) => async (end?: { meta?: object }) => {
                  events.push({ id, status, meta: { ...all, ...end?.meta } });
                };
              return { success: note('succeeded'), fail: note('failed') };
            },
          }),
        }),
        createBackendModule({
          pluginId: 'tenantry',
          moduleId: 'test-access',
          register(env) {
            env.registerInit({
              deps: { service: tenantryRepositoryServiceRef },
              async init({ service }) {
                repository = service;
              },
            });
          },
        }),
      ],
    });
  });
  beforeEach(() => {
    events.length = 0;
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await backend.stop();
    await example.forge.close();
  });

  let tenants = 0;
  /** A request of the payments group for a tenant that no other test knows. */
  async function ask() {
    tenants += 1;
    const name = `payments-${tenants}`;
    const { number, merge } = await proposeTenant(repository, {
      ...payments,
      name,
    });
    await repository.refresh();
    return { name, number, merge };
  }

  function close(
    name: string,
    { as = 'guest', body = {} }: { as?: string; body?: object } = {},
  ) {
    return request(backend.server)
      .post(`/api/tenantry/tenants/${name}/request/close`)
      .set('Authorization', mockCredentials.user.header(`user:default/${as}`))
      .send(body);
  }

  async function stateOf(number: number) {
    const octokit = await repository.client();
    const pull = { ...address, pull_number: number };
    const { data } = await octokit.rest.pulls.get(pull);
    return data.state;
  }

  it('drops a new tenant with its request: pull request, branch and page', async () => {
    const { name, number } = await ask();
    const told = jest.fn();
    const stop = repository.onChange(told);
    const { status, body } = await close(name, {
      body: { pullRequest: number },
    });
    stop();
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        change: 'closed',
        pullRequest: {
          number,
          url: `${example.forge.url}/platform/tenants/pull/${number}`,
          state: 'closed',
        },
        branch: { name: `tenantry/${name}`, deleted: true },
        tenantStays: false,
      },
    });
    const octokit = await repository.client();
    const issue = { ...address, issue_number: number };
    const { data: comments } = await octokit.rest.issues.listComments(issue);
    expect(comments.map(comment => comment.body)).toEqual([
      'user:default/guest closes this request in the portal.',
    ]);
    // Before the first answer, and after the deed: the catalog hears of it.
    expect(told).toHaveBeenCalledTimes(2);
    const page = await request(backend.server)
      .get(`/api/tenantry/tenants/${name}`)
      .set('Authorization', mockCredentials.user.header());
    expect(page.status).toBe(404);
    expect(events).toEqual([
      {
        id: 'request-close',
        status: 'succeeded',
        meta: {
          tenant: name,
          change: 'closed',
          pullRequest: number,
          branchDeleted: true,
        },
      },
    ]);
  });

  it('drops the change of a tenant that exists, for its owner on the main branch', async () => {
    // The request would give the tenant away; whom it belongs to is decided by the main branch.
    const { number } = await proposeTenant(repository, {
      ...payments,
      name: 'ledger',
    });
    const refused = await close('ledger');
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toBe(
      "user:default/guest isn't a member of group:default/ledger, the owner of ledger; ask a member of that group to close the request",
    );
    expect(await stateOf(number)).toBe('open');
    expect(events.map(({ status }) => status)).toEqual(['failed']);

    const { status, body } = await close('ledger', { as: 'noor' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ change: 'closed', tenantStays: true });
    const page = await request(backend.server)
      .get('/api/tenantry/tenants/ledger')
      .set('Authorization', mockCredentials.user.header());
    expect(page.body).toMatchObject({ phase: 'merged' });
    expect(page.body).not.toHaveProperty('pullRequest');
  });

  it('is calm about what is closed already, whoever asks', async () => {
    const { name, number } = await ask();
    await close(name);
    const again = await close(name, {
      as: 'noor',
      body: { pullRequest: number },
    });
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({
      change: 'none',
      pullRequest: { number, state: 'closed' },
      tenantStays: false,
    });
    const { body } = await close(name);
    expect(body).toMatchObject({ change: 'none', pullRequest: { number } });
  });

  it('is calm about a tenant that nobody wants to change', async () => {
    const { status, body } = await close('storefront');
    expect(status).toBe(200);
    expect(body).toEqual({ change: 'none', tenantStays: true });
  });

  it('says that a request was merged already', async () => {
    const { name, number, merge } = await ask();
    await merge();
    const { body } = await close(name, { body: { pullRequest: number } });
    expect(body).toMatchObject({
      change: 'none',
      pullRequest: { number, state: 'merged' },
      tenantStays: true,
    });
  });

  it('leaves another pull request alone than the one that was seen', async () => {
    const { name, number } = await ask();
    await close(name);
    const renamed = { ...payments, name, title: 'Payments and refunds' };
    const { number: newer } = await proposeTenant(repository, renamed);
    const { body } = await close(name, { body: { pullRequest: number } });
    expect(body).toMatchObject({
      change: 'none',
      pullRequest: { number, state: 'closed' },
      tenantStays: true,
    });
    expect(await stateOf(newer)).toBe('open');
  });

  it('keeps a branch with commits of people, and says so', async () => {
    const { name } = await ask();
    const octokit = await repository.client();
    await octokit.rest.repos.createOrUpdateFileContents({
      ...address,
      branch: `tenantry/${name}`,
      path: `tenants/${name}/notes.md`,
      message: 'Add notes',
      content: Buffer.from('Hi').toString('base64'),
      author: { name: 'Robin Reviewer', email: 'robin@example.com' },
    });
    const { body } = await close(name);
    expect(body.branch).toEqual({
      name: `tenantry/${name}`,
      deleted: false,
      reason: 'it holds commits of Robin Reviewer',
    });
  });

  it('says whom to ask where nobody can tell who owns the tenant', async () => {
    const { name, number } = await ask();
    const octokit = await repository.client();
    const path = `tenants/${name}/tenant.yaml`;
    const branch = `tenantry/${name}`;
    const { data } = await octokit.rest.repos.getContent({
      ...address,
      path,
      ref: branch,
    });
    await octokit.rest.repos.createOrUpdateFileContents({
      ...address,
      branch,
      path,
      sha: 'sha' in data ? data.sha : undefined,
      message: 'Break it',
      content: Buffer.from('spec: [').toString('base64'),
    });
    const { status, body } = await close(name);
    expect(status).toBe(409);
    expect(body.error.message).toContain('close it on the forge: http');
    expect(await stateOf(number)).toBe('open');
  });

  it.each([
    ['a service', mockCredentials.service.header(), 403],
    ['nobody known', mockCredentials.none.header(), 401],
  ])('is not for %s', async (_, header, expected) => {
    const { name, number } = await ask();
    const { status } = await request(backend.server)
      .post(`/api/tenantry/tenants/${name}/request/close`)
      .set('Authorization', header)
      .send({});
    expect(status).toBe(expected);
    expect(await stateOf(number)).toBe('open');
  });

  it('is not for somebody the catalog does not know', async () => {
    const { name } = await ask();
    const { status, body } = await close(name, { as: 'stranger' });
    expect(status).toBe(403);
    expect(body.error.message).toContain("isn't in the catalog");
  });

  it.each([
    ['nobody', {}, 404, 'there is no tenant "nobody", and none was asked for'],
    [
      'ledger',
      { pullRequest: 9999 },
      404,
      'pull request #9999 does not ask for "ledger"',
    ],
    ['ledger', { number: 1 }, 400, 'the body is { "pullRequest": <number> }'],
  ])('answers %s, %j in words', async (name, body, expected, words) => {
    const answer = await close(name, { as: 'noor', body });
    expect(answer.status).toBe(expected);
    expect(answer.body.error.message).toContain(words);
  });

  it('closes nothing while the forge is away, and says so', async () => {
    const { name, number } = await ask();
    jest
      .spyOn(repository, 'refresh')
      .mockRejectedValueOnce(
        new ForgeUnreachableError('git.example.com', 'it is silent'),
      );
    const { status, body } = await close(name);
    expect(status).toBe(503);
    expect(body.error.message).toContain('it is silent');
    expect(events.map(({ status: end }) => end)).toEqual(['failed']);
    expect(await stateOf(number)).toBe('open');
  });

  it('has closed what it closed though the page learns of it later', async () => {
    const { name, number } = await ask();
    const refresh = repository.refresh.bind(repository);
    jest
      .spyOn(repository, 'refresh')
      .mockImplementationOnce(refresh)
      .mockRejectedValueOnce(new Error('the forge is away'));
    const { status, body } = await close(name);
    expect(status).toBe(200);
    expect(body).toMatchObject({ change: 'closed' });
    expect(await stateOf(number)).toBe('closed');
  });
});
