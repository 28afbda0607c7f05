import type {
  FleetEnvironment,
  FleetMatrix,
  FleetPage,
  FleetTenant,
} from '@tenantry/backstage-plugin-tenantry-common';

const judgedAt = '2026-11-23T14:47:00Z';

const controls = { holds: 46, drifts: 0, unknown: 0, unavailable: 1 };

function environment(
  name: string,
  cluster: string,
  facts: Partial<FleetEnvironment> = {},
): FleetEnvironment {
  return {
    name,
    cluster,
    namespace: `payments-${name}`,
    profile: 'hardened',
    size: 'medium',
    state: 'holding',
    controls,
    proved: 40,
    sourceAt: judgedAt,
    provedAt: '2026-11-23T06:00:00Z',
    judgedAt,
    ...facts,
  };
}

function tenant(name: string, facts: Partial<FleetTenant> = {}): FleetTenant {
  return {
    name,
    title: name[0].toUpperCase() + name.slice(1),
    owner: `group:default/team-${name}`,
    profile: 'hardened',
    size: 'medium',
    phase: 'merged',
    state: 'holding',
    provedAt: '2026-11-23T06:00:00Z',
    judgedAt,
    environments: [environment('dev', 'dev-1'), environment('prod', 'prod-1')],
    ...facts,
  };
}

const drift = {
  environment: 'prod',
  control: 'default-deny',
  title: 'Closed in both directions',
  column: 'live',
  state: 'no',
  reason: 'spec.policyTypes was edited, last written by kubectl-edit',
} as const;

/** Each state of a tenant, the worst first. */
export const fleetPage: FleetPage = {
  tenants: [
    tenant('payments', {
      state: 'failing',
      worst: drift,
      environments: [
        environment('prod', 'prod-1', { state: 'failing', worst: drift }),
        environment('dev', 'dev-1'),
      ],
    }),
    tenant('broken', {
      state: 'unknown',
      problem: 'tenants/broken/tenant.yaml:1 is no YAML',
      environments: [],
      provedAt: undefined,
    }),
    tenant('ledger', {
      state: 'unknown',
      stale: 'not judged again since the portal started',
      environments: [
        environment('dev', 'dev-1', {
          state: 'unknown',
          stale: 'not judged again since the portal started',
        }),
      ],
    }),
    tenant('search', {
      state: 'unproved',
      provedAt: undefined,
      worst: {
        ...drift,
        environment: 'dev',
        column: 'proved',
        state: 'unknown',
        reason: 'never proved on dev-1',
      },
      environments: [
        environment('dev', 'dev-1', { state: 'unproved', provedAt: undefined }),
      ],
    }),
    tenant('checkout', {
      phase: 'requested',
      state: 'requested',
      provedAt: undefined,
      environments: [environment('dev', 'dev-1', { state: 'requested' })],
    }),
    tenant('orders'),
  ],
  total: 10_000,
  counts: {
    states: {
      failing: 1,
      observed: 0,
      excepted: 0,
      unknown: 2,
      unproved: 1,
      requested: 1,
      holding: 9_995,
    },
    clusters: [
      { value: 'dev-1', tenants: 9_000 },
      { value: 'prod-1', tenants: 4_000 },
    ],
    profiles: [{ value: 'hardened', tenants: 10_000 }],
    worst: [{ value: 'default-deny', tenants: 2 }],
  },
  judging: { waiting: 0, checkedAt: judgedAt },
};

export const fleetMatrix: FleetMatrix = {
  clusters: [
    { name: 'dev-1', environments: 9_000, stale: 0 },
    { name: 'prod-1', environments: 4_000, stale: 12 },
  ],
  controls: [
    {
      control: 'default-deny',
      title: 'Closed in both directions',
      component: 'network',
      cells: [
        { holds: 9_000, drifts: 0, unknown: 0, unavailable: 0 },
        { holds: 3_987, drifts: 1, unknown: 12, unavailable: 0 },
      ],
    },
    {
      control: 'admin-network-policy',
      title: 'A floor that no namespace can raise',
      component: 'network',
      cells: [
        { holds: 0, drifts: 0, unknown: 0, unavailable: 9_000 },
        { holds: 3_988, drifts: 0, unknown: 12, unavailable: 0 },
      ],
    },
    {
      control: 'pod-security',
      title: 'Restricted pods',
      component: 'pods',
      cells: [
        { holds: 9_000, drifts: 0, unknown: 0, unavailable: 0 },
        { holds: 3_988, drifts: 0, unknown: 12, unavailable: 0 },
      ],
    },
  ],
  judging: { waiting: 0, checkedAt: judgedAt },
};
