import {
  parseTenantRequest,
  tenantFromRequest,
  unwrap,
  type Exception,
  type Tenant,
} from '@tenantry/model';
import { changeSet } from './changes';
import { tenantFiles } from './files';
import { planChange } from './plan';
import { exampleFleet, paymentsRequest } from './__testUtils__/fleet';
import { treeFromFiles } from './tree';

const fleet = exampleFleet();

function tenant(changes: object = {}): Tenant {
  const request = unwrap(
    parseTenantRequest({ ...paymentsRequest, ...changes }),
  );
  return tenantFromRequest(request, fleet.platform, undefined);
}

function plan(before: Tenant | undefined, after: Tenant | undefined) {
  const base = treeFromFiles(before ? tenantFiles(before, fleet) : new Map());
  const files = after ? tenantFiles(after, fleet) : new Map<string, string>();
  return planChange({
    before,
    after,
    fleet,
    changes: changeSet(base, 'payments', files),
  });
}

const [dev, prod] = paymentsRequest.environments;

function controlIn(
  result: ReturnType<typeof plan>,
  environment: string,
  id: string,
) {
  return result.environments
    .find(candidate => candidate.environment === environment)
    ?.controls.find(({ control }) => control === id);
}

describe('the plan', () => {
  it('for a new tenant adds objects, environments and controls, at low risk', () => {
    const result = plan(undefined, tenant());
    expect(result.kind).toBe('new');
    expect(result.risk).toEqual({
      level: 'low',
      reason: 'new namespaces only',
    });
    expect(result.othersAffected).toEqual([]);
    expect(
      result.environments.map(({ namespace, cluster, change }) => [
        namespace,
        cluster,
        change,
      ]),
    ).toEqual([
      ['payments-dev', 'dev-1', 'added'],
      ['payments-prod', 'prod-1', 'added'],
    ]);
    expect(result.objects).toContainEqual({
      change: 'added',
      path: 'clusters/dev-1/tenants/payments/payments-dev.resourcequota-tenantry.yaml',
      kind: 'ResourceQuota',
      name: 'tenantry',
      namespace: 'payments-dev',
      cluster: 'dev-1',
      controls: [
        'compute-quota',
        'object-counts',
        'extended-resources',
        'service-exposure',
        'daemonsets',
      ],
    });
    expect(result.objects.filter(({ kind }) => kind === 'AppProject')).toEqual([
      expect.objectContaining({ cluster: undefined, name: 'tenant-payments' }),
    ]);
    expect(result.objects.some(({ path }) => path.startsWith('tenants/'))).toBe(
      false,
    );
    expect(controlIn(result, 'dev', 'default-deny')).toMatchObject({
      change: 'added',
    });
    expect(controlIn(result, 'dev', 'allowed-egress')).toBeUndefined();
    expect(controlIn(result, 'prod', 'allowed-egress')?.after).toContain(
      '203.0.113.0/24',
    );
  });

  describe('for an environment that is observed', () => {
    const observed = tenant();
    observed.spec.environments[0].observed = { until: '2027-03-31' };

    it('lists what is not applied, and is never of low risk', () => {
      const result = plan(undefined, observed);
      const [first] = result.environments;
      expect(first.observed).toMatchObject({
        before: undefined,
        after: '2027-03-31',
        notApplied: expect.arrayContaining([
          'NetworkPolicy default-deny',
          'ResourceQuota tenantry',
          'LimitRange tenantry',
          'ServiceAccount default',
        ]),
      });
      expect(result.objects).not.toContainEqual(
        expect.objectContaining({
          kind: 'NetworkPolicy',
          namespace: 'payments-dev',
        }),
      );
      expect(controlIn(result, 'dev', 'default-deny')?.after).toBe(
        'not in force: closed',
      );
      expect(result.risk).toEqual({
        level: 'medium',
        reason: 'dev on dev-1 is not isolated until 2027-03-31',
      });
      expect(result.environments[1]).not.toHaveProperty('observed.after');
    });

    it('loosens each control that was in force', () => {
      const result = plan(tenant(), observed);
      expect(result.risk.level).toBe('high');
      for (const id of ['default-deny', 'host-probes', 'compute-quota'])
        expect(controlIn(result, 'dev', id)?.change).toBe('loosened');
      for (const id of ['tenant-namespace', 'identity-guard', 'role-bindings'])
        expect(controlIn(result, 'dev', id)?.change).toBe('unchanged');
      expect(controlIn(result, 'prod', 'default-deny')?.change).toBe(
        'unchanged',
      );
    });

    it('tightens them when it is enforced', () => {
      const result = plan(observed, tenant());
      expect(result.environments[0].observed).toMatchObject({
        before: '2027-03-31',
        after: undefined,
      });
      expect(controlIn(result, 'dev', 'default-deny')?.change).toBe(
        'tightened',
      );
      // It closes what runs.
      expect(result.risk.level).toBe('medium');
    });

    it('is of medium risk when only the day moves', () => {
      const later = tenant();
      later.spec.environments[0].observed = { until: '2027-06-30' };
      expect(plan(observed, later).risk).toEqual({
        level: 'medium',
        reason: 'dev on dev-1 is not isolated until 2027-06-30',
      });
    });
  });

  it('for another namespace is one environment that goes and one that comes', () => {
    const before = tenant();
    const after = tenant();
    after.spec.environments[0].namespace = 'checkout';
    const result = plan(before, after);
    expect(
      result.environments.map(({ environment, namespace, change }) => [
        environment,
        namespace,
        change,
      ]),
    ).toEqual([
      ['dev', 'checkout', 'added'],
      ['prod', 'payments-prod', 'unchanged'],
      ['dev', 'payments-dev', 'removed'],
    ]);
    expect(result.risk).toEqual({
      level: 'high',
      reason: 'dev on dev-1 is removed',
    });
  });

  it('for the same tenant is none', () => {
    const result = plan(tenant(), tenant());
    expect(result).toMatchObject({
      kind: 'none',
      objects: [],
      risk: { level: 'low', reason: 'nothing changes' },
    });
    expect(
      result.environments.every(({ change }) => change === 'unchanged'),
    ).toBe(true);
    expect(
      result.environments
        .flatMap(({ controls }) => controls)
        .every(({ change }) => change === 'unchanged'),
    ).toBe(true);
  });

  it('says which control a further destination loosens, where, and from what to what', () => {
    const more = {
      ...prod,
      egress: [...prod.egress, { cidr: '198.51.100.0/24', ports: [443] }],
    };
    const result = plan(tenant(), tenant({ environments: [dev, more] }));
    expect(result.kind).toBe('change');
    expect(result.risk).toEqual({
      level: 'medium',
      reason: 'loosens allowed-egress',
    });
    const change = controlIn(result, 'prod', 'allowed-egress');
    expect(change?.change).toBe('loosened');
    expect(change?.before).not.toContain('198.51.100.0/24');
    expect(change?.after).toContain('198.51.100.0/24');
    expect(result.environments.map(({ change: state }) => state)).toEqual([
      'unchanged',
      'changed',
    ]);
    expect(result.objects.map(({ path }) => path)).toEqual([
      'clusters/prod-1/tenants/payments/payments-prod.networkpolicy-allowed-egress.yaml',
    ]);
  });

  it('the other way round tightens, at low risk', () => {
    const more = {
      ...prod,
      egress: [...prod.egress, { cidr: '198.51.100.0/24', ports: [443] }],
    };
    const result = plan(tenant({ environments: [dev, more] }), tenant());
    expect(controlIn(result, 'prod', 'allowed-egress')?.change).toBe(
      'tightened',
    );
    expect(result.risk).toEqual({
      level: 'low',
      reason: 'tightens allowed-egress',
    });
  });

  it('takes the control that opens the internet for what it is: loosening', () => {
    const result = plan(
      tenant(),
      tenant({ environments: [{ ...dev, profile: 'shared' }, prod] }),
    );
    expect(controlIn(result, 'dev', 'internet-egress')).toMatchObject({
      change: 'loosened',
      before: undefined,
    });
    expect(controlIn(result, 'prod', 'internet-egress')).toBeUndefined();
    expect(result.risk.level).toBe('high');
    expect(result.risk.reason).toContain('pod-security');
  });

  it('weighs a sandbox that is given up as high', () => {
    const sandboxed = tenant({
      environments: [dev, { ...prod, profile: 'sandboxed' }],
    });
    const result = plan(sandboxed, tenant());
    expect(result.risk.level).toBe('high');
    expect(result.risk.reason).toContain('runtime-assignment');
    expect(plan(tenant(), sandboxed).risk.level).toBe('low');
  });

  it('weighs an environment that goes as high, and one that comes as low', () => {
    const both = tenant();
    const one = tenant({ environments: [dev] });
    const gone = plan(both, one);
    expect(gone.risk).toEqual({
      level: 'high',
      reason: 'prod on prod-1 is removed',
    });
    expect(gone.environments[0].change).toBe('unchanged');
    expect(gone.environments[1]).toMatchObject({
      environment: 'prod',
      change: 'removed',
    });
    expect(
      gone.objects.some(
        ({ change, cluster }) => change === 'removed' && cluster === 'prod-1',
      ),
    ).toBe(true);
    expect(plan(one, both).risk).toEqual({
      level: 'low',
      reason: 'new namespaces only',
    });
  });

  it('takes a move to another cluster for a removal', () => {
    const result = plan(
      tenant({ environments: [dev] }),
      tenant({ environments: [{ ...dev, cluster: 'prod-1' }] }),
    );
    expect(
      result.environments.map(({ cluster, change }) => [cluster, change]),
    ).toEqual([
      ['prod-1', 'added'],
      ['dev-1', 'removed'],
    ]);
    expect(result.risk.level).toBe('high');
  });

  it('weighs a new owner as high and names both', () => {
    const result = plan(tenant(), tenant({ owner: 'group:default/risk' }));
    expect(result.risk).toEqual({
      level: 'high',
      reason:
        'the owner changes from group:default/payments to group:default/risk',
    });
  });

  it('weighs one more group as medium', () => {
    const access = {
      ...paymentsRequest.access,
      developers: ['payments-devs', 'risk-devs'],
    };
    const result = plan(tenant(), tenant({ access }));
    expect(controlIn(result, 'dev', 'role-bindings')?.change).toBe('loosened');
    expect(result.risk.level).toBe('medium');
  });

  it('finds a new title harmless', () => {
    const result = plan(tenant(), tenant({ title: 'Payments and refunds' }));
    expect(result.kind).toBe('change');
    expect(
      result.environments
        .flatMap(({ controls }) => controls)
        .filter(({ change }) => change === 'loosened'),
    ).toEqual([]);
  });

  it('compares with a base whose cluster is gone from the repository', () => {
    const before = tenant();
    const without = { ...fleet, clusters: fleet.clusters.slice(0, 1) };
    const after = tenant({ environments: [dev] });
    const result = planChange({ before, after, fleet: without, changes: [] });
    expect(result.environments.map(({ environment }) => environment)).toEqual([
      'dev',
    ]);
  });

  it('for a tenant that leaves removes everything', () => {
    const result = plan(tenant(), undefined);
    expect(result.objects.every(({ change }) => change === 'removed')).toBe(
      true,
    );
    expect(result.risk.level).toBe('high');
  });
});

describe('a peer', () => {
  const named = { tenant: 'ledger', environment: 'prod', ports: [8443] };
  const asking = tenant({ environments: [{ ...prod, peers: [named] }] });
  const silent = tenant({ environments: [{ ...prod, peers: [] }] });

  /** The fleet with a ledger whose production names payments, or doesn't. */
  function planBeside(
    agrees: boolean,
    before: Tenant | undefined,
    after: Tenant,
  ) {
    const back = { tenant: 'payments', environment: 'prod', ports: [8443] };
    const tenants = fleet.tenants.map(other => ({
      ...other,
      spec: {
        ...other.spec,
        environments: [
          {
            ...other.spec.environments[0],
            name: 'prod',
            peers: agrees ? [back] : [],
          },
        ],
      },
    }));
    const base = treeFromFiles(before ? tenantFiles(before, fleet) : new Map());
    return planChange({
      before,
      after,
      fleet: { ...fleet, tenants },
      changes: changeSet(base, 'payments', tenantFiles(after, fleet)),
    });
  }

  it('that agreed before is affected when traffic opens, and when it closes', () => {
    for (const result of [
      planBeside(true, undefined, asking),
      planBeside(true, asking, silent),
    ]) {
      expect(result.othersAffected).toEqual(['ledger']);
      expect(result.risk.reason).toContain('traffic with ledger');
      expect(result.risk.level).toBe('medium');
    }
  });

  it('that has not agreed feels nothing', () => {
    expect(planBeside(false, undefined, asking).othersAffected).toEqual([]);
  });
});

describe('the plan for an exception', () => {
  const registries: Exception = {
    control: 'disruption-budgets',
    environment: 'dev',
    reason: 'The vendor ships a budget of none.',
    ticket: 'SEC-1234',
    approver: 'group:default/security',
    expires: '2027-01-31',
  };
  const state = (exceptions: readonly Exception[]) => ({
    ...fleet,
    exceptions: new Map([['payments', exceptions]]),
  });

  function planExceptions(
    before: readonly Exception[],
    after: readonly Exception[],
  ) {
    const own = tenant();
    const base = treeFromFiles(tenantFiles(own, state(before)));
    return planChange({
      before: own,
      after: own,
      fleet: state(after),
      exceptedBefore: before,
      changes: [
        ...changeSet(base, 'payments', tenantFiles(own, state(after))),
        {
          path: 'tenants/payments/exceptions.yaml',
          change: 'changed',
          content: '',
        },
      ],
    });
  }

  it('loosens its control in its environment, and is never of low risk', () => {
    const result = planExceptions([], [registries]);
    expect(controlIn(result, 'dev', 'disruption-budgets')).toMatchObject({
      change: 'loosened',
      before: 'in force',
      after: 'excepted until 2027-01-31 (SEC-1234)',
    });
    expect(controlIn(result, 'prod', 'disruption-budgets')?.change).toBe(
      'unchanged',
    );
    expect(result.environments[0].exceptions).toMatchObject([
      { control: 'disruption-budgets', before: undefined, after: registries },
    ]);
    expect(result.environments[1].exceptions).toBeUndefined();
    expect(result.risk).toEqual({
      level: 'medium',
      reason:
        'dev on dev-1 is without disruption-budgets until 2027-01-31; loosens disruption-budgets',
    });
    expect(result.objects.map(({ kind }) => kind)).toEqual(['Namespace']);
  });

  it.each([
    ['a later day', { expires: '2027-02-28' }, 'loosened', 'medium'],
    ['an earlier day', { expires: '2026-12-31' }, 'tightened', 'low'],
    ['another ticket', { ticket: 'SEC-2' }, 'changed', 'medium'],
  ])('with %s', (_, change, strength, level) => {
    const result = planExceptions([registries], [{ ...registries, ...change }]);
    expect(result.kind).toBe('change');
    expect(controlIn(result, 'dev', 'disruption-budgets')?.change).toBe(
      strength,
    );
    expect(result.risk.level).toBe(level);
  });

  it('that goes tightens', () => {
    const result = planExceptions([registries], []);
    expect(controlIn(result, 'dev', 'disruption-budgets')).toMatchObject({
      change: 'tightened',
      before: 'excepted until 2027-01-31 (SEC-1234)',
      after: 'in force',
    });
  });

  it('that a new tenant begins with is of medium risk', () => {
    const result = planChange({
      after: tenant(),
      fleet: state([registries]),
      changes: changeSet(
        treeFromFiles(new Map()),
        'payments',
        tenantFiles(tenant(), state([registries])),
      ),
    });
    expect(result.risk.level).toBe('medium');
  });
});
