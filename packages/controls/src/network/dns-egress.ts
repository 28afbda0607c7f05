import { unproved } from '../attacks';
import { networkPolicy } from '../builders';
import { defineControl } from '../control';
import { itemsAt } from '../itemsAt';
import type { Json, JsonMap, PartialObject } from '../objects';
import { nodeLocalRanges } from './ranges';
import { storedOnly } from './storedOnly';

const name = 'dns-egress';

const dnsPorts = [
  { protocol: 'UDP', port: 53 },
  { protocol: 'TCP', port: 53 },
];

function rulesOf(objects: readonly PartialObject[]): JsonMap[] {
  return objects
    .filter(
      ({ kind, metadata }) =>
        kind === 'NetworkPolicy' && metadata.name === name,
    )
    .flatMap(policy => itemsAt(policy, 'spec.egress'));
}

/**
 * Names are resolved by the cluster's DNS and nowhere else.
 *
 * Contributes: NetworkPolicy dns-egress: port 53 to the cluster's DNS pods, and to the node-local cache where the
 * cluster has one. Facts: cluster.spec.dns.
 */
export const dnsEgress = defineControl({
  id: 'dns-egress',
  title: "DNS by the cluster's resolver only",
  component: 'network',
  why: 'Every pod needs DNS, and an open port 53 is the classic way out of a closed network. So the port is open to the resolver, not to the world.',
  references: [
    'https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/',
  ],
  stops: [
    { id: 'D03', attempt: 'tunnel data to a resolver of its own' },
    { id: 'W03', attempt: 'reach the nodes on the way' },
  ],
  attacks: [
    {
      proof: 'shape',
      row: 'D03',
      title: 'a resolver elsewhere',
      violations: objects =>
        rulesOf(objects).flatMap(rule =>
          itemsAt(rule, 'to')
            .filter(
              ({ namespaceSelector, podSelector, ipBlock }) =>
                !(namespaceSelector && podSelector) &&
                !/\/(32|128)$/.test(
                  String(itemsAt({ ipBlock }, 'ipBlock')[0]?.cidr),
                ),
            )
            .map(peer => `DNS is open to ${JSON.stringify(peer)}`),
        ),
    },
    {
      proof: 'shape',
      row: 'W03',
      title: 'another port of the node that caches DNS',
      violations: objects =>
        rulesOf(objects)
          .filter(
            ({ ports }) => JSON.stringify(ports) !== JSON.stringify(dnsPorts),
          )
          .map(rule => `the rule for DNS opens ${JSON.stringify(rule.ports)}`),
    },
    ...['D03', 'W03'].map(row =>
      unproved(
        row,
        row === 'D03' ? 'a query to a foreign resolver' : 'a port of the node',
        'data plane',
        storedOnly,
      ),
    ),
  ],
  assumed: [{ part: `NetworkPolicy ${name}`, why: storedOnly }],
  environment: context => {
    const { namespace, podLabels } = context.cluster.spec.dns;
    const resolver: Json = {
      namespaceSelector: {
        matchLabels: { 'kubernetes.io/metadata.name': namespace },
      },
      podSelector: { matchLabels: podLabels },
    };
    const nodeLocal = nodeLocalRanges(context).map(cidr => ({
      ipBlock: { cidr },
    }));
    return [
      networkPolicy(context, name, {
        policyTypes: ['Egress'],
        egress: [{ to: [resolver, ...nodeLocal], ports: dnsPorts }],
      }),
    ];
  },
  summary: () => 'DNS',
});
