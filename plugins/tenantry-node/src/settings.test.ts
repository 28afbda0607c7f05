import { mockServices } from '@backstage/backend-test-utils';
import { join } from 'node:path';
import { readTenantrySettings } from './settings';

const forge = {
  host: 'localhost:7008',
  apiBaseUrl: 'http://localhost:7008/api/v3',
  token: 'not-a-real-token',
};
const url = 'http://localhost:7008/platform/tenants';

function read(tenantry: object, others: object = {}) {
  return readTenantrySettings(
    mockServices.rootConfig({
      data: { integrations: { github: [forge] }, tenantry, ...others },
    }),
  );
}

describe('readTenantrySettings', () => {
  it('needs nothing but the address', () => {
    expect(read({ repository: { url } })).toMatchObject({
      coordinates: { branch: 'main', apiBaseUrl: forge.apiBaseUrl },
      cloneUrl: `${url}.git`,
      refreshMs: 60_000,
      mirrorDirectory: join(
        process.cwd(),
        '.tenantry/mirror/localhost-7008-platform-tenants.git',
      ),
    });
  });

  it('starts a relative folder at the working directory of the backend', () => {
    const { mirrorDirectory } = read(
      { repository: { url }, dataDir: 'cache' },
      { backend: { workingDirectory: '/var/lib/backstage' } },
    );
    expect(mirrorDirectory).toBe(
      '/var/lib/backstage/cache/localhost-7008-platform-tenants.git',
    );
  });

  it.each([
    [{ seconds: 5 }, 5_000],
    ['2m', 120_000],
  ])('reads the duration %j', (refresh, ms) => {
    expect(read({ repository: { url }, refresh }).refreshMs).toBe(ms);
  });

  it('refuses to ask the forge every second', () => {
    expect(() => read({ repository: { url }, refresh: '1s' })).toThrow(
      'tenantry.refresh is 1 s; the least is 5 seconds',
    );
  });

  const groups = 'https://gitlab.example.com/platform/clusters/tenants';

  it('knows a forge by its entry, and groups within groups on GitLab', () => {
    const gitlab = {
      host: 'gitlab.example.com',
      apiBaseUrl: 'https://gitlab.example.com/api/v4',
    };
    const { coordinates } = read(
      { repository: { url: groups } },
      { integrations: { gitlab: [gitlab] } },
    );
    expect(coordinates).toMatchObject({
      forge: 'gitlab',
      owner: 'platform/clusters',
      repo: 'tenants',
      apiBaseUrl: gitlab.apiBaseUrl,
    });
  });

  it('refuses an address with more parts on GitHub', () => {
    const github = {
      host: 'gitlab.example.com',
      apiBaseUrl: 'https://gitlab.example.com/api/v3',
    };
    expect(() =>
      read(
        { repository: { url: groups } },
        { integrations: { github: [github] } },
      ),
    ).toThrow(/is not <host>\/<owner>\/<repository>/);
  });

  it.each(['../main', 'a..b', '-main', 'main/', 'x.lock', 'main^', 'a b'])(
    'refuses %j as a branch',
    branch => {
      expect(() => read({ repository: { url, branch } })).toThrow(
        /tenantry\.repository\.branch is .*which is no branch/,
      );
    },
  );

  it('says which entry is missing for a host that nobody configured', () => {
    expect(() =>
      read({ repository: { url: 'https://git.example.com/platform/tenants' } }),
    ).toThrow(
      /points at git\.example\.com, for which neither integrations\.github nor integrations\.gitlab has an entry/,
    );
  });
});
