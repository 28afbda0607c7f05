import { networkPolicy } from '../builders';
import { defineControl } from '../control';
import type { Json } from '../objects';

const dnsPorts = [
  { protocol: 'UDP', port: 53 },
  { protocol: 'TCP', port: 53 },
];

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
  attacks: [],
  environment: context => {
    const { namespace, podLabels, nodeLocalAddresses } =
      context.cluster.spec.dns;
    const resolver: Json = {
      namespaceSelector: {
        matchLabels: { 'kubernetes.io/metadata.name': namespace },
      },
      podSelector: { matchLabels: podLabels },
    };
    const nodeLocal = nodeLocalAddresses.map(address => ({
      ipBlock: {
        cidr: address.includes(':') ? `${address}/128` : `${address}/32`,
      },
    }));
    return [
      networkPolicy(context, 'dns-egress', {
        policyTypes: ['Egress'],
        egress: [{ to: [resolver, ...nodeLocal], ports: dnsPorts }],
      }),
    ];
  },
  summary: () => 'DNS',
});
