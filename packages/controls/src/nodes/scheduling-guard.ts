import type { Runtime, Toleration } from '@tenantry/model';
import { celList, celString } from '../admission/rule';
import { defineControl } from '../control';
import type { ClusterContext } from '../control';
import { nodePoolKey } from '../names';
import { runtimeClassName, runtimesOf } from '../runtime/runtimes';
import { schedulingAttacks } from './scheduling-guard.attacks';

/**
 * Taints that any pod may tolerate: what the API server itself adds, and the tenant's own pool, about which node-pool
 * decides. What only the DaemonSet controller adds (a node under pressure, cordoned, without a network) isn't here,
 * because a pod that tolerates a cordon comes back to the node that is being drained.
 */
const harmless = [
  'node.kubernetes.io/not-ready',
  'node.kubernetes.io/unreachable',
  'node.kubernetes.io/memory-pressure',
  nodePoolKey,
];

const tolerations = 'variables.spec.?tolerations.orValue([])';

/** A toleration of a RuntimeClass, word for word, in a namespace that has this class. */
function ofRuntime(runtime: Runtime, toleration: Toleration): string {
  const { key, operator = 'Equal', value = '', effect = '' } = toleration;
  const same = { key, operator, value, effect };
  return [
    `variables.runtimeClass == ${celString(runtimeClassName(runtime))}`,
    ...Object.entries(same).map(
      ([field, wanted]) =>
        `toleration.?${field}.orValue('${
          field === 'operator' ? 'Equal' : ''
        }') == ${celString(wanted)}`,
    ),
  ].join(' && ');
}

function tolerationsAllowed({ cluster }: ClusterContext): string {
  const { devices, runtimes } = cluster.spec;
  const keys = celList([...harmless, ...devices.extendedResources]);
  const ofRuntimes = runtimesOf(cluster).flatMap(runtime =>
    (runtimes[runtime]?.tolerations ?? []).map(
      toleration => `(${ofRuntime(runtime, toleration)})`,
    ),
  );
  return `${tolerations}.all(toleration, ${[
    `toleration.?key.orValue('') in ${keys}`,
    ...ofRuntimes,
  ].join(' || ')})`;
}

/** Nodes with devices are for those who use them. */
function devicesUsed({ cluster }: ClusterContext): string {
  return [
    `${celList(cluster.spec.devices.extendedResources)}.all(device,`,
    `!${tolerations}.exists(toleration, toleration.?key.orValue('') == device) ||`,
    'variables.containers.exists(container, device in container.?resources.?limits.orValue({})))',
  ].join(' ');
}

/**
 * The scheduler decides where pods run, and nothing keeps it from doing so.
 *
 * Fields: spec.tolerations: the keys in the list above; those of the cluster's runtimes, word for word, in namespaces of
 * that runtime; the name of a device, in a pod that uses it. An empty key tolerates everything and is refused.
 * spec.nodeName, when a pod is created and in templates: empty. spec.schedulerName: empty or default-scheduler.
 * spec.schedulingGates: none. Facts: cluster.spec.runtimes, cluster.spec.devices.
 * Withholds: create on pods/binding and bindings.
 */
export const schedulingGuard = defineControl({
  id: 'scheduling-guard',
  title: 'Only the scheduler chooses nodes',
  component: 'nodes',
  why: 'A pod that names its node is never seen by the scheduler, so taints and free capacity count for nothing. One that tolerates every taint gets on the control plane.',
  references: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/',
  ],
  stops: [
    {
      id: 'S01',
      attempt: 'run on the control plane, or on any node by its name',
    },
    {
      id: 'S05',
      attempt: 'hand pods to another scheduler, or hold them back for ever',
    },
  ],
  withholds: (['admin', 'developer', 'deployer'] as const).map(role => ({
    role,
    apiGroups: [''],
    resources: ['pods/binding', 'bindings'],
    verbs: ['create'],
  })),
  rules: [
    {
      on: 'workloads',
      // In a pod the scheduler fills it in later, and nobody else can change it.
      require:
        "(variables.isPod && request.operation == 'UPDATE') || variables.spec.?nodeName.orValue('') == ''",
      message: 'nodeName must be empty: the scheduler chooses the node',
    },
    {
      on: 'workloads',
      require: tolerationsAllowed,
      message: `tolerations may have these keys only: ${harmless.join(
        ', ',
      )}; besides those of the namespace's runtime and of devices that the pod uses`,
    },
    {
      on: 'workloads',
      require: devicesUsed,
      message: 'only a pod that uses a device may tolerate its taint',
    },
    {
      on: 'workloads',
      require:
        "variables.spec.?schedulerName.orValue('default-scheduler') == 'default-scheduler'",
      message: 'schedulerName must be default-scheduler or absent',
    },
    {
      on: 'workloads',
      require: 'size(variables.spec.?schedulingGates.orValue([])) == 0',
      message: 'schedulingGates must be empty',
    },
  ],
  attacks: schedulingAttacks,
});
