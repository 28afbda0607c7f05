import type { TenantStatus } from '@tenantry/backstage-plugin-tenantry-common';
import type { Posture, SyncVerdict } from '@tenantry/controls';
import {
  controls,
  declared,
  declaredOnly,
  elsewhere,
  noCluster,
  notMerged,
  unknown,
} from './posture';
import { quotaBars, unknownQuota } from './quota';

const base = {
  profile: 'hardened',
  size: 'medium',
  folderUrl:
    'http://localhost:7008/platform/tenants/tree/main/tenants/payments',
  checkedAt: '2026-11-23T14:47:48Z',
  clusterNote: noCluster,
  canCloseRequest: true,
};

const noArgoCd: SyncVerdict = {
  state: 'unknown',
  reason: 'the cluster that Argo CD runs on is not connected',
};

function environments(
  tenant: string,
  dev: TenantStatus['environments'][number]['controls'],
  prod = dev,
  quota = unknownQuota,
  sync: { readonly dev: SyncVerdict; readonly prod: SyncVerdict } = {
    dev: noArgoCd,
    prod: noArgoCd,
  },
): TenantStatus['environments'] {
  return [
    {
      name: 'dev',
      cluster: 'dev-1',
      namespace: `${tenant}-dev`,
      profile: 'hardened',
      size: 'medium',
      synced: sync.dev,
      controls: dev.filter(({ control }) => control !== 'sandbox'),
      quota,
    },
    {
      name: 'prod',
      cluster: 'prod-1',
      namespace: `${tenant}-prod`,
      profile: 'sandboxed',
      size: 'large',
      synced: sync.prod,
      controls: prod,
      quota,
    },
  ];
}

/** Merged, with an open change, and no cluster connected. */
export const payments: TenantStatus = {
  ...base,
  name: 'payments',
  title: 'Payments',
  owner: 'group:default/payments',
  phase: 'merged',
  environments: environments('payments', controls()),
  commit: {
    sha: '4f1c9d2a8b7e6f5d4c3b2a1908f7e6d5c4b3a291',
    time: '2026-11-23T14:00:00Z',
    url: 'http://localhost:7008/platform/tenants/commit/4f1c9d2',
  },
  pullRequest: {
    number: 128,
    title: 'payments: developers also risk-devs',
    url: 'http://localhost:7008/platform/tenants/pull/128',
    createdAt: '2026-11-23T14:30:00Z',
    draft: false,
  },
};

/** Asked for, and nothing more. */
export const checkout: TenantStatus = {
  ...base,
  name: 'checkout',
  title: 'Checkout',
  owner: 'group:default/checkout',
  phase: 'requested',
  environments: environments(
    'checkout',
    controls({ ...declaredOnly, declared: notMerged }),
  ),
  pullRequest: {
    number: 131,
    title: 'checkout: new tenant, 2 environments',
    url: 'http://localhost:7008/platform/tenants/pull/131',
    createdAt: '2026-11-23T14:47:00Z',
    draft: false,
  },
};

const holds: Posture = {
  declared,
  live: {
    state: 'yes',
    reason: 'every field is on the cluster',
    at: '2026-11-23T14:47:00Z',
  },
  proved: {
    state: 'yes',
    reason: '4 attacks refused, 4 twins admitted',
    at: '2026-11-23T06:00:00Z',
  },
};

/** On a cluster, where somebody edited a policy by hand. */
export const ledger: TenantStatus = {
  ...base,
  name: 'ledger',
  title: 'Ledger',
  owner: 'group:default/ledger',
  phase: 'merged',
  clusterNote: '',
  environments: environments(
    'ledger',
    controls(holds),
    controls(holds, {
      'default-deny': {
        ...holds,
        live: {
          state: 'no',
          reason: 'spec.policyTypes was edited by kubectl-edit',
          at: '2026-11-23T14:44:00Z',
          drift: [
            {
              object: 'NetworkPolicy ledger-prod/default-deny',
              field: 'spec.policyTypes',
              declared: ['Egress'],
              live: [],
              by: { manager: 'kubectl-edit', at: '2026-11-23T14:43:00Z' },
            },
            { object: 'NetworkPolicy ledger-prod/dns-egress' },
          ],
        },
      },
      sandbox: { ...holds, proved: { ...unknown, reason: 'never tried here' } },
    }),
    quotaBars,
    {
      dev: {
        state: 'yes',
        reason: 'Argo CD applied 4f1c9d2a',
        at: '2026-11-23T14:46:00Z',
        revision: '4f1c9d2a8b7e6f5d4c3b2a1908f7e6d5c4b3a291',
      },
      prod: {
        state: 'no',
        reason: 'Argo CD says OutOfSync: NetworkPolicy default-deny',
        at: '2026-11-23T14:46:00Z',
        revision: '4f1c9d2a8b7e6f5d4c3b2a1908f7e6d5c4b3a291',
        repairs: {
          count: 2,
          at: '2026-11-23T14:45:00Z',
          objects: ['NetworkPolicy default-deny'],
        },
      },
    },
  ),
};

const synced: SyncVerdict = {
  state: 'yes',
  reason: 'Argo CD applied 4f1c9d2a',
};

/** On a cluster, where everything holds; of one control no cluster can tell. */
export const audited: TenantStatus = {
  ...ledger,
  name: 'audited',
  environments: environments(
    'audited',
    controls(holds),
    controls(holds, { sandbox: { ...holds, proved: elsewhere } }),
    quotaBars,
    { dev: synced, prod: synced },
  ),
};
