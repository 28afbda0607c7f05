import { unproved } from '../attacks';
import { networkPolicy } from '../builders';
import { defineControl } from '../control';
import { itemsAt } from '../itemsAt';
import { labels } from '../names';
import type { PartialObject } from '../objects';
import { storedOnly } from './storedOnly';

const name = 'default-deny';

/** Whether an object is the policy that closes a namespace. */
function closes(namespace: string) {
  return (object: PartialObject): boolean => {
    const [spec] = itemsAt(object, 'spec');
    return (
      object.kind === 'NetworkPolicy' &&
      object.metadata.namespace === namespace &&
      JSON.stringify(spec.podSelector) === '{}' &&
      JSON.stringify(spec.policyTypes) === '["Ingress","Egress"]' &&
      JSON.stringify([spec.ingress, spec.egress]) === '[[],[]]'
    );
  };
}

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
  attacks: [
    {
      proof: 'shape',
      row: 'W01',
      title: 'a namespace that is not closed by default',
      violations: objects =>
        objects
          .filter(
            ({ kind, metadata }) =>
              kind === 'Namespace' && metadata.labels?.[labels.tenant],
          )
          .filter(({ metadata }) => !objects.some(closes(metadata.name)))
          .map(({ metadata }) => `${metadata.name} has no default deny`),
    },
    unproved(
      'W01',
      "a connection to another tenant's pod",
      'data plane',
      storedOnly,
    ),
  ],
  assumed: [{ part: `NetworkPolicy ${name}`, why: storedOnly }],
  environment: context => [
    networkPolicy(context, name, {
      policyTypes: ['Ingress', 'Egress'],
      // Written out, so that they are declared: what somebody adds by hand is taken away again.
      ingress: [],
      egress: [],
    }),
  ],
  summary: () => 'closed',
});
