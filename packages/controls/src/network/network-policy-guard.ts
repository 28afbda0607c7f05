import { create, objectAttack, withheld } from '../attacks';
import type { Stage } from '../attacks';
import { defineControl } from '../control';
import type { EnvironmentContext } from '../control';
import type { JsonMap } from '../objects';

const nameLabel = 'kubernetes.io/metadata.name';
const cilium = 'cilium.io';
const policyApi = 'policy.networking.k8s.io';

const hasCilium = ({ cluster }: EnvironmentContext) =>
  cluster.spec.network.plugin === 'cilium';
const hasClusterNetworkPolicy = ({ cluster }: EnvironmentContext) =>
  cluster.spec.network.clusterNetworkPolicy;

/** Both directions at once: what opens one opens the other. */
function policyAttack(
  title: string,
  peers: (stage: Stage) => readonly JsonMap[] | undefined,
) {
  const ownPeers = ({ namespace }: Stage): JsonMap[] => [
    { podSelector: { matchLabels: { app: 'web' } } },
    { namespaceSelector: { matchLabels: { [nameLabel]: namespace } } },
  ];
  return [
    { type: 'Ingress', rules: 'ingress', list: 'from' },
    { type: 'Egress', rules: 'egress', list: 'to' },
  ].map(({ type, rules, list }) => {
    const specOf = (chosen: readonly JsonMap[] | undefined) => ({
      spec: {
        podSelector: {},
        policyTypes: [type],
        [rules]: [{ [list]: chosen, ports: [{ port: 443 }] }],
      },
    });
    return objectAttack('W04', `${rules}: ${title}`, {
      resource: 'networking.k8s.io/v1/networkpolicies',
      kind: 'NetworkPolicy',
      as: 'admin',
      attack: stage => specOf(peers(stage)),
      twin: stage => specOf(ownPeers(stage)),
    });
  });
}

const peersOf = (rules: string, list: string) =>
  `variables.spec.?${rules}.orValue([]).map(rule, rule.?${list}.orValue([]))`;

/**
 * A tenant's network policies stay inside its namespace.
 *
 * Fields: NetworkPolicy spec.ingress[].from and spec.egress[].to.
 * Allowed: no rule at all, or a list of peers that isn't empty (an empty one is everybody), each by podSelector, with a
 * namespaceSelector only if that asks for this namespace's name; no ipBlock. What lies outside is opened by the
 * tenant's request, where it is reviewed.
 * Withheld: policies of network plug-ins and of whole clusters, some of which override ours.
 */
export const networkPolicyGuard = defineControl({
  id: 'network-policy-guard',
  title: 'Its own network policies open nothing',
  component: 'network',
  why: 'Network policies add up: one that allows everything undoes a default deny. Charts bring their own, so they may be written, as long as they speak of the namespace alone.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/#isolated-and-non-isolated-pods',
  ],
  stops: [
    {
      id: 'W04',
      attempt: 'open the namespace, or the way out, by a policy of its own',
    },
    { id: 'W06', attempt: "the same by a network plug-in's own policies" },
  ],
  withholds: [
    {
      role: 'admin',
      apiGroups: [cilium],
      resources: ['ciliumnetworkpolicies'],
      verbs: ['create'],
    },
    {
      role: 'admin',
      apiGroups: [cilium],
      resources: ['ciliumclusterwidenetworkpolicies'],
      verbs: ['create'],
      clusterWide: true,
    },
    {
      role: 'admin',
      apiGroups: [policyApi],
      resources: ['clusternetworkpolicies'],
      verbs: ['create'],
      clusterWide: true,
    },
  ],
  rules: [
    {
      on: 'network-policies',
      require: [
        `variables.isPlatform || (${peersOf('ingress', 'from')} + ${peersOf(
          'egress',
          'to',
        )}).all(peers, size(peers) > 0 && peers.all(peer,`,
        '!peer.?ipBlock.hasValue()',
        '&& (!peer.?namespaceSelector.hasValue()',
        `|| peer.namespaceSelector.?matchLabels[?'${nameLabel}'].orValue('') == request.namespace)))`,
      ].join(' '),
      message: `each rule must list peers, none of them an ipBlock, and a namespaceSelector must have ${nameLabel} with this namespace's name; ask for other destinations in the tenant's request`,
    },
  ],
  attacks: [
    ...policyAttack('everybody', () => undefined),
    ...policyAttack('everybody, by an empty list', () => []),
    ...policyAttack('every namespace', () => [{ namespaceSelector: {} }]),
    ...policyAttack('every address', () => [
      { ipBlock: { cidr: '0.0.0.0/0' } },
    ]),
    ...policyAttack('a neighbour by name', ({ neighbour }) => [
      {
        namespaceSelector: {
          matchLabels: { [nameLabel]: neighbour.namespace },
        },
      },
    ]),
    ...policyAttack('its own pods and a neighbour by label', () => [
      { podSelector: {} },
      {
        podSelector: {},
        namespaceSelector: {
          matchLabels: { 'tenantry.dev/environment': 'prod' },
        },
      },
    ]),
    ...policyAttack('every namespace, by an expression', () => [
      {
        namespaceSelector: {
          matchExpressions: [{ key: nameLabel, operator: 'Exists' }],
        },
      },
    ]),
    withheld(
      'W06',
      'a CiliumNetworkPolicy that allows everything',
      'admin',
      ({ namespace }) =>
        create(
          `${cilium}/v2/ciliumnetworkpolicies`,
          'CiliumNetworkPolicy',
          namespace,
          { spec: { endpointSelector: {}, egress: [{ toEntities: ['all'] }] } },
        ),
      { where: hasCilium },
    ),
    withheld(
      'W06',
      'a CiliumClusterwideNetworkPolicy',
      'admin',
      () =>
        create(
          `${cilium}/v2/ciliumclusterwidenetworkpolicies`,
          'CiliumClusterwideNetworkPolicy',
          undefined,
          { spec: { endpointSelector: {}, ingress: [{}] } },
        ),
      { where: hasCilium },
    ),
    withheld(
      'W06',
      'a ClusterNetworkPolicy that comes before all others',
      'admin',
      () =>
        create(
          `${policyApi}/v1alpha2/clusternetworkpolicies`,
          'ClusterNetworkPolicy',
          undefined,
          {
            spec: {
              tier: 'Admin',
              priority: 0,
              subject: { namespaces: {} },
              ingress: [{ action: 'Accept', from: [{ namespaces: {} }] }],
            },
          },
        ),
      { where: hasClusterNetworkPolicy },
    ),
  ],
});
