import { checkName } from './checkName';
import { checkTenant } from './checkTenant';
import {
  exampleFleet,
  examplePlatform,
  exampleTenant,
  otherTenant,
} from './fixtures/example';
import type { Fleet } from './fleet';
import { formatProblems } from './problems';
import { resolveEnvironments } from './resolveEnvironments';
import type { Tenant } from './tenant';

type EnvironmentChange = Partial<Tenant['spec']['environments'][number]>;

/** The example with one environment, on prod-1, changed. */
function prodOnly(change: EnvironmentChange, name = 'payments'): Tenant {
  const environment = {
    name: 'prod',
    cluster: 'prod-1',
    hosts: [],
    egress: [],
    peers: [],
  };
  return exampleTenant({ name, environments: [{ ...environment, ...change }] });
}

function problemsOf(tenant: Tenant, fleet: Fleet = exampleFleet()): string {
  return formatProblems(checkTenant(tenant, fleet));
}

describe('checkTenant', () => {
  it('accepts the example beside its own older version and others', () => {
    const fleet = exampleFleet(
      otherTenant('ledger', { hosts: ['ledger.example.com'] }),
    );
    expect(problemsOf(exampleTenant(), fleet)).toBe('');
  });

  it.each([
    [
      'profile',
      exampleTenant({ profile: 'hardend' }),
      /^spec\.profile: there is no profile “hardend”; there are: shared, hardened and sandboxed \(for example: hardened\)/,
    ],
    [
      'size',
      exampleTenant({ size: 'huge' }),
      /^spec\.size: there is no size “huge”/,
    ],
    [
      'prototype key as a size',
      exampleTenant({ size: 'constructor' }),
      /there is no size/,
    ],
    [
      'cluster',
      prodOnly({ cluster: 'prod-2' }),
      /^spec\.environments\[0\]\.cluster: there is no cluster “prod-2”; there are: prod-1 and test-1 \(for example: prod-1\)/,
    ],
    [
      "environment's profile",
      prodOnly({ profile: 'x' }),
      /^spec\.environments\[0\]\.profile: there is no profile “x”/,
    ],
    [
      "environment's size",
      prodOnly({ size: 'x' }),
      /^spec\.environments\[0\]\.size: there is no size “x”/,
    ],
  ])('refuses an unknown %s', (_, tenant, message) => {
    expect(problemsOf(tenant)).toMatch(message);
  });

  describe('beside an environment with an adopted namespace', () => {
    const fleet = exampleFleet(
      otherTenant('ledger', { namespace: 'pay-ments-prod' }),
    );

    it('refuses names that join to it on that cluster, and no other', () => {
      const asked = (cluster: string) =>
        problemsOf(otherTenant('pay-ments', { cluster }), fleet);
      expect(asked('prod-1')).toBe(
        'spec.environments[0].name: gives the namespace “pay-ments-prod”, which is the environment prod of the tenant ledger already; choose another name',
      );
      expect(asked('test-1')).toBe('');
    });

    it('refuses to adopt it once more, and whatever somebody has', () => {
      const adopting = (namespace: string) =>
        problemsOf(otherTenant('cards', { namespace }), fleet);
      expect(adopting('pay-ments-prod')).toBe(
        'spec.environments[0].namespace: “pay-ments-prod” is the environment prod of the tenant ledger already; choose another namespace',
      );
      expect(adopting('payments-prod')).toMatch(
        /is the environment prod of the tenant payments already/,
      );
      expect(adopting('ledger-prod')).toBe('');
    });
  });

  it.each(['shared-services', 'ingress-shared'])(
    'refuses to adopt %s, which the platform names as its own',
    namespace => {
      expect(problemsOf(prodOnly({ namespace }))).toBe(
        `spec.environments[0].namespace: “${namespace}” is the platform's own, which no tenant adopts`,
      );
    },
  );

  it('refuses two tenants whose names join to one namespace', () => {
    const fleet = exampleFleet(otherTenant('pay', { name: 'ments-prod' }));
    const clash = otherTenant('pay-ments', {});
    expect(problemsOf(clash, fleet)).toBe(
      'spec.environments[0].name: gives the namespace “pay-ments-prod”, which is the environment ments-prod of the tenant pay already; choose another name',
    );
    expect(problemsOf(otherTenant('pay-ment', {}), fleet)).toBe('');
  });

  it('refuses names that the platform reserves, joined ones too', () => {
    expect(problemsOf(otherTenant('shared-services'))).toMatch(
      /^metadata\.name: “shared-services” is reserved by the platform/,
    );
    expect(problemsOf(otherTenant('shared', { name: 'services' }))).toMatch(
      /“shared-services”, which the platform reserves/,
    );
    expect(problemsOf(otherTenant('shared', { name: 'dev' }))).toBe('');
  });

  it('refuses names that look like another tenant', () => {
    expect(problemsOf(otherTenant('payrnents'))).toMatch(
      /^metadata\.name: “payrnents” looks like the tenant “payments”/,
    );
  });

  describe('hosts', () => {
    const fleet = exampleFleet(
      otherTenant('shop', { hosts: ['shop.example.com', 'example.net'] }),
    );
    it.each([
      ['pay.example.com', ''],
      ['myshop.example.com', ''],
      [
        'shop.example.com',
        /belongs to the tenant shop, which holds shop\.example\.com/,
      ],
      [
        'pay.shop.example.com',
        /belongs to the tenant shop, which holds shop\.example\.com/,
      ],
      [
        'a.b.example.net',
        /belongs to the tenant shop, which holds example\.net/,
      ],
      [
        'example.com',
        /belongs to the platform, which holds platform\.example\.com.*\n.*belongs to the tenant shop/,
      ],
      ['platform.example.com', /belongs to the platform/],
      ['argocd.platform.example.com', /belongs to the platform/],
    ])('%s', (host, message) => {
      const problems = problemsOf(prodOnly({ hosts: [host] }), fleet);
      expect(problems).toMatch(message);
      expect(problems === '').toBe(message === '');
    });
  });

  describe("hosts of the platform's own services", () => {
    const fleet = exampleFleet();
    fleet.clusters[0].spec.server = 'https://prod-1.k8s.example.com:6443';
    fleet.clusters[1].spec.server = 'https://[fd00:20::1]:6443';
    fleet.platform.spec.registries = [
      'registry.example.com:5000/images',
      'localhost:5000',
      '192.0.2.7:5000',
    ];
    fleet.platform.spec.repository.url =
      'ssh://git@git.example.net:2222/platform/tenants.git';
    const server =
      'prod-1.k8s.example.com is the API server of the cluster prod-1';
    const registry = 'registry.example.com is a registry of the platform';
    const repository = "git.example.net is the platform's repository";

    it.each([
      ['prod-1.k8s.example.com', server],
      ['pay.prod-1.k8s.example.com', server],
      ['k8s.example.com', server],
      ['registry.example.com', registry],
      ['pay.registry.example.com', registry],
      ['git.example.net', repository],
      ['pay.git.example.net', repository],
      ['example.net', repository],
    ])('%s is refused', (host, what) => {
      expect(problemsOf(prodOnly({ hosts: [host] }), fleet)).toBe(
        `spec.environments[0].hosts[0]: ${host} belongs to the platform: ${what}`,
      );
    });

    it.each([
      'pay.example.com',
      'ledger.example.com',
      'shop.example.com',
      'shop.test.example.com',
      'pay.k8s.example.com',
      'myregistry.example.com',
      'pay.example.net',
    ])('%s is fine', host => {
      expect(problemsOf(prodOnly({ hosts: [host] }), fleet)).toBe('');
    });
  });

  describe('egress', () => {
    it.each([
      ['203.0.113.0/25', ''],
      ['10.20.0.0/16', ''],
      ['192.168.32.0/24', ''],
      ['fd00:20::/56', ''],
      ['10.0.5.0/24', /pods of the cluster prod-1/],
      ['10.0.0.0/8', /pods of the cluster prod-1/],
      ['fd00:10::/64', /pods of the cluster prod-1/],
      ['10.96.0.1/32', /services of the cluster prod-1/],
      ['192.168.1.0/24', /nodes of the cluster prod-1/],
      ['192.168.0.0/16', /nodes of the cluster prod-1/],
      ['192.168.16.0/28', /control plane of the cluster prod-1/],
      ['172.20.0.10/32', /DNS cache of the nodes/],
      ['203.0.113.0/24', /platform keeps tenants away/],
      ['169.254.169.254/32', /metadata/],
    ])('to %s', (cidr, message) => {
      const tenant = prodOnly({ egress: [{ cidr, ports: [443] }] });
      const problems = problemsOf(tenant);
      expect(problems).toMatch(message);
      expect(problems === '').toBe(message === '');
      expect(
        problems === '' ||
          problems.startsWith('spec.environments[0].egress[0].cidr: '),
      ).toBe(true);
    });

    it('in halves does not cover what is refused whole', () => {
      const tenant = prodOnly({
        egress: [
          { cidr: '10.0.0.0/17', ports: [443] },
          { cidr: '10.0.128.0/17', ports: [443] },
        ],
      });
      expect(checkTenant(tenant, exampleFleet())).toHaveLength(2);
    });
  });

  describe('peers', () => {
    const fleet = exampleFleet(otherTenant('ledger'));
    it.each([
      ['prod-1', 'ledger', 'prod', ''],
      ['prod-1', 'ledger', 'later', ''],
      ['prod-1', 'nobody-yet', 'prod', ''],
      ['test-1', 'ledger', 'prod', /runs on the cluster prod-1, not on test-1/],
      ['prod-1', 'payments', 'prod', /names the environment itself/],
      [
        'prod-1',
        'payments',
        'nope',
        /payments has no environment “nope”; it has prod/,
      ],
    ])('from %s to %s/%s', (cluster, tenant, environment, message) => {
      const asking = prodOnly({
        cluster,
        peers: [{ tenant, environment, ports: [8443] }],
      });
      expect(problemsOf(asking, fleet)).toMatch(message);
      expect(problemsOf(asking, fleet) === '').toBe(message === '');
    });
  });

  it("refuses groups that administer somebody else's tenant", () => {
    const intruder = (access: Partial<Tenant['spec']['access']>) =>
      exampleTenant({
        name: 'shop',
        owner: 'group:default/shop',
        access: {
          admins: ['shop-leads'],
          developers: [],
          viewers: [],
          ...access,
        },
        environments: [],
      });
    expect(problemsOf(intruder({ viewers: ['payments-leads'] }))).toBe('');
    expect(problemsOf(intruder({ admins: ['Payments-Leads'] }))).toBe(
      'spec.access.admins[0]: “Payments-Leads” administers the tenant payments, which belongs to group:default/payments; name a group of group:default/shop',
    );
    expect(problemsOf(intruder({ developers: ['payments-leads'] }))).toMatch(
      /^spec\.access\.developers\[0\]: /,
    );
    const sameOwner = { ...intruder({ admins: ['payments-leads'] }) };
    sameOwner.spec.owner = 'group:default/payments';
    expect(problemsOf(sameOwner)).toBe('');
  });

  it("refuses the platform's own repository, however it is written", () => {
    const fleet = exampleFleet();
    fleet.platform.spec.repository.url =
      'https://git.example.com/platform/tenants.git';
    expect(
      problemsOf(
        exampleTenant({
          repositories: ['ssh://git@git.example.com/platform/Tenants'],
        }),
        fleet,
      ),
    ).toMatch(/^spec\.repositories\[0\]: is the platform's own repository/);
  });

  it('tells of what was to be enforced by yesterday, when told the day', () => {
    const tenant = prodOnly({ observed: { until: '2027-03-31' } });
    const fleet = exampleFleet();
    expect(checkTenant(tenant, fleet)).toEqual([]);
    expect(checkTenant(tenant, fleet, { today: '2027-03-31' })).toEqual([]);
    expect(
      formatProblems(checkTenant(tenant, fleet, { today: '2027-04-01' })),
    ).toMatch(
      /^spec\.environments\[0\]\.observed\.until: 2027-03-31 has passed; take observed out/,
    );
  });

  it('knows the day only when told', () => {
    const tenant = exampleTenant({ expires: '2026-01-01' });
    const fleet = exampleFleet();
    expect(checkTenant(tenant, fleet)).toEqual([]);
    expect(checkTenant(tenant, fleet, { today: '2026-01-01' })).toEqual([]);
    expect(
      formatProblems(checkTenant(tenant, fleet, { today: '2026-01-02' })),
    ).toBe('spec.expires: 2026-01-01 has passed; choose a later day');
  });

  it('checks a thousand tenants against a thousand well below a second', () => {
    const tenants = Array.from({ length: 1000 }, (_, index) =>
      otherTenant(`team${index}`, {
        hosts: [`team${index}.example.org`, `www.team${index}.example.net`],
        egress: Array.from({ length: 10 }, (__, block) => ({
          cidr: `203.0.113.${block * 4}/30`,
          ports: [443],
        })),
      }),
    );
    const fleet = { ...exampleFleet(), tenants };
    const start = performance.now();
    const problems = tenants.flatMap(tenant => checkTenant(tenant, fleet));
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(problems).toEqual([]);
  });
});

describe('checkName', () => {
  it.each([
    ['ledger', ''],
    [
      'payments',
      /^name: there is a tenant “payments” already \(for example: payments-team\)/,
    ],
    ['Payments', /^name: .*capital/],
    ['kube-system', /^name: .*reserved/],
    ['shared-services', /^name: .*reserved by the platform/],
    ['payrnents', /^name: .*looks like/],
  ])('%s', (name, message) => {
    const problems = formatProblems(checkName(name, exampleFleet()));
    expect(problems).toMatch(message);
    expect(problems === '').toBe(message === '');
  });
});

describe('resolveEnvironments', () => {
  it('looks up what environments refer to, overrides first', () => {
    const resolved = resolveEnvironments(exampleTenant(), exampleFleet());
    expect(
      resolved.map(({ namespace, cluster, profile, size }) => [
        namespace,
        cluster.metadata.name,
        profile.name,
        profile.podSecurity,
        size.name,
      ]),
    ).toEqual([
      ['payments-dev', 'test-1', 'hardened', 'restricted', 'small'],
      ['payments-prod', 'prod-1', 'sandboxed', 'restricted', 'small'],
    ]);
  });

  it('throws on what is not there', () => {
    const fleet = { ...exampleFleet(), platform: examplePlatform() };
    expect(() =>
      resolveEnvironments(prodOnly({ cluster: 'gone', size: 'huge' }), fleet),
    ).toThrow(
      "“payments-prod” names a cluster, a profile or a size that isn't there",
    );
  });
});
