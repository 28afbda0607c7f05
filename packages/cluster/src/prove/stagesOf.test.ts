import {
  parseCluster,
  parsePlatform,
  parseTenant,
  unwrap,
  type Fleet,
} from '@tenantry/model';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stagesOf } from './stagesOf';

const root = join(__dirname, '../../../../examples/platform');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

function fleetOf(...tenants: readonly string[]): Fleet {
  return {
    platform: unwrap(parsePlatform(read('platform.yaml'))),
    clusters: ['dev-1', 'prod-1'].map(name =>
      unwrap(parseCluster(read(`clusters/${name}/cluster.yaml`))),
    ),
    tenants: tenants.map(name =>
      unwrap(parseTenant(read(`tenants/${name}/tenant.yaml`))),
    ),
  };
}

const neighbours = (fleet: Fleet) =>
  stagesOf(fleet, 'dev-1').map(({ tenant, neighbour }) => [
    tenant.metadata.name,
    neighbour.tenant,
  ]);

describe('stagesOf', () => {
  it('has another tenant attack from next door', () => {
    expect(neighbours(fleetOf('ledger', 'storefront'))).toEqual([
      ['ledger', 'storefront'],
      ['storefront', 'ledger'],
    ]);
  });

  it('has a stranger attack where nobody else lives', () => {
    expect(neighbours(fleetOf('ledger'))).toEqual([
      ['ledger', 'tenantry-stranger'],
    ]);
  });
});
