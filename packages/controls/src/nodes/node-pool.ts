import { podAttack } from '../attacks';
import type { Stage } from '../attacks';
import { namespaceMetadata } from '../builders';
import { compareRank } from '../compare';
import { defineControl } from '../control';
import { labels, nodePoolKey } from '../names';
import type { JsonMap } from '../objects';

const nodeAffinity = 'variables.spec.?affinity.?nodeAffinity';
const terms = [
  `${nodeAffinity}.?requiredDuringSchedulingIgnoredDuringExecution.?nodeSelectorTerms.orValue([])`,
  `${nodeAffinity}.?preferredDuringSchedulingIgnoredDuringExecution.orValue([]).map(preferred, preferred.preference)`,
].join(' + ');

const tolerations = 'variables.spec.?tolerations.orValue([])';
const path = `/spec/nodeSelector/${nodePoolKey.replace('/', '~1')}`;
const selector = `{'${nodePoolKey}': variables.nodePool}`;
const toleration = `{'key': '${nodePoolKey}', 'operator': 'Equal', 'value': string(variables.nodePool)}`;

/**
 * A tenant with nodes of its own runs there and nowhere else, and nobody else does.
 *
 * Fields: spec.nodeSelector, spec.tolerations and spec.affinity.nodeAffinity, by the key
 * node-restriction.kubernetes.io/tenantry-pool. (The annotations scheduler.alpha.kubernetes.io/* of a Namespace, which
 * say the same to two plug-ins of the API server, are kept by identity-guard.)
 * A pod that says nothing gets the selector and the toleration of its namespace's pool. Selectors and tolerations that
 * name another pool, or any pool (operator Exists), are refused; affinity has no need to name one.
 * Contributes: Namespace label tenantry.dev/node-pool. Dimension: nodes. Facts: cluster.spec.nodePools. The nodes
 * themselves, labelled and tainted with the tenant's name, are the platform's.
 */
export const nodePool = defineControl({
  id: 'node-pool',
  title: 'Own nodes for its own pods only',
  component: 'nodes',
  why: 'Pods of one node share its kernel, its caches and its disk. Own nodes protect only when neither its own pods leave them nor foreign ones come.',
  references: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-isolation-restriction',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/',
    'https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#podnodeselector',
  ],
  stops: [
    {
      id: 'S02',
      attempt: "run on another tenant's nodes, or leave the own ones",
    },
  ],
  unsatisfiable: ({ profile, cluster, tenant }) =>
    profile.nodes === 'shared' ||
    cluster.spec.nodePools.includes(tenant.metadata.name)
      ? []
      : [
          {
            path: ['profile'],
            reason: `profile ${profile.name} needs nodes of its own, and cluster ${cluster.metadata.name} has none for ${tenant.metadata.name}`,
          },
        ],
  environment: context =>
    context.profile.nodes === 'own'
      ? [
          namespaceMetadata(context, {
            labels: { [labels.nodePool]: context.tenant.metadata.name },
          }),
        ]
      : [],
  mutations: [
    {
      on: 'workloads',
      patch: [
        "variables.nodePool == '' ? [] :",
        `(!has(object.spec.nodeSelector) ? [JSONPatch{op: 'add', path: '/spec/nodeSelector', value: ${selector}}] :`,
        `'${nodePoolKey}' in object.spec.nodeSelector ? [] :`,
        `[JSONPatch{op: 'add', path: '${path}', value: variables.nodePool}]) +`,
        `(!has(object.spec.tolerations) ? [JSONPatch{op: 'add', path: '/spec/tolerations', value: [${toleration}]}] :`,
        `object.spec.tolerations.exists(toleration, toleration.?key.orValue('') == '${nodePoolKey}') ? [] :`,
        `[JSONPatch{op: 'add', path: '/spec/tolerations/-', value: ${toleration}}])`,
      ].join(' '),
    },
  ],
  rules: [
    {
      on: 'workloads',
      // A template may leave it to the mutation of its pods.
      require: `variables.spec.?nodeSelector[?'${nodePoolKey}'].orValue(variables.isComplete ? '' : variables.nodePool) == variables.nodePool`,
      message: `nodeSelector ${nodePoolKey} must be the pool in the namespace label ${labels.nodePool}, and absent where there is none`,
    },
    {
      on: 'workloads',
      require: [
        `${tolerations}.all(toleration, toleration.?key.orValue('') != '${nodePoolKey}' ||`,
        "toleration.?operator.orValue('Equal') == 'Equal' && toleration.?value.orValue('') == variables.nodePool)",
      ].join(' '),
      message: `a toleration of ${nodePoolKey} must name the pool in the namespace label ${labels.nodePool}`,
    },
    {
      on: 'workloads',
      require: `(${terms}).all(term, term.?matchExpressions.orValue([]).all(expression, expression.key != '${nodePoolKey}'))`,
      message: `node affinity must not name ${nodePoolKey}; pods go to their own pool without it`,
    },
  ],
  attacks: [
    {
      proof: 'claim',
      row: 'S02',
      title: 'own nodes that nobody has set aside',
      attack: { profile: 'dedicated' },
      twin: { profile: 'hardened' },
      says: 'needs nodes of its own',
    },
    podAttack('S02', "a selector of another tenant's nodes", {
      attack: stage => ({
        spec: { nodeSelector: selects(stage.neighbour.tenant) },
      }),
      twin: ownPool,
    }),
    podAttack('S02', 'a selector that leads off the own nodes', {
      attack: { spec: { nodeSelector: selects('') } },
      where: ({ profile }) => profile.nodes === 'own',
    }),
    podAttack('S02', "a toleration of another tenant's nodes", {
      attack: stage => ({
        spec: { tolerations: [tolerates({ value: stage.neighbour.tenant })] },
      }),
      twin: ownPool,
    }),
    podAttack('S02', "a toleration of every tenant's nodes", {
      attack: { spec: { tolerations: [tolerates({ operator: 'Exists' })] } },
      twin: ownPool,
    }),
    podAttack('S02', "affinity to another tenant's nodes", {
      attack: stage => ({
        spec: requiredAffinity(nodePoolKey, stage.neighbour.tenant),
      }),
      twin: { spec: requiredAffinity('kubernetes.io/arch', 'amd64') },
    }),
    podAttack('S02', "a preference for another tenant's nodes", {
      attack: stage => ({
        spec: preferredAffinity(nodePoolKey, stage.neighbour.tenant),
      }),
      twin: { spec: preferredAffinity('kubernetes.io/arch', 'amd64') },
    }),
  ],
  summary: ({ profile }) =>
    profile.nodes === 'own' ? 'nodes of its own' : "everybody's nodes",
  compare: (before, after) =>
    compareRank(['shared', 'own'], before.profile.nodes, after.profile.nodes),
});

function selects(pool: string): JsonMap {
  return { [nodePoolKey]: pool };
}

function tolerates(how: JsonMap): JsonMap {
  return { key: nodePoolKey, ...how };
}

/** A pod that names its own pool, where it has one. */
function ownPool({ profile, tenant }: Stage) {
  const pool = tenant.metadata.name;
  return profile.nodes === 'own'
    ? {
        spec: {
          nodeSelector: selects(pool),
          tolerations: [tolerates({ value: pool })],
        },
      }
    : {};
}

function requiredAffinity(key: string, value: string): JsonMap {
  const matchExpressions = [{ key, operator: 'In', values: [value] }];
  return {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions }],
        },
      },
    },
  };
}

function preferredAffinity(key: string, value: string): JsonMap {
  const matchExpressions = [{ key, operator: 'In', values: [value] }];
  return {
    affinity: {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, preference: { matchExpressions } },
        ],
      },
    },
  };
}
