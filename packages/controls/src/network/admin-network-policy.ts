import { unionCovers } from '@tenantry/model';
import { unproved, withheld } from '../attacks';
import { enforcedNamespaces } from '../builders';
import { defineControl } from '../control';
import type { ClusterContext } from '../control';
import { itemsAt } from '../itemsAt';
import { labels } from '../names';
import type { Json, JsonMap, PartialObject } from '../objects';
import { metadataServices, nodeLocalRanges, outOfReach } from './ranges';

const apiVersion = 'policy.networking.k8s.io/v1alpha2';
const kind = 'ClusterNetworkPolicy';
const adminTier = 'tenantry-admin';
const baselineTier = 'tenantry-baseline';

/** In the middle: the platform can put policies of its own before and behind ours. */
const priority = 500;

/** Ranges that one peer may list. */
const mostNetworks = 25;

const dnsPorts = ['udp', 'tcp'].map(protocol => ({
  [protocol]: { destinationPort: { number: 53 } },
}));

function policy(
  name: string,
  tier: 'Admin' | 'Baseline',
  rules: JsonMap,
): PartialObject {
  return {
    apiVersion,
    kind,
    metadata: { name },
    spec: {
      tier,
      priority,
      subject: { namespaces: enforcedNamespaces },
      ...rules,
    },
  };
}

function networks(cidrs: readonly string[]): JsonMap[] {
  return Array.from(
    { length: Math.ceil(cidrs.length / mostNetworks) },
    (_, index) => ({
      networks: cidrs.slice(index * mostNetworks, (index + 1) * mostNetworks),
    }),
  );
}

function adminEgress(context: ClusterContext): Json[] {
  const { namespace, podLabels } = context.cluster.spec.dns;
  const resolver = {
    pods: {
      namespaceSelector: {
        matchLabels: { 'kubernetes.io/metadata.name': namespace },
      },
      podSelector: { matchLabels: podLabels },
    },
  };
  return [
    {
      name: 'names are resolved as the network policies say',
      action: 'Pass',
      to: [resolver, ...networks(nodeLocalRanges(context))],
      protocols: dnsPorts,
    },
    {
      name: 'metadata, nodes and control plane',
      action: 'Deny',
      to: networks(outOfReach(context)),
    },
    {
      name: "the platform's own pods",
      action: 'Deny',
      to: [
        {
          namespaces: {
            matchExpressions: [
              { key: labels.tenant, operator: 'DoesNotExist' },
            ],
          },
        },
      ],
    },
  ];
}

const everywhere = [
  { namespaces: {} },
  { networks: ['0.0.0.0/0', '::/0'] },
] as const;

/**
 * Above and below the tenants' network policies: what none of them can open, and what is closed without any.
 *
 * Contributes, once per cluster: ClusterNetworkPolicy tenantry-admin, which for pods of tenants denies egress to what no
 * tenant may reach and to the pods of namespaces without a tenant, DNS excepted; and tenantry-baseline, which denies
 * everything to and from pods that no NetworkPolicy selects. Between tenants the NetworkPolicies decide, as some tenants
 * agree to talk. Facts: cluster.spec.network, cluster.spec.dns, platform.spec.deniedEgressCIDRs.
 */
export const adminNetworkPolicy = defineControl({
  id: 'admin-network-policy',
  title: 'A floor and a ceiling for network policies',
  component: 'network',
  why: 'A NetworkPolicy can be added or lost, and the whole defence with it. What an administrator denies for the cluster, no policy in a namespace can allow.',
  references: [
    'https://network-policy-api.sigs.k8s.io/api-overview/',
    'https://network-policy-api.sigs.k8s.io/reference/spec/',
  ],
  stops: [
    {
      id: 'W01',
      attempt: 'reach pods of a namespace whose network policies got lost',
    },
    { id: 'W02', attempt: 'reach the metadata service by any policy at all' },
    { id: 'W04', attempt: 'add a policy that opens nodes or the platform' },
  ],
  unavailable: ({ cluster }) =>
    cluster.spec.network.clusterNetworkPolicy
      ? undefined
      : 'its network plugin has no ClusterNetworkPolicy; the network policies of each namespace stand alone',
  sparesObserved: true,
  cluster: context =>
    context.cluster.spec.network.clusterNetworkPolicy
      ? [
          policy(adminTier, 'Admin', { egress: adminEgress(context) }),
          policy(baselineTier, 'Baseline', {
            ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }],
            egress: [{ action: 'Deny', to: everywhere }],
          }),
        ]
      : [],
  attacks: [
    withheld('W04', 'to take the policies away', 'admin', () =>
      [adminTier, baselineTier].map(name => ({
        verb: 'delete',
        resource: `${apiVersion}/clusternetworkpolicies`,
        name,
      })),
    ),
    {
      proof: 'shape',
      row: 'W02',
      title: 'a metadata service that the Admin tier forgets',
      violations: objects =>
        objects
          .filter(object => object.kind === kind)
          .filter(({ spec }) => itemsAt({ spec }, 'spec')[0]?.tier === 'Admin')
          .flatMap(object => {
            const denied = itemsAt(object, 'spec.egress')
              .filter(({ action }) => action === 'Deny')
              .flatMap(rule => itemsAt(rule, 'to'))
              .flatMap(peer => (peer.networks ?? []) as string[]);
            return metadataServices
              .filter(address => !unionCovers(denied, address))
              .map(address => `${object.metadata.name} leaves ${address} open`);
          }),
    },
    ...[
      ['W01', 'a connection to a namespace without network policies'],
      ['W02', 'a request to the metadata service'],
    ].map(([row, title]) =>
      unproved(
        row,
        title,
        'data plane',
        'An API server stores the policies; a network plug-in enforces them.',
      ),
    ),
  ],
  summary: () => 'denied above, closed below',
});
