import { networkPolicy } from '../builders';
import { defineControl } from '../control';

/**
 * Nothing in, nothing out, unless another policy allows it.
 *
 * Contributes: NetworkPolicy default-deny, every pod, both directions, no rule.
 */
export const defaultDeny = defineControl({
  id: 'default-deny',
  title: 'Closed in both directions',
  component: 'network',
  why: 'A cluster network is flat: any pod reaches any other. Network policies only ever add permissions, so isolation begins with one that selects every pod and allows nothing.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies',
  ],
  stops: [
    {
      id: 'W01',
      attempt: "connect to another tenant's pod, or be connected to",
    },
  ],
  attacks: [],
  environment: context => [
    networkPolicy(context, 'default-deny', {
      policyTypes: ['Ingress', 'Egress'],
    }),
  ],
  summary: () => 'closed',
});
