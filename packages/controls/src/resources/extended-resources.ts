import { celList } from '../admission/rule';
import { quota } from '../builders';
import { defineControl } from '../control';
import type { EnvironmentContext } from '../control';
import { compareQuota } from './compareQuota';
import { claimKey, claimsOf, devicesOf, deviceNames } from './devices';
import { deviceAttacks } from './extended-resources.attacks';

/** Resources that compute-quota and container-limits count and bound. */
const counted = ['cpu', 'memory', 'ephemeral-storage'];

/** Claims are worth nothing to who may have no device. */
function worth(context: EnvironmentContext): Record<string, string> {
  const { [`count/${claimKey}`]: claims, ...devices } = hard(context);
  return Object.values(devices).every(count => count === '0')
    ? devices
    : { ...devices, [`count/${claimKey}`]: claims };
}

function hard(context: EnvironmentContext): Record<string, string> {
  const { deviceClasses } = context.cluster.spec.devices;
  const entries = [
    ...deviceNames(context).map(
      ([name, device]) =>
        [`requests.${name}`, devicesOf(context, device)] as const,
    ),
    ...deviceClasses.map(
      name =>
        [
          `${name}.deviceclass.resource.k8s.io/devices`,
          devicesOf(context, name),
        ] as const,
    ),
    [`count/${claimKey}`, claimsOf(context)] as const,
  ];
  return Object.fromEntries(
    entries.map(([key, count]) => [key, String(count)]),
  );
}

/**
 * Devices only as agreed, and nothing that nobody counts.
 *
 * Contributes: ResourceQuota entries, 0 unless `size.devices` says more: requests.<name> for each extended resource of the
 * cluster, requests.deviceclass.resource.kubernetes.io/<class> and <class>.deviceclass.resource.k8s.io/devices for
 * each device class; count/resourceclaims.resource.k8s.io.
 * Fields: resources.requests and resources.limits of the pod and of its containers: only cpu, memory, ephemeral-storage
 * and the devices of the cluster, so no huge pages, and no device that the platform forgot to count.
 * Facts: cluster.spec.devices. Withholds: create on resourceclaims and resourceclaimtemplates.
 */
export const extendedResources = defineControl({
  id: 'extended-resources',
  title: 'Devices by agreement',
  component: 'resources',
  why: 'A quota of CPU and memory says nothing about GPUs, and a resource that no quota names is unlimited. A few dear devices are quickly all in one hand.',
  references: [
    'https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-for-extended-resources',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/',
    'https://kubernetes.io/docs/tasks/manage-hugepages/scheduling-hugepages/',
  ],
  stops: [{ id: 'Q08', attempt: 'take devices that were not agreed' }],
  withholds: (['admin', 'developer', 'deployer'] as const).map(role => ({
    role,
    apiGroups: ['resource.k8s.io'],
    resources: ['resourceclaims', 'resourceclaimtemplates'],
    verbs: ['create'],
  })),
  assumed: [
    {
      part: 'ResourceQuota tenantry hard ….deviceclass.resource.k8s.io/devices',
      why: 'Since Kubernetes 1.36 the entry by the implicit name refuses the same claims, but forgets them whenever the quota is counted anew; before, nothing else counts them.',
    },
  ],
  environment: context => [quota(context, hard(context))],
  rules: [
    {
      on: 'workloads',
      require: context =>
        [
          '([variables.spec] + variables.containers).all(holder,',
          '[holder.?resources.?requests, holder.?resources.?limits].all(amounts,',
          `amounts.orValue({}).all(name, name in ${celList([
            ...counted,
            ...deviceNames(context).map(([name]) => name),
          ])})))`,
        ].join(' '),
      message: `resources may name ${counted.join(
        ', ',
      )} and the devices of the cluster only`,
    },
  ],
  attacks: deviceAttacks,
  summary: context =>
    deviceNames(context)
      .map(([, device]) => [devicesOf(context, device), device] as const)
      .filter(([count]) => count > 0)
      .map(([count, device]) => `${count} × ${device}`)
      .join(', ') || 'no devices',
  compare: (before, after) => compareQuota(worth(before), worth(after)),
});
