import type { Cluster, Fleet } from '@tenantry/model';
import {
  checkTenant,
  formatProblems,
  parseCluster,
  parsePlatform,
  parseTenant,
  unwrap,
} from '@tenantry/model';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../platform');

export const dialects = ['kyverno', 'native'] as const;

export type Dialect = Cluster['spec']['policyEngine'];

/**
 * The platform of `../platform`, its clusters' rules in the given dialect.
 *
 * @param platformUser who applies it, where the cluster isn't the rig's.
 */
export function provingGround(dialect: Dialect, platformUser?: string): Fleet {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const fleet: Fleet = {
    platform: unwrap(parsePlatform(read('platform.yaml'))),
    clusters: files('clusters').map(path => {
      const cluster = unwrap(parseCluster(read(path), { file: path }));
      return {
        ...cluster,
        spec: {
          ...cluster.spec,
          policyEngine: dialect,
          ...(platformUser ? { platformUsers: [platformUser] } : {}),
        },
      };
    }),
    tenants: files('tenants').map(path =>
      unwrap(parseTenant(read(path), { file: path })),
    ),
  };
  const problems = fleet.tenants.flatMap(tenant => checkTenant(tenant, fleet));
  if (problems.length > 0) throw new Error(formatProblems(problems));
  return fleet;
}

function files(folder: string): string[] {
  return readdirSync(join(root, folder))
    .sort()
    .map(name => `${folder}/${name}`);
}
