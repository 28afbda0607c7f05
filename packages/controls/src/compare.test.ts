import type { Environment } from '@tenantry/model';
import { combine, compareAllowed, compareRank } from './compare';
import { environmentContexts } from './contexts';
import type { EnvironmentContext, Strength } from './control';
import { findControl } from './registry';
import { exampleFleet, paymentsTenant } from './testing/exampleFleet';

const fleet = exampleFleet();

function context(
  profile: string,
  environment: Partial<Environment> = {},
  spec: object = {},
): EnvironmentContext {
  const environments = [{ name: 'prod', cluster: 'prod-1', ...environment }];
  return environmentContexts(
    paymentsTenant(profile, { environments, ...spec }),
    fleet,
  )[0];
}

const wide = {
  egress: [
    { cidr: '203.0.113.0/26', ports: [443] },
    { cidr: '203.0.112.0/24', ports: [443] },
  ],
};
const narrow = { egress: [{ cidr: '203.0.113.0/26', ports: [443] }] };
const other = { egress: [{ cidr: '203.0.112.0/24', ports: [443] }] };

const cases: [string, EnvironmentContext, EnvironmentContext, Strength][] = [
  ['pod-security', context('shared'), context('hardened'), 'tightened'],
  ['pod-security', context('hardened'), context('shared'), 'loosened'],
  ['pod-security', context('hardened'), context('sandboxed'), 'unchanged'],
  [
    'runtime-assignment',
    context('hardened'),
    context('sandboxed'),
    'tightened',
  ],
  ['runtime-assignment', context('sandboxed'), context('hardened'), 'loosened'],
  [
    'compute-quota',
    context('shared'),
    context('shared', { size: 'large' }),
    'loosened',
  ],
  [
    'compute-quota',
    context('shared', { size: 'large' }),
    context('shared'),
    'tightened',
  ],
  [
    'object-counts',
    context('shared'),
    context('shared', { size: 'small' }),
    'tightened',
  ],
  [
    'container-limits',
    context('shared'),
    context('shared', { size: 'small' }),
    'tightened',
  ],
  ['internet-egress', context('shared'), context('hardened'), 'tightened'],
  [
    'allowed-egress',
    context('hardened', narrow),
    context('hardened', wide),
    'loosened',
  ],
  [
    'allowed-egress',
    context('hardened', wide),
    context('hardened', narrow),
    'tightened',
  ],
  [
    'allowed-egress',
    context('hardened', other),
    context('hardened', narrow),
    'changed',
  ],
  [
    'host-ownership',
    context('hardened'),
    context('hardened', { hosts: ['pay.example.com'] }),
    'loosened',
  ],
  [
    'role-bindings',
    context('hardened'),
    context('hardened', {}, { access: { admins: ['payments-leads'] } }),
    'tightened',
  ],
  [
    'role-bindings',
    context('hardened'),
    context(
      'hardened',
      {},
      {
        access: {
          admins: ['payments-leads'],
          developers: ['payments-devs', 'risk'],
          viewers: ['audit'],
        },
      },
    ),
    'loosened',
  ],
  [
    'app-project',
    context('hardened'),
    context('hardened', {}, { repositories: [] }),
    'tightened',
  ],
];

describe('compare', () => {
  it.each(cases)('%s, case %#', (id, before, after, expected) => {
    expect(findControl(id)?.compare?.(before, after)).toBe(expected);
  });

  it('calls a superset looser and a subset tighter', () => {
    expect(compareAllowed(['a'], ['a', 'b'])).toBe('loosened');
    expect(compareAllowed(['a', 'b'], ['b'])).toBe('tightened');
    expect(compareAllowed(['a', 'b'], ['b', 'a'])).toBe('unchanged');
    expect(compareAllowed(['a'], ['b'])).toBe('changed');
  });

  it('ranks from weakest to strongest', () => {
    expect(compareRank(['weak', 'strong'], 'weak', 'strong')).toBe('tightened');
    expect(compareRank(['weak', 'strong'], 'strong', 'weak')).toBe('loosened');
  });

  it('has one direction only where all parts have it', () => {
    expect(combine([])).toBe('unchanged');
    expect(combine(['unchanged', 'loosened'])).toBe('loosened');
    expect(combine(['tightened', 'loosened'])).toBe('changed');
  });
});
