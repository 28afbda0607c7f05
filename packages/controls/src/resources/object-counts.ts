import { canonicalQuantity } from '@tenantry/model';
import { creatable } from '../access/grants';
import { quota } from '../builders';
import { defineControl } from '../control';
import type { EnvironmentContext } from '../control';
import { compareQuota } from './compareQuota';

/** How many objects per allowed pod, by resource; what isn't listed gets as many as there are pods. */
const perPod: Readonly<Record<string, number>> = {
  configmaps: 4,
  secrets: 4,
  roles: 0.5,
  rolebindings: 0.5,
};

/** The platform's own objects in the namespace, at most so many, are counted too. */
const ours: Readonly<Record<string, number>> = {
  networkpolicies: 6,
  rolebindings: 4,
};

function hard({ size, cluster }: EnvironmentContext): Record<string, string> {
  const counts = creatable(cluster).map(({ group, resource }) => {
    const key = group ? `${resource}.${group}` : resource;
    const count =
      size.counts[key] ??
      Math.max(5, Math.ceil(size.pods * (perPod[resource] ?? 1))) +
        (ours[resource] ?? 0);
    return [`count/${key}`, canonicalQuantity(String(count))] as const;
  });
  return {
    pods: String(size.pods),
    ...Object.fromEntries(counts),
  };
}

/**
 * A count for every kind the roles can create.
 *
 * Contributes: ResourceQuota entries pods and count/<resource> for each resource that `access/grants.ts` lets a tenant
 * create. `pods` counts running pods only, `count/pods` all.
 */
export const objectCounts = defineControl({
  id: 'object-counts',
  title: 'A bound on the number of objects',
  component: 'resources',
  why: "All tenants share one etcd and one API server's memory. Ten thousand Secrets of a megabyte hurt everybody, whatever the CPU quota says.",
  references: [
    'https://kubernetes.io/docs/concepts/policy/resource-quotas/#object-count-quota',
  ],
  stops: [
    {
      id: 'Q03',
      attempt: 'create thousands of Secrets, Services or other objects',
    },
    { id: 'Q05', attempt: 'leave finished Jobs and pods behind' },
    { id: 'Q06', attempt: 'flood the API server with objects of any kind' },
  ],
  attacks: [],
  environment: context => [quota(context, hard(context))],
  summary: ({ size }) => `${size.pods} pods`,
  compare: (before, after) => compareQuota(hard(before), hard(after)),
});
