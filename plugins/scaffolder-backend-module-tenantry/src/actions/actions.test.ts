import {
  createMockDirectory,
  mockCredentials,
  mockServices,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { TemplateAction } from '@backstage/plugin-scaffolder-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { JsonObject } from '@backstage/types';
import { tenantProposePermission } from '@tenantry/backstage-plugin-tenantry-common';
import {
  createTestRepository,
  startExampleRepository,
  type ExampleRepository,
} from '@tenantry/backstage-plugin-tenantry-node/testUtils';
import {
  createTenantConditionalDecision,
  tenantConditions,
  type TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import { startForge } from '@tenantry/forge';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { guest } from '../testing/people';
import { createProposeAction } from './propose';
import { examples as proposeExamples } from './propose.examples';
import { createRenderAction } from './render';
import { examples as renderExamples } from './render.examples';

// Real git processes, on a machine that may be busy.
jest.setTimeout(60_000);

const payments = {
  name: 'payments',
  title: 'Payments',
  owner: 'group:default/payments',
  access: { admins: ['payments-leads'] },
  environments: [{ name: 'dev', cluster: 'dev-1' }],
};

const Example = z.object({
  steps: z.array(
    z.object({ action: z.string(), input: z.record(z.string(), z.json()) }),
  ),
});

describe('tenantry actions', () => {
  const directory = createMockDirectory();
  let example: ExampleRepository;
  let repository: TenantryRepositoryService;
  let actions: Record<'render' | 'propose', TemplateAction<JsonObject>>;
  const permissions = mockServices.permissions.mock();

  beforeEach(async () => {
    directory.clear();
    permissions.authorizeConditional.mockResolvedValue([
      { result: AuthorizeResult.ALLOW },
    ]);
    example = await startExampleRepository(startForge, directory.path);
    repository = createTestRepository(
      mockServices.rootConfig({ data: example.config }),
      mockServices.logger.mock(),
    );
    const catalog = catalogServiceMock({ entities: [guest] });
    actions = {
      render: createRenderAction({ catalog, permissions, repository }),
      propose: createProposeAction({
        catalog,
        config: mockServices.rootConfig(),
        permissions,
        repository,
        pagePatienceMs: 0,
      }),
    };
  });
  afterEach(() => example.forge.close());

  async function run(
    action: TemplateAction<JsonObject>,
    input: JsonObject,
    options: {
      isDryRun?: boolean;
      checkpoint?: ReturnType<typeof createMockActionContext>['checkpoint'];
    } = {},
  ) {
    const workspacePath = directory.resolve('workspace');
    const outputs: Record<string, unknown> = {};
    await action.handler({
      ...createMockActionContext({ input, workspacePath }),
      user: { ref: 'user:default/guest' },
      getInitiatorCredentials: async () => mockCredentials.user(),
      output(name, value) {
        outputs[name] = value;
      },
      ...options,
    });
    return { outputs, workspacePath };
  }

  async function openPulls() {
    const octokit = await repository.client();
    const { data } = await octokit.rest.pulls.list({
      owner: 'platform',
      repo: 'tenants',
      state: 'all',
    });
    return data;
  }

  it('render writes what would be merged into the workspace, and nowhere else', async () => {
    const { outputs, workspacePath } = await run(actions.render, payments);
    const claim = readFileSync(
      join(workspacePath, 'tenants/payments/tenant.yaml'),
      'utf8',
    );
    expect(parse(claim)).toMatchObject({
      metadata: { name: 'payments' },
      spec: { profile: 'hardened', size: 'small' },
    });
    expect(
      existsSync(
        join(
          workspacePath,
          'clusters/dev-1/tenants/payments/payments-dev.namespace.yaml',
        ),
      ),
    ).toBe(true);
    expect(outputs).toMatchObject({
      changed: true,
      branch: 'tenantry/payments',
      title: expect.stringContaining('payments'),
      body: expect.stringContaining('user:default/guest'),
      removed: [],
      plan: expect.stringContaining('dev-1'),
    });
    expect(await openPulls()).toEqual([]);
  });

  it('propose opens one pull request, and finds it again', async () => {
    const first = await run(actions.propose, payments);
    expect(first.outputs).toMatchObject({
      changed: true,
      branch: 'tenantry/payments',
      pullRequestNumber: 1,
      pullRequestUrl: `${example.forge.url}/platform/tenants/pull/1`,
      commitSha: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    const second = await run(actions.propose, payments);
    expect(second.outputs).toMatchObject({
      changed: false,
      pullRequestNumber: 1,
      commitSha: first.outputs.commitSha,
    });
    expect(await openPulls()).toHaveLength(1);
    expect(await repository.openProposals()).toMatchObject([
      { tenant: 'payments', number: 1 },
    ]);
  });

  it('a dry run of propose gives files and plan, and no address that leads nowhere', async () => {
    const { outputs, workspacePath } = await run(actions.propose, payments, {
      isDryRun: true,
    });
    expect(outputs).toMatchObject({
      changed: true,
      branch: 'tenantry/payments',
    });
    expect(outputs).not.toHaveProperty('pullRequestUrl');
    expect(outputs).not.toHaveProperty('pullRequestNumber');
    expect(outputs).not.toHaveProperty('commitSha');
    expect(existsSync(join(workspacePath, 'tenants/payments/lock.yaml'))).toBe(
      true,
    );
    expect(await openPulls()).toEqual([]);
  });

  it('a task that is stopped before it remembers its pull request finds it when it starts again', async () => {
    const stopped = run(actions.propose, payments, {
      checkpoint: async ({ fn }) => {
        await fn();
        throw new Error('the backend was stopped');
      },
    });
    await expect(stopped).rejects.toThrow('the backend was stopped');
    const { outputs } = await run(actions.propose, payments);
    expect(outputs).toMatchObject({ change: 'none', pullRequestNumber: 1 });
    expect(await openPulls()).toHaveLength(1);
  });

  it('another request while one is open is a commit on top, and the outputs say so', async () => {
    await run(actions.propose, payments);
    const { outputs } = await run(actions.propose, {
      ...payments,
      title: 'Payments and refunds',
    });
    expect(outputs).toMatchObject({
      changed: true,
      change: 'updated',
      pullRequestNumber: 1,
      warnings: [],
    });
    expect(await openPulls()).toHaveLength(1);
  });

  it('what a template wants of the pull request is done, and where it fails it is a warning', async () => {
    const { outputs } = await run(actions.propose, {
      ...payments,
      pullRequest: {
        draft: true,
        labels: ['tenantry', 'risk: {risk}'],
        reviewers: { low: ['reviewer', 'team:platform'], high: ['nobody'] },
        autoMerge: 'squash',
      },
    });
    expect(outputs).toMatchObject({
      change: 'opened',
      warnings: [
        expect.stringContaining(
          'Auto merge is not allowed for this repository',
        ),
      ],
    });
    const [pull] = await openPulls();
    expect(pull.draft).toBe(true);
    expect(pull.labels.map(({ name }) => name).sort()).toEqual([
      'risk: low',
      'tenantry',
    ]);
    expect(pull.requested_reviewers).toMatchObject([{ login: 'reviewer' }]);
    expect(pull.requested_teams).toMatchObject([{ slug: 'platform' }]);
  });

  it('the pull request is the user’s where the template passes their token', async () => {
    const token = example.reviewerToken;
    await run(actions.propose, { ...payments, token });
    expect(await openPulls()).toMatchObject([{ user: { login: 'reviewer' } }]);
  });

  it('a platform that wants users’ tokens gets no pull request without one', async () => {
    const strict = createProposeAction({
      catalog: catalogServiceMock({ entities: [guest] }),
      permissions,
      repository,
      config: mockServices.rootConfig({
        data: { scaffolder: { requireScmUserCredentials: true } },
      }),
    });
    await expect(run(strict, payments)).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining('the template passes no token'),
    });
    expect(await openPulls()).toEqual([]);
  });

  it('an unknown wish for the pull request is refused by its name', async () => {
    await expect(
      run(actions.propose, { ...payments, pullRequest: { reviewer: ['ada'] } }),
    ).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining('reviewer'),
    });
    expect(await openPulls()).toEqual([]);
  });

  it.each(['render', 'propose'] as const)(
    '%s refuses whoever is no member of the owner group',
    async name => {
      const input = {
        ...payments,
        name: 'books',
        owner: 'group:default/ledger',
      };
      await expect(run(actions[name], input)).rejects.toMatchObject({
        name: 'NotAllowedError',
        message: expect.stringContaining(
          "user:default/guest isn't a member of group:default/ledger, the owner of books",
        ),
      });
    },
  );

  it.each(['render', 'propose'] as const)(
    '%s needs the permission to propose, asked for with whoever started the task',
    async name => {
      permissions.authorizeConditional.mockResolvedValue([
        { result: AuthorizeResult.DENY },
      ]);
      await expect(run(actions[name], payments)).rejects.toMatchObject({
        name: 'NotAllowedError',
        message: expect.stringContaining('tenantry.tenant.propose'),
      });
      expect(permissions.authorizeConditional).toHaveBeenLastCalledWith(
        [{ permission: tenantProposePermission }],
        { credentials: mockCredentials.user() },
      );
      expect(await openPulls()).toEqual([]);
    },
  );

  describe('where a policy gives the permission to owners', () => {
    beforeEach(() => {
      permissions.authorizeConditional.mockResolvedValue([
        createTenantConditionalDecision(
          tenantProposePermission,
          tenantConditions.isOwner({ claims: ['group:default/payments'] }),
        ),
      ]);
    });

    it('a new tenant is judged by the owner it will have', async () => {
      const { outputs } = await run(actions.propose, payments);
      expect(outputs).toMatchObject({ change: 'opened' });
      const others = { ...payments, owner: 'group:default/checkout' };
      await expect(run(actions.propose, others)).rejects.toThrow(
        `you don't have the permission tenantry.tenant.propose for "payments"`,
      );
    });

    it('a tenant that is there is judged by the owner it has', async () => {
      const taken = { ...payments, name: 'ledger' };
      await expect(run(actions.propose, taken)).rejects.toThrow(
        `you don't have the permission tenantry.tenant.propose for "ledger"`,
      );
      expect(await openPulls()).toEqual([]);
    });
  });

  it('propose does not let a tenant of others be taken', async () => {
    const input = {
      ...payments,
      name: 'ledger',
      access: { admins: ['payments-leads'] },
    };
    await expect(run(actions.propose, input)).rejects.toThrow(
      "isn't a member of group:default/ledger, the present owner of ledger",
    );
    expect(await openPulls()).toEqual([]);
  });

  it('propose says what is wrong with a request beside the other tenants', async () => {
    const input = {
      ...payments,
      environments: [
        { name: 'dev', cluster: 'dev-1', profile: 'sandboxed' },
        { name: 'test', cluster: 'nowhere' },
      ],
    };
    await expect(run(actions.propose, input)).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringMatching(/environments\[\d\].*\n?/),
    });
    expect(await openPulls()).toEqual([]);
  });

  it('propose says what to do when the forge is away', async () => {
    await example.forge.close();
    await expect(run(actions.propose, payments)).rejects.toMatchObject({
      name: 'ForgeUnreachableError',
      message: expect.stringContaining('Check that it is up'),
    });
  });

  const allExamples = [
    ...proposeExamples.map(each => ({ ...each, name: 'propose' as const })),
    ...renderExamples.map(each => ({ ...each, name: 'render' as const })),
  ];
  it.each(allExamples)('the example works: $description', async each => {
    const { steps } = Example.parse(parse(each.example));
    const step = steps.find(({ action }) => action === `tenantry:${each.name}`);
    const { outputs } = await run(actions[each.name], step?.input ?? {});
    expect(outputs).toMatchObject({ changed: true });
  });
});
