import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { RepositorySnapshot } from '@tenantry/backstage-plugin-tenantry-node';
import {
  readFleet,
  repositoryFiles,
  treeFromFiles,
  type Files,
} from '@tenantry/gitops';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = resolvePackagePath(
  '@tenantry/backstage-plugin-tenantry-backend',
  '../../examples/platform',
);

/** The example's repository as it is rendered, some of its files changed, or `undefined` for gone. */
export function exampleSnapshot(
  changes: Readonly<Record<string, string | undefined>> = {},
): RepositorySnapshot {
  const { fleet } = readFleet(treeFromFiles(sources()));
  const files = new Map(repositoryFiles(fleet));
  for (const [path, text] of Object.entries(changes))
    if (text === undefined) files.delete(path);
    else files.set(path, text);
  return {
    commit: '1'.repeat(40),
    tree: treeFromFiles(files),
    fleet,
    problems: [],
    checkedAt: '2026-11-26T12:00:00Z',
  };
}

function sources(): Files {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return new Map(
    paths
      .filter(path => path.endsWith('.yaml'))
      .map(path => [path, readFileSync(join(root, path), 'utf8')]),
  );
}
