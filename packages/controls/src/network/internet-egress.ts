import { unproved } from '../attacks';
import { networkPolicy } from '../builders';
import { compareRank } from '../compare';
import { defineControl } from '../control';
import { egressTo } from './egressTo';
import { internet, metadataServices, notInternet } from './ranges';
import { storedOnly } from './storedOnly';

const name = 'internet-egress';

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
  attacks: [
    {
      proof: 'shape',
      row: 'W02',
      title: 'a way to a metadata service, by address',
      violations: objects => egressTo(objects, metadataServices),
    },
    {
      proof: 'shape',
      row: 'W03',
      title: 'a way to private addresses, as part of the internet',
      violations: objects =>
        egressTo(
          objects.filter(({ metadata }) => metadata.name === name),
          notInternet,
        ),
    },
    unproved(
      'W02',
      'a request to the metadata service',
      'data plane',
      storedOnly,
    ),
    unproved(
      'W03',
      'a connection to a kubelet, etcd or a node port',
      'data plane',
      storedOnly,
    ),
  ],
  assumed: [{ part: `NetworkPolicy ${name}`, why: storedOnly }],
  appliesTo: ({ profile }) => profile.egress === 'internet',
  environment: context => [
    networkPolicy(context, name, {
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
