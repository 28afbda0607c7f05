import { attack, attackName, create, harmlessPod } from '../attacks';
import type { Actor, Refusal } from '../attacks';
import { quota } from '../builders';
import { defineControl } from '../control';

const labels = { app: attackName };

function daemonSetAttack(title: string, as: Actor, by: Refusal) {
  return attack(
    'S07',
    title,
    stage => {
      const request = (resource: string, kind: string) =>
        create(resource, kind, stage.namespace, {
          spec: {
            selector: { matchLabels: labels },
            template: { metadata: { labels }, spec: harmlessPod(stage) },
          },
        });
      return [
        {
          route: 'create',
          attack: request('apps/v1/daemonsets', 'DaemonSet'),
          twin: request('apps/v1/deployments', 'Deployment'),
        },
      ];
    },
    { as, by },
  );
}

/**
 * No DaemonSets.
 *
 * Contributes: ResourceQuota entry count/daemonsets.apps 0. No role has the right to create one either (`grants.ts`); the
 * quota also holds for a right that comes from elsewhere.
 */
export const daemonsets = defineControl({
  id: 'daemonsets',
  title: 'Nothing runs on every node',
  component: 'nodes',
  why: 'A DaemonSet puts a pod on every node at once, new ones included, and tolerates nodes in trouble. That is the work of the platform.',
  references: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations',
  ],
  stops: [{ id: 'S07', attempt: 'run a pod on every node' }],
  environment: context => [quota(context, { 'count/daemonsets.apps': '0' })],
  attacks: [
    daemonSetAttack('a DaemonSet of a developer', 'developer', 'rbac'),
    daemonSetAttack('a DaemonSet of an admin', 'admin', 'rbac'),
    daemonSetAttack('a DaemonSet in Git', 'deployer', 'rbac'),
    daemonSetAttack(
      'a DaemonSet with rights from elsewhere',
      'insider',
      'quota',
    ),
  ],
});
