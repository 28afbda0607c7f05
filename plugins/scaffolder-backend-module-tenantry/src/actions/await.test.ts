import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import type { TemplateAction } from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { JsonObject } from '@backstage/types';
import {
  createTestRepository,
  proposeTenant,
  startExampleRepository,
  type ExampleRepository,
} from '@tenantry/backstage-plugin-tenantry-node/testUtils';
import type { TenantryRepositoryService } from '@tenantry/backstage-plugin-tenantry-node';
import { startForge } from '@tenantry/forge';
import { createClient } from '@tenantry/gitops';
import { validate } from 'jsonschema';
import { parse } from 'yaml';
import { createAwaitAction } from './await';
import { examples } from './await.examples';

// Real git processes, on a machine that may be busy.
jest.setTimeout(60_000);

const request = {
  title: 'Payments',
  owner: 'group:default/payments',
  access: { admins: ['payments-leads'] },
  environments: [{ name: 'dev', cluster: 'dev-1' }],
};
const address = { owner: 'platform', repo: 'tenants' };

describe('tenantry:await', () => {
  const directory = createMockDirectory();
  let example: ExampleRepository;
  let repository: TenantryRepositoryService;
  let action: TemplateAction<JsonObject>;

  beforeAll(async () => {
    example = await startExampleRepository(startForge, directory.path);
    repository = createTestRepository(
      mockServices.rootConfig({ data: example.config }),
      mockServices.logger.mock(),
    );
  });
  beforeEach(() => {
    action = createAwaitAction({
      repository,
      pauses: { firstMs: 10, longestMs: 50 },
    });
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => example.forge.close());

  let tenants = 0;
  /** A pull request of a tenant that no other test knows. */
  function propose() {
    tenants += 1;
    return proposeTenant(repository, {
      ...request,
      name: `payments-${tenants}`,
    });
  }

  /** Starts the step; what it logs and puts out can be looked at while it runs. */
  function start(
    input: JsonObject,
    options: {
      signal?: AbortSignal;
      isDryRun?: boolean;
      startedAt?: number;
    } = {},
  ) {
    const outputs: Record<string, unknown> = {};
    const log: string[] = [];
    const logger = mockServices.logger.mock({
      info: message => log.push(message),
      warn: message => log.push(`warning: ${message}`),
    });
    const context = createMockActionContext({
      input,
      workspacePath: directory.resolve('workspace'),
    });
    const { signal, isDryRun, startedAt } = options;
    const done = action.handler({
      ...context,
      signal,
      isDryRun,
      logger: { ...context.logger, ...logger },
      checkpoint: async ({ fn }) =>
        startedAt === undefined ? fn() : JSON.parse(String(startedAt)),
      output(name, value) {
        outputs[name] = value;
      },
    });
    // Whoever looks at it later finds the failure.
    done.catch(() => {});
    const said = async (words: RegExp) => {
      for (const end = Date.now() + 20_000; Date.now() < end; ) {
        if (log.some(line => words.test(line))) return;
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      throw new Error(`not said in time: ${words}; but ${log.join(' | ')}`);
    };
    return { done, outputs, log, said };
  }

  async function close(number: number) {
    const octokit = await repository.client();
    await octokit.rest.pulls.update({
      ...address,
      pull_number: number,
      state: 'closed',
    });
  }

  async function report(
    number: number,
    context: string,
    state: 'pending' | 'success' | 'failure',
  ) {
    const octokit = await repository.client();
    const { data } = await octokit.rest.pulls.get({
      ...address,
      pull_number: number,
    });
    await octokit.rest.repos.createCommitStatus({
      ...address,
      sha: data.head.sha,
      context,
      state,
    });
  }

  it('goes on once the pull request is merged, and says by which commit', async () => {
    const { number, merge } = await propose();
    const { done, outputs, log, said } = start({ pullRequestNumber: number });
    await said(/is open/);
    await merge();
    await done;
    const { commit } = await repository.refresh();
    expect(outputs).toEqual({
      state: 'merged',
      mergeCommitSha: commit,
      failingChecks: [],
    });
    expect(log).toEqual([
      expect.stringMatching(
        /^Pull request #\d+ is open at [0-9a-f]{10}; nobody has reported a check$/,
      ),
      `Pull request #${number} was merged as ${commit}`,
    ]);
  });

  it.each([undefined, null, ''])(
    'succeeds at once after a request that changed nothing: %j',
    async pullRequestNumber => {
      const input =
        pullRequestNumber === undefined ? {} : { pullRequestNumber };
      expect(validate(input, action.schema?.input ?? {}).errors).toEqual([]);
      const { done, outputs } = start(input);
      await done;
      expect(outputs).toEqual({ state: 'none', failingChecks: [] });
    },
  );

  it('follows nothing in a dry run', async () => {
    const { done, outputs } = start(
      { pullRequestNumber: 99 },
      { isDryRun: true },
    );
    await done;
    expect(outputs).toMatchObject({ state: 'none' });
  });

  it('fails when the pull request is closed without merging', async () => {
    const { number } = await propose();
    const { done, outputs, said } = start({ pullRequestNumber: number });
    await said(/is open/);
    await close(number);
    await expect(done).rejects.toMatchObject({
      name: 'ConflictError',
      message: `pull request #${number} was closed without merging: ${example.forge.url}/platform/tenants/pull/${number}. Reopen it there, or ask again.`,
    });
    expect(outputs).toMatchObject({ state: 'closed' });
  });

  it('tells of each change of the checks once, by name', async () => {
    const { number, merge } = await propose();
    const { done, outputs, log, said } = start({ pullRequestNumber: number });
    await said(/nobody has reported/);
    await report(number, 'policy', 'pending');
    await said(/checks running: policy$/);
    await report(number, 'policy', 'failure');
    await said(/checks failing: policy$/);
    await new Promise(resolve => setTimeout(resolve, 200));
    await merge();
    await done;
    expect(outputs).toMatchObject({
      state: 'merged',
      failingChecks: ['policy'],
    });
    expect(log).toHaveLength(4);
  });

  it('waits for checks where that is what it waits for', async () => {
    const { number } = await propose();
    const input = { pullRequestNumber: number, until: 'checks' };
    const { done, outputs, said } = start(input);
    await said(/nobody has reported a check/);
    await report(number, 'policy', 'pending');
    await said(/running: policy/);
    await report(number, 'policy', 'success');
    await done;
    expect(outputs).toEqual({ state: 'open', failingChecks: [] });
  });

  it('fails by the names of checks that failed, once all have ended', async () => {
    const { number } = await propose();
    await report(number, 'policy', 'failure');
    await report(number, 'render', 'pending');
    const input = { pullRequestNumber: number, until: 'checks' };
    const { done, outputs, said } = start(input);
    await said(/failing: policy; running: render/);
    await report(number, 'render', 'success');
    await expect(done).rejects.toThrow(
      `pull request #${number} has checks failing: policy; passed: 1. See`,
    );
    expect(outputs).toEqual({ state: 'open', failingChecks: ['policy'] });
  });

  it('says after its time what it still waits for', async () => {
    const { number } = await propose();
    await report(number, 'policy', 'pending');
    const { done, outputs } = start({
      pullRequestNumber: number,
      timeout: { seconds: 0.3 },
    });
    await expect(done).rejects.toMatchObject({
      name: 'AwaitTimeoutError',
      message: expect.stringMatching(
        /^pull request #\d+ was not merged within 0\.3 seconds\. Pull request #\d+ is open at \w+; checks running: policy: http.*\/pull\/\d+\. Start the task again/,
      ),
    });
    expect(outputs).toEqual({ state: 'open', failingChecks: [] });
  });

  it('ends at once when the task is cancelled, whatever it is doing', async () => {
    const { number } = await propose();
    action = createAwaitAction({
      repository,
      pauses: { firstMs: 60_000, longestMs: 60_000 },
    });
    const cancel = new AbortController();
    const { done, said } = start(
      { pullRequestNumber: number },
      { signal: cancel.signal },
    );
    await said(/is open/);
    const before = Date.now();
    cancel.abort();
    await expect(done).rejects.toThrow(
      `pull request #${number} is no longer followed, because the task was cancelled`,
    );
    expect(Date.now() - before).toBeLessThan(1_000);
    const late = start(
      { pullRequestNumber: number },
      { signal: cancel.signal },
    );
    await expect(late.done).rejects.toThrow('the task was cancelled');
  });

  it('goes on over a forge that is away for a while', async () => {
    const { number, merge } = await propose();
    await merge();
    const client = jest.spyOn(repository, 'client');
    client.mockRejectedValueOnce(new Error('no token to be had'));
    const { done, outputs, log } = start({ pullRequestNumber: number });
    await done;
    expect(outputs).toMatchObject({ state: 'merged' });
    expect(log[0]).toMatch(
      /^warning: It can't be seen how far it is: .* can't be reached: no token to be had\./,
    );
  });

  it('says after its time that the forge was away all the time', async () => {
    const nowhere = { apiBaseUrl: 'http://127.0.0.1:9/api/v3', retries: 0 };
    jest
      .spyOn(repository, 'client')
      .mockImplementation(async () =>
        createClient({ ...nowhere, token: undefined }),
      );
    const { done, outputs, log } = start({
      pullRequestNumber: 1,
      timeout: { seconds: 0.1 },
    });
    await expect(done).rejects.toMatchObject({
      name: 'AwaitTimeoutError',
      message: expect.stringContaining("can't be reached"),
    });
    expect(outputs).toEqual({ failingChecks: [] });
    expect(log).toHaveLength(1);
  });

  it('fails at once for a number that belongs to no pull request', async () => {
    const { done } = start({ pullRequestNumber: 99 });
    await expect(done).rejects.toThrow('pull request #99 was not found');
  });

  it('has what is left of its time after a recovery, and all of it when it is started again', async () => {
    const { number } = await propose();
    const input = { pullRequestNumber: number, timeout: { seconds: 30 } };
    const recovered = start(input, { startedAt: Date.now() - 29_900 });
    await expect(recovered.done).rejects.toThrow('was not merged within 30');
    const again = start(input, { startedAt: Date.now() - 60_000 });
    await again.said(/is open/);
    await new Promise(resolve => setTimeout(resolve, 300));
    await close(number);
    await expect(again.done).rejects.toThrow('was closed without merging');
  });

  it.each([
    [{ pullRequestNumber: 'seven' }, 'pullRequestNumber'],
    [{ pullRequestNumber: 1, timeout: { hours: 25 } }, 'at most 24 hours'],
    [{ pullRequestNumber: 1, timeout: {} }, 'timeout: must be more than'],
    [{ pullRequestNumber: 1, until: 'closed' }, 'until'],
  ])('refuses %j by the name of the field', async (input, named) => {
    await expect(start(input).done).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(named),
    });
  });

  it.each(examples)(
    'takes the example: $description',
    async ({ example: text }) => {
      const { steps } = parse(text);
      const input = { ...steps[0].input, pullRequestNumber: 1 };
      expect(steps[0].action).toBe(action.id);
      expect(validate(input, action.schema?.input ?? {}).errors).toEqual([]);
      const { number, merge } = await propose();
      await merge();
      const { done, outputs } = start({ ...input, pullRequestNumber: number });
      await done;
      expect(outputs).toMatchObject({ state: 'merged' });
    },
  );
});
