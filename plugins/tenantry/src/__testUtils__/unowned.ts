import type { Unowned } from '@tenantry/backstage-plugin-tenantry-common';

/** A cluster in each state: with some, with none, unreadable, and not connected. */
export const unowned: Unowned = {
  checkedAt: '2026-11-23T14:47:48Z',
  clusters: [
    {
      cluster: 'dev-1',
      title: 'Development',
      state: 'read',
      at: '2026-11-23T14:47:40Z',
      total: 4,
      next: 3,
      owned: 12,
      platform: ['default', 'kube-system', 'kyverno'],
      namespaces: [
        {
          name: 'billing-dev',
          standing: 'orphan',
          reason: 'there is no tenant billing',
          tenant: 'billing',
          owner: 'group:default/billing',
          createdAt: '2025-01-23T14:47:40Z',
          deletedAt: '2026-11-23T13:47:40Z',
          labels: { 'tenantry.dev/tenant': 'billing' },
        },
        {
          name: 'risk-dev',
          standing: 'undecided',
          reason: "the file of the tenant risk can't be read",
          tenant: 'risk',
          createdAt: '2026-11-20T14:47:40Z',
          labels: { 'tenantry.dev/tenant': 'risk' },
        },
        {
          name: 'try-out',
          standing: 'nobodys',
          reason: 'no tenant names it, and it carries no label of one',
          labels: {},
        },
      ],
    },
    {
      cluster: 'prod-1',
      title: 'Production',
      state: 'read',
      at: '2026-11-23T14:47:40Z',
      total: 0,
      owned: 9,
      platform: [],
      namespaces: [],
    },
    {
      cluster: 'prod-2',
      title: 'Second production',
      state: 'unreadable',
      reason: "the credentials don't allow it (namespaces is forbidden)",
      at: '2026-11-23T13:47:40Z',
    },
    { cluster: 'test-1', title: 'Test', state: 'not connected' },
  ],
};

/** The rest of the first cluster. */
export const unownedRest: Unowned = {
  checkedAt: '2026-11-23T14:47:48Z',
  clusters: [
    {
      cluster: 'dev-1',
      title: 'Development',
      state: 'read',
      at: '2026-11-23T14:47:40Z',
      total: 4,
      owned: 12,
      platform: ['default', 'kube-system', 'kyverno'],
      namespaces: [
        {
          name: 'zoo',
          standing: 'nobodys',
          reason: 'no tenant names it, and it carries no label of one',
          createdAt: '2026-11-01T14:47:40Z',
          labels: { team: 'zoo' },
        },
      ],
    },
  ],
};
