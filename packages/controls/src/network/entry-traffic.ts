import { unproved } from '../attacks';
import { networkPolicy } from '../builders';
import { defineControl } from '../control';
import type { EnvironmentContext } from '../control';
import { canUseGateway, canUseIngress } from '../ingress/entry';

/** The namespaces whose pods bring traffic from outside. */
function entries(context: EnvironmentContext): string[] {
  const { ingress, gateway } = context.cluster.spec;
  const namespaces = [
    ...(canUseIngress(context) && ingress ? [ingress.namespace] : []),
    ...(canUseGateway(context) && gateway ? [gateway.namespace] : []),
  ];
  return [...new Set(namespaces)].sort();
}

/**
 * Traffic from outside comes in by the entry that the platform runs, where the environment has host names.
 *
 * Contributes: NetworkPolicy entry-traffic: from the namespaces of the ingress controller and of the gateway's proxies that
 * the environment may use. Dimension: ingress. Facts: cluster.spec.ingress.namespace, cluster.spec.gateway.namespace.
 */
export const entryTraffic = defineControl({
  id: 'entry-traffic',
  title: 'From outside by the front door only',
  component: 'network',
  why: 'A closed namespace is closed to the ingress controller too. It is opened for the one that the platform runs, so that nobody opens it for everybody.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-namespace-by-its-name',
  ],
  stops: [{ id: 'W05', attempt: 'be reached past the ingress controller' }],
  attacks: [
    unproved(
      'W05',
      "reach the pods by way of another namespace's proxy",
      'data plane',
      'The API server stores a NetworkPolicy and enforces none.',
    ),
    {
      proof: 'shape',
      row: 'W05',
      title: 'an entry that is open to more than its namespaces',
      violations: objects =>
        objects
          .filter(
            ({ kind, metadata }) =>
              kind === 'NetworkPolicy' && metadata.name === 'entry-traffic',
          )
          .filter(
            ({ spec }) =>
              !JSON.stringify(spec).includes('kubernetes.io/metadata.name'),
          )
          .map(
            ({ metadata }) => `${metadata.namespace}: no namespace is named`,
          ),
    },
  ],
  assumed: [
    {
      part: 'NetworkPolicy entry-traffic',
      why: 'It opens, and only a data plane would miss it.',
    },
  ],
  appliesTo: context => entries(context).length > 0,
  environment: context => [
    networkPolicy(context, 'entry-traffic', {
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: entries(context).map(namespace => ({
            namespaceSelector: {
              matchLabels: { 'kubernetes.io/metadata.name': namespace },
            },
          })),
        },
      ],
    }),
  ],
  summary: context => `from ${entries(context).join(', ')}`,
  leavesOpen: [
    "A gateway that runs on the nodes' own network, as Cilium's does, is no pod: what it may reach is decided by the network plugin.",
  ],
});
