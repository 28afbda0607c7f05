import type { Plan } from '@tenantry/controls';
import { planTable } from './planTable';

it('shows a plan in columns', () => {
  const plan: Plan = {
    tenant: 'payments',
    kind: 'new',
    objects: [
      {
        change: 'added',
        path: 'clusters/dev-1/tenants/payments/payments-dev.namespace.yaml',
        kind: 'Namespace',
        name: 'payments-dev',
        controls: ['tenant-namespace'],
      },
    ],
    environments: [
      {
        environment: 'production',
        cluster: 'prod-1',
        namespace: 'payments-production',
        change: 'unchanged',
        controls: [],
      },
      {
        environment: 'dev',
        cluster: 'dev-1',
        namespace: 'payments-dev',
        change: 'added',
        controls: [
          {
            control: 'tenant-namespace',
            title: 'A namespace',
            component: 'namespace',
            change: 'added',
          },
        ],
      },
    ],
    othersAffected: [],
    risk: { level: 'low', reason: 'new namespaces only' },
  };
  expect(planTable(plan)).toBe(
    [
      'environment  cluster  change     controls',
      'production   prod-1   unchanged',
      'dev          dev-1    added      1 added',
      'Objects: 1 added. Risk: low, new namespaces only.',
    ].join('\n'),
  );
});
