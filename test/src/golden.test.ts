import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { clusterFiles, platformFiles, tenantFiles } from '@tenantry/gitops';
import type { Files } from '@tenantry/gitops';
import { checkTenant } from '@tenantry/model';
import { exampleFleet, requests, tenantOf } from './tenants';

/** `UPDATE_GOLDEN=1 npm test -- golden` writes them anew; a change in them is a breaking change of the output. */
const update = process.env.UPDATE_GOLDEN === '1';
const root = join(__dirname, '../golden');
const fleet = exampleFleet();

function readGolden(folder: string): Files {
  const base = join(root, folder);
  if (!existsSync(base)) return new Map();
  const files = readdirSync(base, {
    recursive: true,
    withFileTypes: true,
  }).filter(entry => entry.isFile());
  return new Map(
    files
      .map(entry => join(entry.parentPath, entry.name))
      .sort()
      .map(path => [relative(base, path), readFileSync(path, 'utf8')]),
  );
}

function writeGolden(folder: string, files: Files) {
  rmSync(join(root, folder), { recursive: true, force: true });
  for (const [path, text] of files) {
    const file = join(root, folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function expectGolden(folder: string, files: Files) {
  if (update) writeGolden(folder, files);
  const golden = readGolden(folder);
  expect([...golden.keys()].sort()).toEqual([...files.keys()].sort());
  for (const [path, text] of files)
    expect({ path, text }).toEqual({ path, text: golden.get(path) });
}

describe('the files of', () => {
  it.each(Object.entries(requests))(
    'a tenant in profile %s are the golden ones',
    (profile, request) => {
      const tenant = tenantOf(request, fleet);
      expect(checkTenant(tenant, fleet)).toEqual([]);
      expectGolden(profile, tenantFiles(tenant, fleet));
    },
  );

  it('a tenant with an adopted namespace that is observed are the golden ones', () => {
    const { metadata, spec, ...rest } = tenantOf(requests.hardened, fleet);
    const [dev, ...others] = spec.environments;
    const adopted = {
      ...dev,
      namespace: 'checkout',
      observed: { until: '2027-03-31' },
    };
    const tenant = {
      ...rest,
      metadata,
      spec: { ...spec, environments: [adopted, ...others] },
    };
    expect(checkTenant(tenant, fleet)).toEqual([]);
    const files = [...tenantFiles(tenant, fleet)].filter(
      ([path]) => !path.startsWith('clusters/prod-1/'),
    );
    expectGolden('observed', new Map(files));
  });

  it('the platform and its clusters are the golden ones', () => {
    const files = [
      platformFiles(fleet),
      ...fleet.clusters.map(cluster => clusterFiles(cluster, fleet)),
    ];
    expectGolden('platform', new Map(files.flatMap(map => [...map])));
  });
});
