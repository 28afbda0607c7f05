import type { ImportHints, InputFile } from '@tenantry/import';
import { parseCluster, parsePlatform, unwrap } from '@tenantry/model';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../corpus');

/** Real namespaces, anonymised: see `test/corpus/README.md`. */
export function brownfieldFiles(folder = 'brownfield'): InputFile[] {
  return readdirSync(join(root, folder), {
    recursive: true,
    withFileTypes: true,
  })
    .filter(entry => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
    .map(path => ({
      path: path.slice(root.length + folder.length + 2),
      text: readFileSync(path, 'utf8'),
    }));
}

/** The platform and the cluster that they are adopted by. */
export function brownfieldPlatform() {
  const read = (file: string) =>
    readFileSync(join(root, 'platform', file), 'utf8');
  return {
    platform: unwrap(parsePlatform(read('platform.yaml'))),
    cluster: unwrap(parseCluster(read('cluster.yaml'))),
  };
}

/** What somebody who knows the organisation would say. */
export const brownfieldHints: ImportHints = {
  platformNamespaces: [
    {
      name: 'ingress-controllers',
      labels: { component: 'ingress-controllers' },
    },
    {
      name: 'monitoring',
      labels: {
        component: 'monitoring',
        'platform.example.org/namespace': 'monitoring',
      },
    },
  ],
};
