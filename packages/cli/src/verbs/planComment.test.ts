import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { call } from '../__testUtils__/call';
import {
  removeTemporaryFolders,
  tenantsRepository,
  tenantYaml,
  type TenantsRepository,
} from '../__testUtils__/tenantsRepository';

jest.setTimeout(30_000);

let repository: TenantsRepository;
beforeEach(async () => {
  repository = await tenantsRepository();
  repository.git('checkout', '--quiet', '-b', 'smaller');
});

const api = 'https://github.example.com/api/v3';
const env = {
  GITHUB_TOKEN: 'ghs_that-nobody-may-see',
  GITHUB_REPOSITORY: 'platform/tenants',
  GITHUB_API_URL: api,
};
const comments: string[] = [];
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => {
  comments.length = 0;
  server.resetHandlers();
});
afterAll(() => {
  server.close();
  removeTemporaryFolders();
});

/** As GitHub answers a workflow's token; `status` is what it says to writing. */
function github(status = 201): void {
  server.use(
    http.post('https://github.example.com/api/graphql', () =>
      HttpResponse.json({ data: { viewer: { login: 'github-actions[bot]' } } }),
    ),
    http.get(`${api}/repos/platform/tenants/issues/7/comments`, () =>
      HttpResponse.json([]),
    ),
    http.post<never, { body: string }>(
      `${api}/repos/platform/tenants/issues/7/comments`,
      async ({ request }) => {
        if (status !== 201)
          return HttpResponse.json(
            { message: 'Resource not accessible by integration' },
            { status },
          );
        const { body } = await request.json();
        comments.push(body);
        return HttpResponse.json(
          { id: 1, body, html_url: 'https://github.example.com/c/1' },
          { status },
        );
      },
    ),
  );
}

const tell = (line: string, more: Record<string, string> = {}) =>
  call(line.split(' '), { cwd: repository.directory, env: more });

it('tells by Markdown what the pull request would carry, with links to the branch', async () => {
  repository.write({
    'tenants/payments/tenant.yaml': tenantYaml('payments', {
      profile: 'shared',
    }),
  });
  const { code, stdout, stderr } = await tell('plan --format markdown');

  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^\*\*Loosens:\*\* /);
  expect(stdout).toContain(
    '](https://github.example.com/platform/tenants/blob/smaller/clusters/dev-1/tenants/payments/payments-dev.',
  );
  expect(stdout).toContain('Risk: high');
});

it('links to the commit where a revision is no branch', async () => {
  repository.write({
    'tenants/payments/tenant.yaml': tenantYaml('payments', { size: 'medium' }),
  });
  await repository.render();
  const commit = repository.commit('Grow');
  const { stdout } = await tell(`plan --format markdown --head ${commit}`);
  expect(stdout).toContain(`/platform/tenants/blob/${commit}/clusters/`);
});

it('says in both forms that nothing changes', async () => {
  expect((await tell('plan')).stdout).toBe('No tenant changes.\n');
  expect((await tell('plan --format markdown')).stdout).toBe(
    'This change changes no tenant.\n',
  );
});

it('writes the plan as a comment, and says where', async () => {
  repository.write({
    'tenants/payments/tenant.yaml': tenantYaml('payments', { size: 'medium' }),
  });
  github();
  const { code, stdout } = await tell('plan --comment --pull-request 7', env);
  expect(code).toBe(0);
  expect(stdout).toContain(
    'The comment was written: https://github.example.com/c/1\n',
  );
  const { stdout: markdown } = await tell('plan --format markdown');
  expect(comments).toEqual([`<!-- tenantry:plan -->\n${markdown.trimEnd()}`]);
});

it('finds the pull request of the job, and fails nothing where a fork’s token may not write', async () => {
  repository.write({
    'tenants/payments/tenant.yaml': tenantYaml('payments', { size: 'medium' }),
  });
  github(403);
  const called = await tell('plan --comment --json', {
    ...env,
    GITHUB_REF: 'refs/pull/7/merge',
  });
  expect(called.code).toBe(0);
  expect(JSON.parse(called.stdout).comment).toEqual({
    state: 'refused',
    reason: expect.stringContaining('Resource not accessible by integration'),
  });
  expect(JSON.stringify(called)).not.toContain('nobody-may-see');
});

it('says which token is missing, on GitHub and on GitLab, and plans even so', async () => {
  const onGithub = await tell('plan --comment --pull-request 7', {
    GITHUB_REPOSITORY: 'platform/tenants',
  });
  expect([onGithub.code, onGithub.stdout]).toEqual([
    0,
    'No tenant changes.\n\nNo comment was written: GITHUB_TOKEN is not set: give the job the token of its workflow, with pull-requests: write\n',
  ]);
  const onGitlab = await tell('plan --comment --format markdown', {
    CI_API_V4_URL: 'https://gitlab.example.com/api/v4',
    CI_PROJECT_ID: '42',
    CI_MERGE_REQUEST_IID: '7',
  });
  expect(onGitlab.stdout).toBe('This change changes no tenant.\n');
  expect(onGitlab.stderr).toContain('GITLAB_TOKEN is not set');
});

it('says what it takes to write a comment', async () => {
  const { code, stderr } = await tell('plan --comment', env);
  expect(code).toBe(2);
  expect(stderr).toContain('name it with --pull-request <number>');
  expect((await tell('plan --comment --pull-request 7')).stderr).toContain(
    'set GITHUB_REPOSITORY',
  );
  expect((await tell('plan --pull-request 7')).code).toBe(2);
  const { stderr: reason } = await tell('plan --comment --pull-request 7', {
    ...env,
    GITHUB_API_URL: 'github.example.com',
  });
  expect(reason).toContain('GITHUB_API_URL is no address');
});
