import { podAttack } from '../attacks';
import { defineControl } from '../control';
import { sharedName } from '../names';
import type { JsonMap } from '../objects';

const topologyKey = 'kubernetes.io/hostname';
const labelSelector = { matchLabels: { app: 'web' } };

/** Where a term can stand: what it is near to or away from, and how strictly. */
const places = [
  ['podAffinity', 'required'],
  ['podAffinity', 'preferred'],
  ['podAntiAffinity', 'required'],
  ['podAntiAffinity', 'preferred'],
] as const;

function withTerm([kind, how]: (typeof places)[number], foreign: JsonMap = {}) {
  const term = { topologyKey, labelSelector, ...foreign };
  return {
    spec: {
      affinity: {
        [kind]: {
          [`${how}DuringSchedulingIgnoredDuringExecution`]:
            how === 'required'
              ? [term]
              : [{ weight: 1, podAffinityTerm: term }],
        },
      },
    },
  };
}

/**
 * Affinity looks at the own namespace only.
 *
 * Fields: spec.affinity.podAffinity and podAntiAffinity, terms with namespaces or namespaceSelector.
 * Contributes: a ResourceQuota of its own with scope CrossNamespacePodAffinity and pods 0. The author of a Deployment sees
 * the refusal in the events of its ReplicaSet.
 */
export const crossNamespaceAffinity = defineControl({
  id: 'cross-namespace-affinity',
  title: 'No standing next to, or in the way of, neighbours',
  component: 'nodes',
  why: "Anti-affinity to everybody's pods keeps them off every node where one of ours runs. Affinity finds out where a neighbour runs, and goes there.",
  references: [
    'https://kubernetes.io/docs/concepts/policy/resource-quotas/#cross-namespace-pod-affinity-quota',
  ],
  stops: [
    {
      id: 'S06',
      attempt: "block nodes for, or get on nodes of, a neighbour's pods",
    },
  ],
  environment: ({ namespace }) => [
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: {
        name: `${sharedName}-cross-namespace-affinity`,
        namespace,
      },
      spec: { scopes: ['CrossNamespacePodAffinity'], hard: { pods: '0' } },
    },
  ],
  attacks: places.flatMap(place => [
    podAttack('S06', `${place.join(', ')}: to pods of every namespace`, {
      attack: withTerm(place, { namespaceSelector: {} }),
      twin: withTerm(place),
      by: 'quota',
      in: ['pod'],
    }),
    podAttack('S06', `${place.join(', ')}: to pods of a neighbour`, {
      attack: ({ neighbour }) =>
        withTerm(place, { namespaces: [neighbour.namespace] }),
      twin: withTerm(place),
      by: 'quota',
      in: ['pod'],
    }),
  ]),
});
