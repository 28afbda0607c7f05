import { unproved } from '../attacks';
import { networkPolicy } from '../builders';
import { defineControl } from '../control';
import { itemsAt } from '../itemsAt';
import { labels } from '../names';
import { storedOnly } from './storedOnly';

const ownPods = [{ podSelector: {} }];

/**
 * Pods of one environment reach each other.
 *
 * Contributes: NetworkPolicy tenant-traffic: from and to pods of the same namespace. Environments of one tenant stay
 * apart from each other: development must not reach production.
 */
export const tenantTraffic = defineControl({
  id: 'tenant-traffic',
  title: 'Open inside the environment',
  component: 'network',
  why: "An application's own parts must talk to each other. The rule selects pods of the same namespace, which no label of a foreign pod can imitate.",
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  ],
  stops: [{ id: 'W01', attempt: 'imitate a label to be let in' }],
  environment: context => [
    networkPolicy(context, 'tenant-traffic', {
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: ownPods }],
      egress: [{ to: ownPods }],
    }),
  ],
  attacks: [
    {
      proof: 'shape',
      row: 'W01',
      title: 'pods of other namespaces, let in by a label',
      violations: objects =>
        objects
          .filter(({ kind }) => kind === 'NetworkPolicy')
          .filter(policy =>
            itemsAt(policy, 'spec.ingress.from.namespaceSelector').some(
              selector =>
                !itemsAt(selector, 'matchLabels').some(
                  matched =>
                    'kubernetes.io/metadata.name' in matched ||
                    // Which only the platform writes on a Namespace.
                    (labels.tenant in matched && labels.environment in matched),
                ),
            ),
          )
          .map(
            ({ metadata }) =>
              `${metadata.namespace}/${metadata.name} lets in namespaces by a label that isn't their name or their tenant`,
          ),
    },
    unproved(
      'W01',
      'a pod elsewhere that wears the labels of one of these',
      'data plane',
      storedOnly,
    ),
  ],
  assumed: [{ part: 'NetworkPolicy tenant-traffic', why: storedOnly }],
  summary: () => 'own pods',
});
