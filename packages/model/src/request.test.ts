import { examplePlatform, exampleTenant } from './fixtures/example';
import { formatProblems } from './problems';
import {
  requestFromTenant,
  tenantFromRequest,
  type TenantRequest,
} from './request';
import { parseTenantRequest, validateTenant } from './validate';

const request = {
  name: 'payments',
  title: 'Payments',
  owner: 'group:default/payments',
  access: { admins: ['payments-leads'] },
  environments: [{ name: 'dev', cluster: 'test-1' }],
};

function parsed(value: unknown): TenantRequest {
  const result = parseTenantRequest(value);
  if (!result.ok) {
    throw new Error(formatProblems(result.problems));
  }
  return result.value;
}

function problemsOf(value: unknown): string {
  const result = parseTenantRequest(value);
  return result.ok ? '' : formatProblems(result.problems);
}

describe('requests', () => {
  it('get the platform defaults for what they leave open', () => {
    const tenant = tenantFromRequest(
      parsed(request),
      examplePlatform(),
      undefined,
    );
    expect(tenant.spec).toMatchObject({
      profile: 'shared',
      size: 'small',
      repositories: [],
      access: { developers: [], viewers: [] },
    });
    expect(tenant.spec).not.toHaveProperty('expires');
    expect(validateTenant(tenant)).toEqual({ ok: true, value: tenant });
  });

  it('come back from the tenant they gave', () => {
    const tenant = exampleTenant();
    const back = requestFromTenant(tenant);
    expect(parsed(back)).toEqual(back);
    expect(tenantFromRequest(back, examplePlatform(), tenant)).toEqual(tenant);
  });

  it.each([
    ['namespace', 'ledger-dev'],
    ['observed', { until: '2027-03-31' }],
  ])('can not say %s: whoever could would have it', (key, value) => {
    const environments = [{ name: 'dev', cluster: 'test-1', [key]: value }];
    expect(problemsOf({ ...request, environments })).toMatch(
      `environments[0].${key}: unknown key`,
    );
  });

  describe('for a tenant with an adopted namespace', () => {
    const [dev, prod] = exampleTenant().spec.environments;
    const adopted = {
      namespace: 'payments-legacy',
      observed: { until: '2027-03-31' },
    };
    const current = exampleTenant({
      environments: [{ ...dev, ...adopted }, prod],
    });
    const asked = (change: Partial<TenantRequest['environments'][number]>) => {
      const back = requestFromTenant(current);
      const [first, ...others] = back.environments;
      return tenantFromRequest(
        { ...back, environments: [...others, { ...first, ...change }] },
        examplePlatform(),
        current,
      ).spec.environments.at(-1);
    };

    it('keep its name and that it is observed, which they do not say', () => {
      expect(requestFromTenant(current).environments[0]).toEqual(dev);
      expect(asked({ hosts: ['new.example.com'] })).toEqual({
        ...dev,
        ...adopted,
        hosts: ['new.example.com'],
      });
    });

    it('carry neither to another environment or to another cluster', () => {
      for (const change of [{ name: 'test' }, { cluster: 'prod-1' }])
        expect(asked(change)).toEqual({ ...dev, ...change });
    });
  });

  it.each([
    [
      { ...request, profil: 'x' },
      /^profil: unknown key “profil”; did you mean “profile”/,
    ],
    [{ ...request, access: {} }, /^access\.admins: is missing/],
    [
      { ...request, name: 'Payments' },
      /^name: .*capital.*for example: payments/,
    ],
    [{ ...request, name: '../../etc/passwd' }, /^name: .*never a path/],
    [{ ...request, title: 'x\n---\nkind: ClusterRole' }, /^title: .*U\+000A/],
    [{ ...request, title: '${{ secrets.x }}' }, /^title: .*template/],
    [{ ...request, expires: '' }, /^expires: .*isn't a date/],
    [
      { ...request, environments: [{ name: 'system', cluster: 'test-1' }] },
      /^environments\[0\]\.name: .*payments-system/,
    ],
    [JSON.parse('{"__proto__": {"admin": true}}'), /__proto__: the key/],
    [
      JSON.parse('{"a": {"constructor": {"prototype": {}}}}'),
      /a\.constructor: the key/,
    ],
    [{ ...request, title: 'x'.repeat(100 * 1024 * 1024) }, /at most 256 KiB/],
    [
      { ...request, environments: Array(10_000_000).fill({}) },
      /too many values/,
    ],
    [Array(10_000_000).fill('x'.repeat(10)), /too many values/],
    [{ ['k'.repeat(300_000)]: 1 }, /at most 256 KiB/],
    [new Map(), /object of a program/],
    [null, /is empty; expected a map/],
    ['', /expected a map/],
  ])('are refused: %#', (value, message) => {
    const start = performance.now();
    const problems = problemsOf(value);
    expect(problems).toMatch(message);
    expect(problems.length).toBeLessThan(10_000);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('are refused when they contain themselves or go too deep', () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    expect(problemsOf(loop)).toMatch(/20 deep/);
    expect(problemsOf(JSON.parse('['.repeat(5000) + ']'.repeat(5000)))).toMatch(
      /20 deep/,
    );
  });

  it('leave no trace on objects', () => {
    problemsOf(JSON.parse('{"__proto__": {"polluted": true}}'));
    expect({}).not.toHaveProperty('polluted');
  });

  it('with thousands of mistakes get the first hundred', () => {
    const result = parseTenantRequest({
      ...request,
      environments: Array.from({ length: 20 }, (_, index) => ({
        name: `e${index}`,
        cluster: 'prod-1',
        hosts: Array.from({ length: 40 }, (__, host) => `${index}.${host}`),
      })),
    });
    const problems = result.ok ? [] : result.problems;
    expect(problems).toHaveLength(101);
    expect(problems[100].message).toBe('and 700 more problems');
  });
});
