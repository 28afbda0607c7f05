import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  parseCluster,
  parsePlatform,
  parseTenant,
  unwrap,
  validateTenant,
} from '@tenantry/model';
import type { Fleet, Tenant } from '@tenantry/model';

const root = join(__dirname, '../../../../examples/platform');

function read<T>(
  folder: string,
  file: string,
  parse: (text: string) => T,
): T[] {
  return readdirSync(join(root, folder)).map(name =>
    parse(readFileSync(join(root, folder, name, file), 'utf8')),
  );
}

/** The platform that `npm start` seeds: real files, the same that a newcomer sees. */
export function exampleFleet(): Fleet {
  const platform = readFileSync(join(root, 'platform.yaml'), 'utf8');
  return {
    platform: unwrap(parsePlatform(platform)),
    clusters: read('clusters', 'cluster.yaml', text =>
      unwrap(parseCluster(text)),
    ),
    tenants: read('tenants', 'tenant.yaml', text => unwrap(parseTenant(text))),
  };
}

/** A tenant that uses every field, in the given profile. */
export function paymentsTenant(profile: string, changes: object = {}): Tenant {
  return unwrap(
    validateTenant({
      apiVersion: 'tenantry.dev/v1',
      kind: 'Tenant',
      metadata: { name: 'payments' },
      spec: {
        title: 'Payments',
        owner: 'group:default/payments',
        access: {
          admins: ['payments-leads'],
          developers: ['payments-devs'],
          viewers: ['audit'],
        },
        profile,
        size: 'medium',
        repositories: ['https://git.example.com/payments/deploy.git'],
        environments: [
          {
            name: 'prod',
            cluster: 'prod-1',
            size: 'large',
            hosts: ['pay.example.com'],
            egress: [{ cidr: '203.0.113.0/26', ports: [443, '514/UDP'] }],
            peers: [{ tenant: 'ledger', environment: 'prod', ports: [8443] }],
          },
        ],
        ...changes,
      },
    }),
  );
}
