import { canonicalQuantity } from '@tenantry/model';
import { creatable } from '../access/grants';
import { quota } from '../builders';
import { defineControl } from '../control';
import type { EnvironmentContext } from '../control';
import { compareQuota } from './compareQuota';
import { countAttacks } from './object-counts.attacks';

/** How many objects per allowed pod, by resource; what isn't listed gets as many as there are pods. */
const perPod: Readonly<Record<string, number>> = {
  configmaps: 4,
  secrets: 4,
  roles: 0.5,
  rolebindings: 0.5,
};

/** Objects of the platform and of Kubernetes itself in the namespace, at most so many: they are counted too. */
export const notTheirs: Readonly<Record<string, number>> = {
  configmaps: 1,
  networkpolicies: 7,
  rolebindings: 4,
  serviceaccounts: 1,
};

/** What controllers keep of each object of another resource: the present one, and ten to go back to. */
const kept: Readonly<Record<string, { readonly of: string; count: number }>> = {
  'replicasets.apps': { of: 'deployments.apps', count: 11 },
  'controllerrevisions.apps': { of: 'statefulsets.apps', count: 11 },
};

function hard({ size, cluster }: EnvironmentContext): Record<string, string> {
  const theirs = new Map(
    creatable(cluster).map(({ group, resource }) => {
      const key = group ? `${resource}.${group}` : resource;
      const usual = Math.ceil(size.pods * (perPod[resource] ?? 1));
      return [key, size.counts[key] ?? Math.max(5, usual)] as const;
    }),
  );
  const counts = [
    ...Array.from(
      theirs,
      ([key, count]) =>
        [key, count + (notTheirs[key.split('.')[0]] ?? 0)] as const,
    ),
    ...Object.entries(kept).map(
      ([key, { of, count }]) =>
        [key, size.counts[key] ?? count * (theirs.get(of) ?? 0)] as const,
    ),
  ];
  return Object.fromEntries(
    counts.map(([key, count]) => [
      `count/${key}`,
      canonicalQuantity(String(count)),
    ]),
  );
}

/**
 * A count for every kind the roles can create.
 *
 * Contributes: ResourceQuota entries count/<resource> for each resource that `access/grants.ts` lets a tenant create, on
 * top of what the platform itself puts into the namespace; count/replicasets.apps and count/controllerrevisions.apps,
 * because a Deployment or StatefulSet with a long history has as many as it likes. `count/pods` counts finished pods too.
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
  environment: context => [quota(context, hard(context))],
  gauges: [{ title: 'Pods', entries: ['count/pods'] }],
  summary: ({ size }) => `${size.pods} pods`,
  compare: (before, after) => compareQuota(hard(before), hard(after)),
  attacks: countAttacks(hard),
});
