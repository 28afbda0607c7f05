import { objectAttack } from '../attacks';
import { defineControl } from '../control';
import type { JsonMap } from '../objects';

const selector = { matchLabels: { app: 'web' } };

function budgetAttack(title: string, bad: JsonMap, good?: JsonMap) {
  return objectAttack('S08', title, {
    resource: 'policy/v1/poddisruptionbudgets',
    kind: 'PodDisruptionBudget',
    attack: { spec: { selector, ...bad } },
    twin: { spec: { selector, ...(good ?? { maxUnavailable: 1 }) } },
  });
}

/**
 * A disruption budget always lets somebody go.
 *
 * Fields: PodDisruptionBudget spec.maxUnavailable: at least 1, or more than 0 %. spec.minAvailable isn't accepted: whether
 * it blocks depends on the number of pods, which no rule sees, and any of it blocks the last one. A budget with neither
 * allows nothing at all. What stays possible: pods that never get ready, pods without a controller and two budgets for
 * one pod hold a node up as well; whoever drains can see which, and delete the budget.
 */
export const disruptionBudgets = defineControl({
  id: 'disruption-budgets',
  title: 'Nodes can be drained',
  component: 'nodes',
  why: 'Upgrades and repairs of nodes evict pods, and a budget that never allows it stops them for all tenants of the node.',
  references: [
    'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
    'https://kubernetes.io/docs/tasks/administer-cluster/safely-drain-node/',
  ],
  whenExcepted:
    'a disruption budget may keep every node that its pods run on from being drained',
  stops: [{ id: 'S08', attempt: 'keep a node from being drained' }],
  rules: [
    {
      on: 'disruption-budgets',
      require:
        "!string(variables.spec.?maxUnavailable.orValue(0)).matches('^0+%?$')",
      message:
        'write maxUnavailable, at least 1 or more than 0%, instead of minAvailable: a node must be able to lose its pods',
    },
  ],
  attacks: [
    budgetAttack('nobody may ever go', { maxUnavailable: 0 }),
    budgetAttack(
      'nobody may ever go, in per cent',
      { maxUnavailable: '0%' },
      { maxUnavailable: '10%' },
    ),
    budgetAttack(
      'nobody may ever go, written at length',
      { maxUnavailable: '000%' },
      { maxUnavailable: '100%' },
    ),
    budgetAttack('all must stay', { minAvailable: '100%' }),
    budgetAttack('more must stay than there are', { minAvailable: 1_000 }),
    budgetAttack('a budget of nothing', {}),
  ],
});
