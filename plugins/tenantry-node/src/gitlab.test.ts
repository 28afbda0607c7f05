import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { RepositoryCoordinates } from './coordinates';
import { listMergedMergeRequests, listOpenMergeRequests } from './gitlab';

const request = {
  iid: 7,
  title: 'payments: new tenant, 1 environment',
  web_url: 'https://gitlab.example.com/platform/tenants/-/merge_requests/7',
  source_branch: 'tenantry/payments',
  source_project_id: 3,
  target_project_id: 3,
  sha: 'a'.repeat(40),
  created_at: '2026-03-01T12:00:00Z',
  draft: true,
};

describe('merge requests of GitLab', () => {
  let server: Server;
  let coordinates: RepositoryCoordinates;
  let pages: unknown[];
  let status: number;
  const asked: { url: string; authorization?: string }[] = [];

  beforeAll(async () => {
    server = createServer(({ url = '/', headers }, response) => {
      const { authorization } = headers;
      asked.push({ url, authorization });
      const { searchParams } = new URL(url, 'http://localhost');
      const page = Number(searchParams.get('page') ?? 1);
      response.writeHead(status, {
        'content-type': 'application/json',
        'x-next-page': page < pages.length ? String(page + 1) : '',
      });
      const body = pages[page - 1];
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    coordinates = {
      forge: 'gitlab',
      host: 'gitlab.example.com',
      owner: 'platform/clusters',
      repo: 'tenants',
      branch: 'main',
      apiBaseUrl: `http://127.0.0.1:${port}/api/v4`,
      htmlUrl: 'https://gitlab.example.com/platform/clusters/tenants',
    };
  });
  beforeEach(() => {
    asked.length = 0;
    status = 200;
  });
  afterAll(() => {
    server.close();
  });

  it('are those of tenants, from this repository, page by page', async () => {
    const ledger = { ...request, iid: 9, source_branch: 'tenantry/ledger' };
    pages = [
      [request, { ...request, iid: 8, source_project_id: 4 }],
      [{ ...request, iid: 10, source_branch: 'docs' }, ledger],
    ];
    const token = 'glpat-not-a-real-token';
    const found = await listOpenMergeRequests({ coordinates, token });
    expect(found).toEqual([
      {
        tenant: 'payments',
        number: 7,
        title: request.title,
        url: request.web_url,
        branch: 'tenantry/payments',
        headSha: request.sha,
        createdAt: request.created_at,
        draft: true,
      },
      expect.objectContaining({ tenant: 'ledger', number: 9 }),
    ]);
    expect(asked).toHaveLength(2);
    const [{ url, authorization }] = asked;
    expect(url).toMatch(
      /^\/api\/v4\/projects\/platform%2Fclusters%2Ftenants\/merge_requests\?state=opened/,
    );
    expect(url).toContain('target_branch=main');
    expect(url).not.toContain(token);
    expect(authorization).toBe(`Bearer ${token}`);
  });

  it('that were merged last are one a tenant, in one call', async () => {
    pages = [[request, { ...request, iid: 12 }, { ...request, iid: 3 }], []];
    expect(
      await listMergedMergeRequests({ coordinates, token: undefined }),
    ).toEqual([{ tenant: 'payments', number: 12, url: request.web_url }]);
    expect(asked).toHaveLength(1);
  });

  it.each([
    [401, 'BadCredentialsError'],
    [404, 'RepositoryMissingError'],
    [429, 'RateLimitedError'],
    [502, 'ForgeUnreachableError'],
  ])('whose list is answered with %i are a %s', async (answered, name) => {
    [pages, status] = [[{ message: 'no' }], answered];
    await expect(
      listOpenMergeRequests({ coordinates, token: undefined }),
    ).rejects.toMatchObject({ name });
  });

  it.each([
    ['a sign-in page', '<html>Sign in</html>'],
    ['a list that was cut off', '[{"iid": 7'],
    ['something else', { message: 'hello' }],
  ])('are unreachable behind %s', async (_, body) => {
    pages = [body];
    await expect(
      listOpenMergeRequests({ coordinates, token: undefined }),
    ).rejects.toMatchObject({
      name: 'ForgeUnreachableError',
      message: expect.stringContaining("not as GitLab's API would"),
    });
  });

  it('are unreachable when nobody listens', async () => {
    const nowhere = { ...coordinates, apiBaseUrl: 'http://127.0.0.1:9/api/v4' };
    await expect(
      listOpenMergeRequests({ coordinates: nowhere, token: undefined }),
    ).rejects.toMatchObject({ name: 'ForgeUnreachableError' });
  });
});
