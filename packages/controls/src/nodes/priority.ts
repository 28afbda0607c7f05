import { attack, attackName, harmlessPod, podAttack } from '../attacks';
import { celList } from '../admission/rule';
import { defineControl } from '../control';

/**
 * Priority classes by allow-list.
 *
 * Fields: spec.priorityClassName: empty, or one of cluster.spec.priorityClasses. A cluster's default class, which the API
 * server fills in, has to be in that list. spec.priority and spec.preemptionPolicy can't differ from what the class says:
 * the API server sees to that.
 */
export const priority = defineControl({
  id: 'priority',
  title: 'No priority over others',
  component: 'nodes',
  why: 'A pod of high priority evicts pods of lower ones, and the built-in classes system-cluster-critical and system-node-critical are open to every namespace.',
  references: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/',
    'https://kubernetes.io/docs/concepts/policy/resource-quotas/#limit-priority-class-consumption-by-default',
  ],
  stops: [{ id: 'S04', attempt: "evict a neighbour's pods by priority" }],
  rules: [
    {
      on: 'workloads',
      require: ({ cluster }) =>
        `variables.spec.?priorityClassName.orValue('') in ${celList([
          '',
          ...cluster.spec.priorityClasses,
        ])}`,
      message:
        'a priorityClassName must be one that the platform offers, or absent',
    },
  ],
  attacks: [
    ...['system-cluster-critical', 'system-node-critical'].map(
      priorityClassName =>
        podAttack('S04', `the class ${priorityClassName}`, {
          attack: { spec: { priorityClassName } },
        }),
    ),
    podAttack('S04', "another tier's class", {
      attack: { spec: { priorityClassName: 'gold' } },
      twin: ({ cluster }) => ({
        spec: { priorityClassName: cluster.spec.priorityClasses[0] },
      }),
      // The API server wants the class of a pod to be there; that of a template may come later.
      in: ['template', 'update'],
      where: ({ cluster }) => cluster.spec.priorityClasses.length > 0,
    }),
    attack(
      'S04',
      'a number instead of a class',
      stage => {
        const request = (value: number) =>
          ({
            verb: 'create',
            resource: 'v1/pods',
            namespace: stage.namespace,
            body: {
              apiVersion: 'v1',
              kind: 'Pod',
              metadata: { name: attackName, namespace: stage.namespace },
              spec: { ...harmlessPod(stage), priority: value },
            },
          } as const);
        return [
          {
            route: 'in a Pod',
            attack: request(2_000_000_000),
            twin: request(0),
          },
        ];
      },
      { by: { says: 'integer value of priority' } },
    ),
  ],
});
