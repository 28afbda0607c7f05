import { InvalidInputError } from '@tenantry/model';
import { NotATenantryRepositoryError } from './errors';
import { readFleet, readFleetInSlices } from './fleet';
import {
  clusterYaml,
  exceptionsYaml,
  platformYaml,
  tenantYaml,
} from './__testUtils__/fleet';
import { treeFromFiles } from './tree';

function read(files: Record<string, string>) {
  return readFleet(
    treeFromFiles(new Map(Object.entries(files))),
    'https://git.example.com/acme/website',
  );
}

const sound = {
  'platform.yaml': platformYaml,
  'clusters/dev-1/cluster.yaml': clusterYaml('dev-1', 32),
  'tenants/ledger/tenant.yaml': tenantYaml('ledger'),
};

describe('reading a repository', () => {
  it('finds the platform, its clusters and tenants', () => {
    const { fleet, problems } = read({ ...sound, 'README.md': '# Ours' });
    expect(problems).toEqual([]);
    expect(fleet.platform.metadata.name).toBe('example');
    expect(fleet.clusters.map(({ metadata }) => metadata.name)).toEqual([
      'dev-1',
    ]);
    expect(fleet.tenants.map(({ metadata }) => metadata.name)).toEqual([
      'ledger',
    ]);
  });

  it('leaves out a broken file with its line, and goes on', () => {
    const { fleet, problems } = read({
      ...sound,
      'tenants/broken/tenant.yaml': `${tenantYaml('broken')}  colour: red\n`,
      'tenants/worse/tenant.yaml': 'kind: [',
    });
    expect(fleet.tenants.map(({ metadata }) => metadata.name)).toEqual([
      'ledger',
    ]);
    expect(problems).toContainEqual(
      expect.objectContaining({
        file: 'tenants/broken/tenant.yaml',
        line: 15,
        path: ['spec', 'colour'],
      }),
    );
    expect(
      problems.some(({ file }) => file === 'tenants/worse/tenant.yaml'),
    ).toBe(true);
  });

  it('does not take a tenant that lies in another one’s folder', () => {
    const { fleet, problems } = read({
      ...sound,
      'tenants/payments/tenant.yaml': tenantYaml('ledger'),
    });
    expect(fleet.tenants).toHaveLength(1);
    expect(problems).toEqual([
      expect.objectContaining({
        file: 'tenants/payments/tenant.yaml',
        path: ['metadata', 'name'],
        message: expect.stringContaining(
          'move it to tenants/ledger/tenant.yaml',
        ),
      }),
    ]);
  });

  it('sees a file that was repaired', () => {
    const path = 'tenants/ledger/tenant.yaml';
    expect(read({ ...sound, [path]: 'x' }).fleet.tenants).toEqual([]);
    expect(read(sound).fleet.tenants).toHaveLength(1);
  });

  it('says of another kind of repository what is missing', () => {
    expect(() => read({ 'README.md': 'A website' })).toThrow(
      NotATenantryRepositoryError,
    );
    expect(() => read({})).toThrow(
      /git\.example\.com\/acme\/website is not a Tenantry repository.*Commit a platform\.yaml/,
    );
  });

  it('stops at a broken platform, because nothing can be judged without it', () => {
    expect(() =>
      read({ ...sound, 'platform.yaml': 'kind: Platform\n' }),
    ).toThrow(InvalidInputError);
  });

  it('leaves the thread in between where others wait for it', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `team-${index}`);
    const tree = treeFromFiles(
      new Map([
        ...Object.entries(sound),
        ...names.map(
          name => [`tenants/${name}/tenant.yaml`, tenantYaml(name)] as const,
        ),
      ]),
    );
    let turns = 0;
    const others = setInterval(() => {
      turns += 1;
    });
    const { fleet } = await readFleetInSlices(tree);
    clearInterval(others);
    expect(fleet).toEqual(readFleet(tree).fleet);
    expect(fleet.tenants).toHaveLength(301);
    expect(turns).toBeGreaterThan(1);
  });
});

describe('exceptions of a tenant', () => {
  const path = 'tenants/ledger/exceptions.yaml';
  const namesIn = (files: Record<string, string>) =>
    read({ ...sound, ...files }).fleet.tenants.map(
      ({ metadata }) => metadata.name,
    );

  it('are read beside it', () => {
    const { fleet, problems } = read({
      ...sound,
      [path]: exceptionsYaml('ledger'),
    });
    expect(problems).toEqual([]);
    expect(fleet.exceptions?.get('ledger')).toMatchObject([
      { control: 'host-probes', environment: 'dev', expires: '2027-01-31' },
    ]);
    expect(read(sound).fleet.exceptions).toBeUndefined();
  });

  it.each([
    ['is broken', exceptionsYaml('ledger', { expires: 'never' })],
    ['is of another tenant', exceptionsYaml('billing')],
    ['is empty', ''],
  ])('leave the tenant out where the file %s', (_, text) => {
    expect(namesIn({ [path]: text })).toEqual([]);
    expect(read({ ...sound, [path]: text }).problems).toMatchObject([
      { file: path },
    ]);
  });

  it('leave the tenant out where there is a link in the place of the file', () => {
    const { fleet, problems } = readFleet(
      treeFromFiles(new Map(Object.entries(sound)), {
        commit: '',
        time: '',
        ignored: [{ path, reason: 'it is a symbolic link' }],
      }),
    );
    expect(fleet.tenants).toEqual([]);
    expect(problems).toMatchObject([{ file: path }]);
  });

  it('are nobody’s without a tenant', () => {
    const alone = 'tenants/gone/exceptions.yaml';
    const { fleet, problems } = read({
      ...sound,
      [alone]: exceptionsYaml('gone'),
    });
    expect(fleet.tenants).toHaveLength(1);
    expect(problems).toMatchObject([
      { file: alone, message: expect.stringContaining('no tenant gone') },
    ]);
  });
});
