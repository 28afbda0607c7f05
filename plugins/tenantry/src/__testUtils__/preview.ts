import type { Preview } from '@tenantry/backstage-plugin-tenantry-common';
import type { EnvironmentPlan } from '@tenantry/controls';
import { controls } from './posture';

function environmentPlan(environment: string): EnvironmentPlan {
  const cluster = `${environment}-1`;
  return {
    environment,
    cluster,
    namespace: `payments-${environment}`,
    change: 'added',
    controls: controls()
      .filter(({ control }) => environment === 'prod' || control !== 'sandbox')
      .map(({ control, title, component, summary }) => ({
        control,
        title,
        component,
        change: 'added',
        after: summary,
      })),
  };
}

const tenant = `apiVersion: tenantry.dev/v1
kind: Tenant
metadata:
  name: payments
spec:
  title: Payments
  owner: group:default/payments
`;

export const goodPreview: Extract<Preview, { ok: true }> = {
  ok: true,
  commit: '4f1c9d2a8b7e6f5d4c3b2a1908f7e6d5c4b3a291',
  files: [
    {
      path: 'tenants/payments/tenant.yaml',
      change: 'added',
      content: tenant,
    },
    ...controls()
      .filter(({ emits }) => emits)
      .map(({ control, emits }) => ({
        path: `clusters/prod-1/tenants/payments/${control}.yaml`,
        change: 'added' as const,
        content: emits,
      })),
  ],
  plan: {
    tenant: 'payments',
    kind: 'new',
    objects: [
      {
        change: 'added',
        path: 'clusters/prod-1/tenants/payments/quota.yaml',
        kind: 'ResourceQuota',
        name: 'tenantry',
        namespace: 'payments-prod',
        cluster: 'prod-1',
        controls: ['quota'],
      },
    ],
    environments: [environmentPlan('dev'), environmentPlan('prod')],
    othersAffected: [],
    risk: { level: 'low', reason: 'New namespaces only.' },
  },
  pullRequest: {
    title: 'payments: new tenant, 2 environments',
    body: 'Asked by user:default/guest in the portal.\n\n| | dev-1 | prod-1 |\n| --- | --- | --- |\n| network | closed; DNS | closed; DNS |\n',
  },
};

export const badPreview: Preview = {
  ok: false,
  problems: [
    {
      path: ['environments', 1, 'hosts', 0],
      message: '"pay.example.com" belongs to the tenant ledger',
      example: 'pay-eu.example.com',
    },
  ],
};
