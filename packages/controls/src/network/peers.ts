import { unproved } from '../attacks';
import { networkPolicy } from '../builders';
import { compareAllowed } from '../compare';
import { defineControl } from '../control';
import type { EnvironmentContext } from '../control';
import { itemsAt } from '../itemsAt';
import { labels } from '../names';
import { portRules } from './portRules';
import { storedOnly } from './storedOnly';

const name = 'peers';

function words({ environment }: EnvironmentContext): string[] {
  return environment.peers.flatMap(peer =>
    peer.ports.map(
      port =>
        `${peer.tenant}/${peer.environment}:${port} both ways, once each names the other`,
    ),
  );
}

/**
 * Traffic with another tenant, once both have asked for it.
 *
 * Contributes: NetworkPolicy peers: from and to the peer's namespace on the named ports, where the environment names a
 * peer. The namespace is found by its labels tenant and environment, for its name may be an adopted one. The peer's own default deny stays in force until the peer names this tenant too, so consent is mutual without
 * either pull request touching the other's files.
 */
export const peers = defineControl({
  id: 'peers',
  title: 'Neighbours by mutual consent',
  component: 'network',
  why: 'Teams do need each other, and a written agreement on two ports beats a cluster-wide exception. Each side opens only its own half.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  ],
  stops: [{ id: 'W01', attempt: 'connect to a tenant that did not agree' }],
  attacks: [
    {
      proof: 'shape',
      row: 'W01',
      title: 'a peer on every port, or without a name',
      violations: objects =>
        objects
          .filter(
            ({ kind, metadata }) =>
              kind === 'NetworkPolicy' && metadata.name === name,
          )
          .flatMap(policy =>
            [
              ...itemsAt(policy, 'spec.ingress').map(({ from, ...rule }) => ({
                ...rule,
                peers: from,
              })),
              ...itemsAt(policy, 'spec.egress').map(({ to, ...rule }) => ({
                ...rule,
                peers: to,
              })),
            ]
              .filter(
                rule =>
                  itemsAt(rule, 'ports').length === 0 ||
                  itemsAt(rule, 'peers.namespaceSelector.matchLabels')
                    .length === 0,
              )
              .map(
                rule => `${policy.metadata.namespace}: ${JSON.stringify(rule)}`,
              ),
          ),
    },
    unproved(
      'W01',
      'a connection that only one side has asked for',
      'data plane',
      storedOnly,
    ),
  ],
  assumed: [{ part: `NetworkPolicy ${name}`, why: storedOnly }],
  appliesTo: ({ environment }) => environment.peers.length > 0,
  environment: context => {
    const rules = context.environment.peers.map(
      ({ tenant, environment, ports }) => ({
        peer: {
          namespaceSelector: {
            matchLabels: {
              [labels.tenant]: tenant,
              [labels.environment]: environment,
            },
          },
        },
        ports: portRules(ports),
      }),
    );
    return [
      networkPolicy(context, name, {
        policyTypes: ['Ingress', 'Egress'],
        ingress: rules.map(({ peer, ports }) => ({ from: [peer], ports })),
        egress: rules.map(({ peer, ports }) => ({ to: [peer], ports })),
      }),
    ];
  },
  affects: ({ tenant, environment }, tenants) =>
    environment.peers
      .filter(peer =>
        tenants
          .find(({ metadata }) => metadata.name === peer.tenant)
          ?.spec.environments.find(other => other.name === peer.environment)
          ?.peers.some(
            back =>
              back.tenant === tenant.metadata.name &&
              back.environment === environment.name,
          ),
      )
      .map(peer => `${peer.tenant}/${peer.environment}`),
  summary: context => words(context).join(', '),
  compare: (before, after) => compareAllowed(words(before), words(after)),
});
