import { quota } from '../builders';
import { combine } from '../compare';
import { defineControl } from '../control';
import { compareQuota } from './compareQuota';
import { computeAttacks } from './compute-quota.attacks';
import type { EnvironmentContext } from '../control';

function hard({ size }: EnvironmentContext): Record<string, string> {
  const { requests, limits, storage } = size;
  return {
    'requests.cpu': requests.cpu,
    'requests.memory': requests.memory,
    'requests.ephemeral-storage': requests.ephemeralStorage,
    'requests.storage': storage,
    'limits.cpu': limits.cpu,
    'limits.memory': limits.memory,
    'limits.ephemeral-storage': limits.ephemeralStorage,
  };
}

/**
 * What an environment may use in total.
 *
 * Contributes: ResourceQuota entries requests.* and limits.* of cpu, memory and ephemeral-storage; requests.storage.
 * A quota on limits makes every pod state them; container-limits sees to what it states.
 * Withholds: every write of resourcequotas.
 */
export const computeQuota = defineControl({
  id: 'compute-quota',
  title: 'A share of the cluster, and not more',
  component: 'resources',
  why: 'Without a quota one tenant can reserve the whole cluster. Local disk is counted too: a full node evicts its neighbours.',
  references: ['https://kubernetes.io/docs/concepts/policy/resource-quotas/'],
  stops: [
    { id: 'Q01', attempt: 'change or delete the quota' },
    { id: 'Q07', attempt: "fill a node's disk" },
    { id: 'Q10', attempt: 'take more than was agreed' },
  ],
  withholds: [
    {
      role: 'admin',
      apiGroups: [''],
      resources: ['resourcequotas'],
      verbs: ['create', 'update', 'patch', 'delete', 'deletecollection'],
    },
  ],
  environment: context => [quota(context, hard(context))],
  gauges: [
    { title: 'CPU', entries: ['requests.cpu', 'limits.cpu'] },
    { title: 'Memory', entries: ['requests.memory', 'limits.memory'] },
    { title: 'Storage', entries: ['requests.storage'] },
  ],
  summary: ({ size: { requests, limits, storage } }) =>
    `${requests.cpu} CPU, up to ${limits.cpu}; ${requests.memory} memory, up to ${limits.memory}; ${storage} storage`,
  compare: (before, after) =>
    combine([compareQuota(hard(before), hard(after))]),
  attacks: computeAttacks,
});
