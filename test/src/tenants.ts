import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  parseCluster,
  parsePlatform,
  parseTenant,
  tenantFromRequest,
  parseTenantRequest,
  unwrap,
} from '@tenantry/model';
import type { Fleet, Tenant } from '@tenantry/model';

const root = join(__dirname, '../../examples/platform');

function readAll<T>(
  folder: string,
  file: string,
  parse: (text: string, options: { file: string }) => T,
): T[] {
  return readdirSync(join(root, folder))
    .sort()
    .map(name =>
      parse(readFileSync(join(root, folder, name, file), 'utf8'), {
        file: `${folder}/${name}/${file}`,
      }),
    );
}

/** The platform that `npm start` seeds. */
export function exampleFleet(): Fleet {
  return {
    platform: unwrap(
      parsePlatform(readFileSync(join(root, 'platform.yaml'), 'utf8')),
    ),
    clusters: readAll('clusters', 'cluster.yaml', (text, options) =>
      unwrap(parseCluster(text, options)),
    ),
    tenants: readAll('tenants', 'tenant.yaml', (text, options) =>
      unwrap(parseTenant(text, options)),
    ),
  };
}

/** One tenant a profile, as somebody would ask for it. */
export const requests = {
  shared: {
    name: 'intranet',
    title: 'Intranet',
    owner: 'group:default/intranet',
    access: { admins: ['intranet'] },
    profile: 'shared',
    size: 'small',
    repositories: ['https://git.example.com/intranet/deploy.git'],
    environments: [
      { name: 'prod', cluster: 'dev-1', hosts: ['intranet.example.com'] },
    ],
  },
  hardened: {
    name: 'payments',
    title: 'Payments',
    owner: 'group:default/payments',
    access: {
      admins: ['payments-leads'],
      developers: ['payments-devs'],
      viewers: ['audit'],
    },
    profile: 'hardened',
    size: 'medium',
    repositories: ['https://git.example.com/payments/deploy.git'],
    environments: [
      { name: 'dev', cluster: 'dev-1', size: 'small' },
      {
        name: 'prod',
        cluster: 'prod-1',
        size: 'large',
        hosts: ['pay.example.com'],
        egress: [{ cidr: '203.0.113.0/26', ports: [443] }],
        peers: [{ tenant: 'ledger', environment: 'prod', ports: [8443] }],
      },
    ],
    expires: '2028-06-30',
  },
  sandboxed: {
    name: 'plugins',
    title: "Customers' plug-ins",
    owner: 'group:default/extensibility',
    access: { admins: ['extensibility-leads'], developers: ['extensibility'] },
    profile: 'sandboxed',
    size: 'medium',
    environments: [
      {
        name: 'run',
        cluster: 'prod-1',
        egress: [{ cidr: '203.0.113.64/28', ports: [443, '514/UDP'] }],
      },
    ],
  },
} as const;

export function tenantOf(request: unknown, fleet: Fleet): Tenant {
  return tenantFromRequest(
    unwrap(parseTenantRequest(request)),
    fleet.platform,
    undefined,
  );
}
