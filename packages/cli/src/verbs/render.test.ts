import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { call } from '../__testUtils__/call';
import {
  exampleRepository,
  type ExampleRepository,
} from '../__testUtils__/exampleRepository';

let repository: ExampleRepository;
const render = (...argv: string[]) =>
  call(['render', ...argv], { cwd: repository.directory });
const path = (name: string) => join(repository.directory, name);

const ledger = 'tenants/ledger/tenant.yaml';
const quota =
  'clusters/dev-1/tenants/ledger/ledger-dev.resourcequota-tenantry.yaml';

jest.setTimeout(60_000);

beforeEach(async () => {
  repository = await exampleRepository();
});
afterEach(() => repository.remove());

describe('tenantry render', () => {
  it('has nothing to do the second time', async () => {
    expect(await render()).toEqual({
      code: 0,
      stdout: 'Up to date: 142 files of 2 tenants.\n',
      stderr: '',
    });
    expect(repository.git('status', '--short')).toBe('');
  });

  it('writes what a changed source gives, and leaves the source as it is', async () => {
    repository.edit(ledger, 'size: small', 'size: large # for the quarter');
    const { code, stdout } = await render('--tenant', 'ledger');

    expect(code).toBe(0);
    expect(stdout).toContain(`~ ${quota}\n`);
    expect(stdout).toMatch(/4 files written, of 34 files of 1 tenant\.\n$/);
    expect(repository.read(ledger)).toContain('# for the quarter');
  });

  it('writes nothing when it checks, and says that something would be written', async () => {
    repository.edit(ledger, 'size: small', 'size: large');
    const before = repository.git('status', '--short');
    const { code, stdout } = await render('--check');

    expect(code).toBe(1);
    expect(stdout).toMatch(/4 files of 142 would change\.\n$/);
    expect(repository.git('status', '--short')).toBe(before);
  });

  it('sees a file that git does not know yet, and removes it', async () => {
    const stray = 'clusters/dev-1/tenants/ledger/admin.yaml';
    writeFileSync(path(stray), 'kind: ClusterRoleBinding\n');

    expect((await render('--check')).stdout).toContain(`- ${stray}\n`);
    await render();
    expect(repository.git('status', '--short')).toBe('');
  });

  it('renders the tenants of one cluster', async () => {
    const { stdout } = await call(['render', '--cluster', 'dev-1', '--json'], {
      cwd: repository.directory,
    });

    expect(JSON.parse(stdout)).toMatchObject({
      tenants: ['ledger', 'storefront'],
      changes: [],
    });
  });

  it('names every problem with its line, and writes nothing', async () => {
    repository.edit(ledger, 'size: medium', 'size: enormous');
    repository.edit(ledger, 'name: dev', 'name: Dev');
    repository.edit(
      'tenants/storefront/tenant.yaml',
      'size: small',
      'size: tiny',
    );
    const { code, stdout } = await render();

    expect(code).toBe(1);
    expect(stdout).toMatch(/^tenants\/ledger\/tenant\.yaml:\d+:\d+ spec\.env/m);
    expect(stdout).toMatch(
      /^tenants\/storefront\/tenant\.yaml:\d+:\d+ spec\.s/m,
    );
    expect(stdout).toMatch(/Nothing was written\.\n$/);
    expect(repository.git('status', '--short').split('\n')).toHaveLength(2);
  });

  it('says that there is no such tenant, with exit code 2', async () => {
    const { code, stderr } = await render('--tenant', 'nobody');

    expect(code).toBe(2);
    expect(stderr).toContain('there is no tenant nobody');
  });

  it('does not write through a link', async () => {
    repository.git('rm', '--quiet', '-r', 'clusters/dev-1/tenants/ledger');
    symlinkSync('/tmp', path('clusters/dev-1/tenants/ledger'));
    const { code, stdout } = await render();

    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^clusters\/dev-1\/tenants\/ledger: is left out: it is a symbolic link/m,
    );
    expect(stdout).toMatch(/Nothing was written\.\n$/);
  });

  it('finds the repository from a folder inside', async () => {
    const inside = await call(['render', '--check'], {
      cwd: path('tenants/ledger'),
    });

    expect(inside.stdout).toBe('Up to date: 142 files of 2 tenants.\n');
  });

  it('says that a folder is no repository of Tenantry', async () => {
    repository.git('rm', '--quiet', 'platform.yaml');
    const { code, stderr } = await render();

    expect(code).toBe(2);
    expect(stderr).toContain('has no platform.yaml');
  });
});
