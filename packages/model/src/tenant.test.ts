import { exampleTenant } from './fixtures/example';
import { formatPath } from './paths';
import { validateTenant } from './validate';

/** The example as loose data with one value replaced; `undefined` takes it away. */
function changed(path: (string | number)[], value: unknown): unknown {
  const copy: unknown = structuredClone(exampleTenant());
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((at, step) => Reflect.get(Object(at), step), copy);
  if (value === undefined) {
    Reflect.deleteProperty(Object(holder), path[path.length - 1]);
  } else {
    Object.defineProperty(holder, path[path.length - 1], {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy;
}

function problemsOf(value: unknown) {
  const result = validateTenant(value);
  return result.ok
    ? []
    : result.problems.map(
        ({ path, message }) => `${formatPath(path)}: ${message}`,
      );
}

const dev = { name: 'dev', cluster: 'test-1' };

describe('validateTenant', () => {
  it('accepts the example, again and again, and fills defaults', () => {
    const tenant = exampleTenant();
    expect(validateTenant(tenant)).toEqual({ ok: true, value: tenant });
    expect(tenant.spec.environments[0]).toEqual({
      name: 'dev',
      cluster: 'test-1',
      hosts: [],
      egress: [],
      peers: [],
    });
  });

  const good: [(string | number)[], unknown][] = [
    [['spec', 'expires'], undefined],
    [['spec', 'repositories'], undefined],
    [['spec', 'access', 'viewers'], undefined],
    [['spec', 'access', 'developers'], []],
    [['spec', 'title'], 'Payments: all of them'],
    [['spec', 'environments'], [dev]],
    [['spec', 'environments', 1, 'egress', 0, 'cidr'], '10.20.0.0/16'],
    [
      ['spec', 'environments', 1, 'egress'],
      [{ host: 'api.bank.example', ports: [443] }],
    ],
    [
      ['spec', 'environments'],
      [dev, { ...dev, name: 'test', cluster: 'prod-1' }],
    ],
  ];
  it.each(good)('accepts %j as %j', (path, value) => {
    expect(problemsOf(changed(path, value))).toEqual([]);
  });

  const bad: [(string | number)[], unknown, string, RegExp][] = [
    [['apiVersion'], 'v1', 'apiVersion', /expected tenantry.dev\/v1/],
    [['kind'], 'Cluster', 'kind', /“Cluster”; expected Tenant/],
    [['metadata', 'name'], undefined, 'metadata.name', /is missing/],
    [
      ['metadata', 'name'],
      7,
      'metadata.name',
      /the number 7; expected text, so put it in quotes/,
    ],
    [['metadata', 'name'], 'kube-system', 'metadata.name', /reserved/],
    [['metadata', 'name'], '../etc', 'metadata.name', /never a path/],
    [
      ['metadata', 'labels'],
      {},
      'metadata.labels',
      /unknown key “labels”; allowed here: name/,
    ],
    [['spec'], null, 'spec', /is empty; expected a map/],
    [['spec', 'profil'], 'hardened', 'spec.profil', /unknown key “profil”/],
    [['spec', 'title'], 'x\ny: z', 'spec.title', /U\+000A/],
    [['spec', 'title'], ['x'], 'spec.title', /is a list; expected text/],
    [['spec', 'owner'], 'user:default/jane', 'spec.owner', /not to one person/],
    [['spec', 'access'], undefined, 'spec.access', /is missing/],
    [
      ['spec', 'access', 'admins'],
      [],
      'spec.access.admins',
      /too few entries; at least 1/,
    ],
    [
      ['spec', 'access', 'admins'],
      'leads',
      'spec.access.admins',
      /is text, “leads”; expected a list/,
    ],
    [
      ['spec', 'access', 'admins'],
      ['system:masters'],
      'spec.access.admins[0]',
      /Kubernetes keeps/,
    ],
    [
      ['spec', 'access', 'admins'],
      ['a', 'b', 'a'],
      'spec.access.admins[2]',
      /already, at position 0/,
    ],
    [
      ['spec', 'repositories'],
      ['https://git.example.com/*'],
      'spec.repositories[0]',
      /wildcard/,
    ],
    [['spec', 'expires'], '2027-02-30', 'spec.expires', /calendar/],
    [['spec', 'expires'], new Date(0), 'spec.expires', /object of a program/],
    [['spec', 'environments'], [], 'spec.environments', /too few entries/],
    [
      ['spec', 'environments'],
      Array.from({ length: 21 }, (_, i) => ({ ...dev, name: `e${i}` })),
      'spec.environments',
      /at most 20/,
    ],
    [
      ['spec', 'environments'],
      [dev, dev],
      'spec.environments[1].name',
      /already, at position 0/,
    ],
    [
      ['spec', 'environments', 0, 'name'],
      'no',
      'spec.environments[0].name',
      /YAML/,
    ],
    [
      ['spec', 'environments', 0, 'name'],
      'system',
      'spec.environments[0].name',
      /“payments-system”, which is reserved/,
    ],
    [
      ['spec', 'environments', 0, 'hosts'],
      ['pay.example.com', 'pay.example.com'],
      'spec.environments[0].hosts[1]',
      /already/,
    ],
    [
      ['spec', 'environments', 0],
      { ...dev, cluster: 'prod-1', hosts: ['pay.example.com'] },
      'spec.environments[1].hosts[0]',
      /leads to the environment dev/,
    ],
    [
      ['spec', 'environments', 0],
      { ...dev, cluster: 'prod-1', namespace: 'payments-prod' },
      'spec.environments[1].name',
      /gives the namespace “payments-prod”, which is that of the environment dev/,
    ],
    [
      ['spec', 'environments', 1, 'namespace'],
      'kube-system',
      'spec.environments[1].namespace',
      /reserved/,
    ],
    [
      ['spec', 'environments', 0, 'hosts'],
      ['*.com'],
      'spec.environments[0].hosts[0]',
      /wildcard/,
    ],
    [
      ['spec', 'environments', 0, 'egress'],
      [{ ports: [443] }],
      'spec.environments[0].egress[0]',
      /no destination/,
    ],
    [
      ['spec', 'environments', 0, 'egress'],
      [{ cidr: '10.0.0.0/8', host: 'a.example.com', ports: [443] }],
      'spec.environments[0].egress[0]',
      /both a cidr and a host/,
    ],
    [
      ['spec', 'environments', 0, 'egress'],
      [{ cidr: '0.0.0.0/0', ports: [443] }],
      'spec.environments[0].egress[0].cidr',
      /too wide/,
    ],
    [
      ['spec', 'environments', 0, 'egress'],
      [{ cidr: '169.254.169.254/32', ports: [80] }],
      'spec.environments[0].egress[0].cidr',
      /metadata/,
    ],
    [
      ['spec', 'environments', 0, 'egress'],
      [{ host: '*.example.com', ports: [80] }],
      'spec.environments[0].egress[0].host',
      /wildcard/,
    ],
    [
      ['spec', 'environments', 0, 'egress'],
      [{ host: 'co.uk', ports: [80] }],
      'spec.environments[0].egress[0].host',
      /public suffix/,
    ],
    [
      ['spec', 'environments', 0, 'egress'],
      [{ cidr: '10.0.0.0/8' }],
      'spec.environments[0].egress[0].ports',
      /is missing/,
    ],
    [
      ['spec', 'environments', 0, 'egress'],
      [{ cidr: '10.0.0.0/8', ports: [] }],
      'spec.environments[0].egress[0].ports',
      /too few entries/,
    ],
    [
      ['spec', 'environments', 0, 'egress'],
      [
        {
          cidr: '10.0.0.0/8',
          ports: Array.from({ length: 21 }, (_, i) => i + 1),
        },
      ],
      'spec.environments[0].egress[0].ports',
      /at most 20/,
    ],
    [
      ['spec', 'environments', 0, 'egress'],
      [{ cidr: '10.0.0.0/8', ports: [true] }],
      'spec.environments[0].egress[0].ports[0]',
      /truth value true; expected a whole number or text/,
    ],
    [
      ['spec', 'environments', 0, 'egress'],
      [
        { cidr: '10.0.0.0/8', ports: [1] },
        { cidr: '10.0.0.0/8', ports: [2] },
      ],
      'spec.environments[0].egress[1]',
      /same destination/,
    ],
    [
      ['spec', 'environments', 0, 'egress'],
      Array.from({ length: 51 }, (_, i) => ({
        cidr: `10.${i}.0.0/16`,
        ports: [1],
      })),
      'spec.environments[0].egress',
      /at most 50/,
    ],
    [
      ['spec', 'environments', 0, 'peers'],
      [{ tenant: 'Ledger', environment: 'prod', ports: [1] }],
      'spec.environments[0].peers[0].tenant',
      /capital/,
    ],
    [
      ['spec', 'environments', 0, 'peers'],
      [
        { tenant: 'ledger', environment: 'prod', ports: [1] },
        { tenant: 'ledger', environment: 'prod', ports: [2] },
      ],
      'spec.environments[0].peers[1]',
      /same peer/,
    ],
    [
      ['spec', '__proto__'],
      { polluted: true },
      'spec.__proto__',
      /never allowed/,
    ],
    [['spec', 'constructor'], {}, 'spec.constructor', /never allowed/],
  ];
  it.each(bad)('refuses %j as %j', (path, value, where, message) => {
    const problems = problemsOf(changed(path, value));
    expect(problems).toEqual([expect.stringMatching(message)]);
    expect(problems[0].startsWith(`${where}: `)).toBe(true);
  });

  it('tells everything at once, also when parts have the wrong shape', () => {
    const spec = exampleTenant().spec;
    const problems = problemsOf({
      ...exampleTenant(),
      spec: {
        ...spec,
        titel: 'x',
        title: undefined,
        owner: 7,
        environments: [
          { ...dev, cluster: 'prod-1', hosts: ['pay.example.com'], egress: 1 },
          { name: 'system', cluster: 5, hosts: ['co.uk'], peers: [{}] },
          { ...dev, cluster: 'prod-1', hosts: ['pay.example.com', 3] },
          { name: 'prod', cluster: 'prod-1', hosts: ['pay.example.com'] },
        ],
      },
    });
    expect(problems.map(problem => problem.split(': ')[0]).sort()).toEqual([
      'spec.environments[0].egress',
      'spec.environments[1].cluster',
      'spec.environments[1].hosts[0]',
      'spec.environments[1].name',
      'spec.environments[1].peers[0].environment',
      'spec.environments[1].peers[0].ports',
      'spec.environments[1].peers[0].tenant',
      'spec.environments[2].hosts[1]',
      'spec.environments[2].name',
      'spec.environments[3].hosts[0]',
      'spec.owner',
      'spec.titel',
    ]);
  });

  it.each([undefined, null, 'payments', 7, [], () => 1])(
    'refuses %p as a whole',
    value => {
      expect(problemsOf(value)).toHaveLength(1);
    },
  );
});
