import { parseTenant, unwrap, validateTenant } from '@tenantry/model';
import { parse } from 'yaml';
import { version } from '../package.json';
import { platformFiles, repositoryFiles, tenantFiles } from './files';
import { readFleet } from './fleet';
import { tenantOfPath } from './layout';
import { digestOf } from './lock';
import { exampleFleet, tenantNamed } from './__testUtils__/fleet';
import { sortedFiles, treeFromFiles } from './tree';

const fleet = exampleFleet(['ledger', 'payments']);
const files = tenantFiles(tenantNamed('ledger'), fleet);

describe('the files of a tenant', () => {
  it('lie where a reader looks for them, in the order of paths', () => {
    const paths = [...files.keys()];
    expect(paths).toEqual([...paths].sort());
    expect(paths).toEqual(
      expect.arrayContaining([
        'argocd/projects/ledger.yaml',
        'clusters/dev-1/tenants/ledger/ledger-dev.limitrange-tenantry.yaml',
        'clusters/dev-1/tenants/ledger/ledger-dev.namespace.yaml',
        'clusters/dev-1/tenants/ledger/ledger-dev.networkpolicy-default-deny.yaml',
        'clusters/dev-1/tenants/ledger/ledger-dev.resourcequota-tenantry.yaml',
        'clusters/dev-1/tenants/ledger/serviceaccount-ledger.yaml',
        'tenants/ledger/lock.yaml',
        'tenants/ledger/tenant.yaml',
      ]),
    );
  });

  it('hold one object each, under the name of the file', () => {
    const onCluster = [...files].filter(([path]) =>
      path.startsWith('clusters/'),
    );
    for (const [path, text] of onCluster) {
      const { kind, metadata } = parse(text);
      const name = kind === 'Namespace' ? kind : `${kind}-${metadata.name}`;
      expect(path.toLowerCase()).toContain(name.toLowerCase());
    }
  });

  it('are text as every tool reads it', () => {
    for (const text of files.values()) {
      expect(text.endsWith('\n')).toBe(true);
      expect(text).not.toMatch(/\r|^---|\0/m);
    }
  });

  it('are of that tenant alone', () => {
    for (const path of files.keys()) expect(tenantOfPath(path)).toBe('ledger');
  });

  it('are the same, byte for byte, when made again', () => {
    expect([...tenantFiles(tenantNamed('ledger'), exampleFleet([]))]).toEqual([
      ...files,
    ]);
  });

  it('have a source with keys in the order people read them, and no empty list', () => {
    const tenant = unwrap(
      validateTenant({
        apiVersion: 'tenantry.dev/v1',
        kind: 'Tenant',
        metadata: { name: 'payments' },
        spec: {
          expires: '2027-06-30',
          environments: [
            {
              peers: [{ ports: [8443], environment: 'prod', tenant: 'ledger' }],
              egress: [{ ports: [443, '514/UDP'], cidr: '203.0.113.0/24' }],
              hosts: ['pay.example.com'],
              size: 'medium',
              cluster: 'prod-1',
              name: 'prod',
            },
          ],
          size: 'small',
          profile: 'hardened',
          access: { viewers: [], developers: ['no'], admins: ['payments'] },
          owner: 'group:default/payments',
          title: 'Payments: "the" team',
        },
      }),
    );
    const source = tenantFiles(tenant, fleet).get(
      'tenants/payments/tenant.yaml',
    );
    expect(source).toBe(`apiVersion: tenantry.dev/v1
kind: Tenant
metadata:
  name: payments
spec:
  title: 'Payments: "the" team'
  owner: group:default/payments
  access:
    admins:
      - payments
    developers:
      - "no"
  profile: hardened
  size: small
  environments:
    - name: prod
      cluster: prod-1
      size: medium
      hosts:
        - pay.example.com
      egress:
        - cidr: 203.0.113.0/24
          ports:
            - 443
            - 514/UDP
      peers:
        - tenant: ledger
          environment: prod
          ports:
            - 8443
  expires: "2027-06-30"
`);
    expect(unwrap(parseTenant(source ?? ''))).toEqual(tenant);
  });

  it('have a lock with the versions in use and a digest of what was rendered', () => {
    const rendered = [...files].filter(
      ([path]) => !path.startsWith('tenants/'),
    );
    expect(parse(files.get('tenants/ledger/lock.yaml') ?? '')).toEqual({
      apiVersion: 'tenantry.dev/v1',
      kind: 'Lock',
      metadata: { name: 'ledger' },
      spec: {
        generator: version,
        profiles: { hardened: 3 },
        sizes: { small: 1 },
        digest: digestOf(sortedFiles(rendered)),
      },
    });
  });
});

describe('the digest', () => {
  it('depends on paths, contents and where one ends, not on the order of reading', () => {
    const digest = (entries: [string, string][]) => digestOf(new Map(entries));
    const one = digest([
      ['a', 'x'],
      ['b', 'y'],
    ]);
    expect(one).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(
      digest([
        ['b', 'y'],
        ['a', 'x'],
      ]),
    ).toBe(one);
    expect(
      digest([
        ['a', 'y'],
        ['b', 'x'],
      ]),
    ).not.toBe(one);
    expect(digest([['ab', 'xy']])).not.toBe(one);
  });
});

describe('the files of the platform', () => {
  it('have a name for each object, also where a role has a colon', () => {
    const paths = [...platformFiles(fleet).keys()];
    expect(paths).toContain('argocd/appproject-tenantry-guard-rails.yaml');
    expect(
      paths.filter(path => path.startsWith('argocd/applicationset-')).length,
    ).toBe(2);
  });

  it('make a repository that is read as the fleet it was written from', () => {
    const read = readFleet(treeFromFiles(repositoryFiles(fleet)));
    expect(read.problems).toEqual([]);
    expect(read.fleet).toEqual(fleet);
  });
});

it('renders a thousand tenants in seconds', () => {
  const many = exampleFleet(
    Array.from({ length: 1000 }, (_, index) => `team-${index}`),
  );
  const started = performance.now();
  const all = repositoryFiles(many);
  const seconds = (performance.now() - started) / 1000;
  expect(all.size).toBeGreaterThan(10_000);
  // A second on an idle machine; the margin is for a busy one, not for a slow algorithm.
  expect(seconds).toBeLessThan(20);
}, 60_000);
