import { podAttack } from '../attacks';
import { defineControl } from '../control';
import { handlers, withHandler } from './handlers';

/** Room for the clean shutdown of a database, the slowest of ordinary pods: CloudNativePG asks for half an hour. */
const longest = 3600;
const year = 365 * 24 * 3600;

/**
 * Pods end in time.
 *
 * Fields: spec.terminationGracePeriodSeconds; livenessProbe and startupProbe of containers and initContainers:
 *   terminationGracePeriodSeconds. At most an hour.
 * Not looked at: lifecycle.*.sleep, which the API server itself holds to the grace period; a hook that hangs, which
 * ends with it; activeDeadlineSeconds, for a pod without one holds its owner's quota and nothing else, as any service
 * does, and a Job that never ends can be evicted in an hour like everything.
 */
export const termination = defineControl({
  id: 'termination',
  title: 'Pods end in time',
  component: 'kubelet',
  why: 'A node can be drained when its last pod is gone. A pod that asks for a year to say goodbye keeps the node, and whatever is wrong with it.',
  references: [
    'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
    'https://kubernetes.io/docs/tasks/administer-cluster/safely-drain-node/',
  ],
  whenExcepted:
    'a pod may keep its node from being drained for as long as it likes',
  stops: [{ id: 'P18', attempt: 'hold a node by a pod that never ends' }],
  attacks: [
    podAttack('P18', 'a grace period of a year', {
      attack: { spec: { terminationGracePeriodSeconds: year } },
      twin: { spec: { terminationGracePeriodSeconds: longest } },
    }),
    podAttack('P18', 'a second more than an hour', {
      attack: { spec: { terminationGracePeriodSeconds: longest + 1 } },
      in: ['pod'],
    }),
    podAttack('P18', 'a hook that sleeps for a year', {
      attack: {
        spec: { terminationGracePeriodSeconds: year },
        container: { lifecycle: { preStop: { sleep: { seconds: year } } } },
      },
      twin: {
        container: { lifecycle: { preStop: { sleep: { seconds: 10 } } } },
      },
      in: ['pod', 'update'],
    }),
    podAttack('P18', 'a hook that sleeps past the grace period', {
      attack: {
        container: { lifecycle: { preStop: { sleep: { seconds: year } } } },
      },
      by: { says: 'less than terminationGracePeriodSeconds' },
      in: ['pod', 'update'],
    }),
    ...(['livenessProbe', 'startupProbe'] as const).map(probe =>
      podAttack('P18', `a ${probe} with a grace period of a year`, {
        attack: withHandler(probe, {
          httpGet: { port: 80 },
          terminationGracePeriodSeconds: year,
        }),
        twin: withHandler(probe, {
          httpGet: { port: 80 },
          terminationGracePeriodSeconds: longest,
        }),
        in: probe === 'livenessProbe' ? undefined : ['pod'],
      }),
    ),
  ],
  rules: [
    {
      on: 'workloads',
      require: `variables.spec.?terminationGracePeriodSeconds.orValue(30) <= ${longest}`,
      message: `a pod's terminationGracePeriodSeconds must be at most ${longest}`,
    },
    {
      on: 'workloads',
      require: handlers(
        `handler.?terminationGracePeriodSeconds.orValue(0) <= ${longest}`,
        ['livenessProbe', 'startupProbe'],
      ),
      message: `a probe's terminationGracePeriodSeconds must be at most ${longest}`,
    },
  ],
});
