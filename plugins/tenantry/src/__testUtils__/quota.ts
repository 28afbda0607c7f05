import type { EnvironmentStatus } from '@tenantry/backstage-plugin-tenantry-common';
import { noCluster } from './posture';

const at = '2026-11-23T14:47:00Z';

/** One with room, one near its end, one unused, and one that was made smaller. */
export const quotaBars: EnvironmentStatus['quota'] = [
  {
    title: 'CPU',
    state: 'known',
    entry: 'requests.cpu',
    used: '5200m',
    hard: '16',
    fraction: 0.325,
    at,
  },
  {
    title: 'Memory',
    state: 'known',
    entry: 'limits.memory',
    used: '30Gi',
    hard: '32Gi',
    fraction: 0.9375,
    at,
  },
  {
    title: 'Storage',
    state: 'known',
    entry: 'requests.storage',
    used: '0',
    hard: '500Gi',
    fraction: 0,
    at,
  },
  {
    title: 'Pods',
    state: 'known',
    entry: 'count/pods',
    used: '130',
    hard: '120',
    fraction: 1.0833,
    at,
  },
];

export const unknownQuota: EnvironmentStatus['quota'] = quotaBars.map(
  ({ title }) => ({ title, state: 'unknown', reason: noCluster }),
);
