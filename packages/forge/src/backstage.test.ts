import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import { createPublishGithubPullRequestAction } from '@backstage/plugin-scaffolder-backend-module-github';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';

import {
  portal,
  repo,
  reviewer,
  startTestForge,
  type TestForge,
} from './__testUtils__/harness';

let forge: TestForge;
let config: ConfigReader;
let host: string;

beforeAll(async () => {
  forge = await startTestForge();
  host = new URL(forge.forge.url).host;
  config = new ConfigReader({
    integrations: {
      github: [{ host, apiBaseUrl: forge.forge.apiUrl, token: portal.token }],
    },
  });
});
afterAll(() => forge.stop());

describe('publish:github:pull-request', () => {
  const workspace = createMockDirectory({
    content: {
      'tenants/payments/tenant.yaml': 'name: payments\n',
      'tenants/payments/network.yaml': 'egress: []\n',
    },
  });

  async function publish(input: object) {
    const integrations = ScmIntegrations.fromConfig(config);
    const action = createPublishGithubPullRequestAction({
      integrations,
      githubCredentialsProvider:
        DefaultGithubCredentialsProvider.fromIntegrations(integrations),
      config,
    });
    const context = createMockActionContext({
      input: {
        repoUrl: `${host}?owner=${repo.owner}&repo=${repo.repo}`,
        branchName: 'tenant/payments',
        title: 'payments: new tenant',
        description: 'Asked in the portal.',
        reviewers: [reviewer.login],
        assignees: [reviewer.login],
        ...input,
      },
      workspacePath: workspace.path,
    });
    // The context of the mock is typed for any input; the action checks its own.
    await action.handler(context as Parameters<typeof action.handler>[0]);
    return jest.mocked(context.output).mock.calls;
  }

  it('opens a pull request, and later updates it', async () => {
    const outputs = new Map<unknown, unknown>(
      (await publish({})).map(([name, value]) => [name, value]),
    );
    const number = Number(outputs.get('pullRequestNumber'));
    expect(outputs.get('targetBranchName')).toBe('main');
    expect(outputs.get('remoteUrl')).toBe(
      `${forge.forge.url}/platform/tenants/pull/${number}`,
    );
    const pull = { ...repo, pull_number: number };
    const opened = await forge.as().pulls.get(pull);
    expect(opened.data).toMatchObject({
      title: 'payments: new tenant',
      changed_files: 2,
      mergeable_state: 'clean',
      requested_reviewers: [{ login: reviewer.login }],
      assignees: [{ login: reviewer.login }],
    });

    await publish({
      title: 'payments: without network',
      filesToDelete: ['tenants/payments/network.yaml'],
      update: true,
    });
    const updated = await forge.as().pulls.get(pull);
    expect(updated.data).toMatchObject({
      title: 'payments: without network',
    });
    expect(updated.data.head.sha).not.toBe(opened.data.head.sha);
  });

  it('is refused a second time unless it updates', async () => {
    await expect(publish({})).rejects.toThrow('Pull request creation failed');
  });
});

describe('the URL reader', () => {
  const reader = () =>
    UrlReaders.default({ config, logger: mockServices.logger.mock() });
  const at = (path: string) => `${forge.forge.url}/platform/tenants/${path}`;

  it('reads a file, and knows when it has not changed', async () => {
    const url = at('blob/main/tenants/ledger/tenant.yaml');
    const response = await reader().readUrl(url);
    expect((await response.buffer()).toString()).toContain('name: ledger');
    await expect(
      reader().readUrl(url, { etag: response.etag }),
    ).rejects.toMatchObject({ name: 'NotModifiedError' });
    await expect(
      reader().readUrl(at('blob/main/nothing.yaml')),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  it('reads a tree, and knows when it has not changed', async () => {
    const url = at('tree/main/tenants');
    const response = await reader().readTree(url);
    const files = await response.files();
    expect(files.map(({ path }) => path)).toEqual(['ledger/tenant.yaml']);
    expect(response.etag).toBe(await forge.headOf('main'));
    await expect(
      reader().readTree(url, { etag: response.etag }),
    ).rejects.toMatchObject({ name: 'NotModifiedError' });
  });

  it('searches', async () => {
    const { files } = await reader().search(
      at('blob/main/tenants/*/tenant.yaml'),
    );
    expect(files.map(({ url }) => url)).toEqual([
      at('blob/main/tenants/ledger/tenant.yaml'),
    ]);
    expect((await files[0].content()).toString()).toContain('name: ledger');
  });
});
