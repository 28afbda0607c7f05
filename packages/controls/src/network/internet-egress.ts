import { networkPolicy } from '../builders';
import { compareRank } from '../compare';
import { defineControl } from '../control';
import { internet } from './ranges';

/**
 * The internet, without the addresses that only look like it.
 *
 * Contributes: NetworkPolicy internet-egress: 0.0.0.0/0 and ::/0 except private and shared ranges, link-local with the
 * metadata services, and the cluster's pods, services, nodes and control plane.
 * Dimension: egress internet. Facts: cluster.spec.network, platform.spec.deniedEgressCIDRs.
 */
export const internetEgress = defineControl({
  id: 'internet-egress',
  title: 'The internet, but not the inside',
  component: 'network',
  why: 'The metadata service of a cloud hands out credentials, and kubelets and etcd listen on node addresses. A plain 0.0.0.0/0 includes all of them.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors',
  ],
  stops: [
    { id: 'W02', attempt: "ask the cloud's metadata service for credentials" },
    { id: 'W03', attempt: 'reach kubelets, etcd or node ports' },
  ],
  attacks: [],
  appliesTo: ({ profile }) => profile.egress === 'internet',
  environment: context => [
    networkPolicy(context, 'internet-egress', {
      policyTypes: ['Egress'],
      egress: [{ to: internet(context).map(ipBlock => ({ ipBlock })) }],
    }),
  ],
  summary: () => 'internet without private ranges',
  compare: (before, after) =>
    compareRank(
      ['internet', 'allow-list'],
      before.profile.egress,
      after.profile.egress,
    ),
});
