import {
  commitUrl,
  fileUrl,
  folderUrl,
  parseRepositoryUrl,
} from './coordinates';

describe('parseRepositoryUrl', () => {
  it('takes an address with a port apart', () => {
    expect(
      parseRepositoryUrl('http://localhost:7008/platform/tenants'),
    ).toEqual({
      host: 'localhost:7008',
      owner: 'platform',
      repo: 'tenants',
      htmlUrl: 'http://localhost:7008/platform/tenants',
    });
  });

  it.each([
    'https://github.com/example/tenants.git',
    'https://github.com/example/tenants/',
  ])('reads %s as the same repository', url => {
    expect(parseRepositoryUrl(url).htmlUrl).toBe(
      'https://github.com/example/tenants',
    );
  });

  it.each([
    ['tenants', 'is no address'],
    ['ssh://git@github.com/example/tenants', 'neither https:// nor http://'],
    ['https://github.com/tenants', 'is not <host>/<owner>/<repository>'],
    ['https://github.com/example/..%2Fother', 'no name on a forge'],
    ['https://github.com/example/a b', 'no name on a forge'],
    ['https://github.com/example/...', 'no name on a forge'],
  ])('refuses %s and names the setting', (url, reason) => {
    expect(() => parseRepositoryUrl(url)).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringMatching(
          new RegExp(`^tenantry\\.repository\\.url is .*${reason}`),
        ),
      }),
    );
  });

  it('refuses an address with a token, and does not repeat the token', () => {
    const parse = () =>
      parseRepositoryUrl('https://x:s3cr3t@github.com/example/tenants');
    expect(parse).toThrow('holds credentials');
    expect(parse).not.toThrow('s3cr3t');
  });
});

it('leads to pages as GitLab has them', () => {
  const at = {
    ...parseRepositoryUrl('https://gitlab.com/platform/clusters/tenants'),
    forge: 'gitlab' as const,
    branch: 'main',
    apiBaseUrl: 'https://gitlab.com/api/v4',
  };
  expect(at).toMatchObject({ owner: 'platform/clusters', repo: 'tenants' });
  expect(folderUrl(at, 'tenants/ledger')).toBe(
    'https://gitlab.com/platform/clusters/tenants/-/tree/main/tenants/ledger',
  );
  expect(fileUrl(at, 'platform.yaml')).toBe(
    'https://gitlab.com/platform/clusters/tenants/-/blob/main/platform.yaml',
  );
  expect(commitUrl(at, 'abc')).toBe(
    'https://gitlab.com/platform/clusters/tenants/-/commit/abc',
  );
});

it('leads to pages as GitHub has them', () => {
  const at = {
    forge: 'github' as const,
    ...parseRepositoryUrl('https://github.com/example/tenants'),
    branch: 'main',
    apiBaseUrl: 'https://api.github.com',
  };
  expect(folderUrl(at, 'tenants/ledger')).toBe(
    'https://github.com/example/tenants/tree/main/tenants/ledger',
  );
  expect(fileUrl(at, 'platform.yaml')).toBe(
    'https://github.com/example/tenants/blob/main/platform.yaml',
  );
  expect(commitUrl(at, 'abc')).toBe(
    'https://github.com/example/tenants/commit/abc',
  );
});
