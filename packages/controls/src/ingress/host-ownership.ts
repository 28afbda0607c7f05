import { namespaceMetadata } from '../builders';
import { compareAllowed } from '../compare';
import { defineControl } from '../control';
import { annotations } from '../names';
import { hostOwnershipAttacks } from './host-ownership.attacks';

const owned = (host: string) =>
  `variables.hosts.exists(own, ${host} == own || ${host}.endsWith('.' + own))`;

const every = (list: string, host: string) =>
  `${list}.all(item, item.?${host}.orValue('') != '' && ${owned(
    `item.${host}`,
  )})`;

const ingress = [
  '!variables.spec.?defaultBackend.hasValue()',
  every('variables.spec.?rules.orValue([])', 'host'),
  `variables.spec.?tls.orValue([]).all(entry, size(entry.?hosts.orValue([])) > 0 && entry.hosts.all(host, ${owned(
    'host',
  )}))`,
].join(' && ');
const listeners = every('variables.spec.listeners', 'hostname');
const route = `size(variables.spec.?hostnames.orValue([])) > 0 && variables.spec.hostnames.all(host, ${owned(
  'host',
)})`;

/**
 * A tenant routes its own host names.
 *
 * Fields: Ingress spec.rules[].host, spec.tls[].hosts, spec.defaultBackend; spec.hostnames of the Gateway API's routes;
 * spec.listeners[].hostname of Gateways and ListenerSets.
 * Allowed: a host in the Namespace annotation tenantry.dev/hosts, or below one. A rule, certificate, route or listener
 * without a host and a default backend would take everybody's traffic and are refused; so are TCPRoute and UDPRoute,
 * which have no host names.
 * Contributes: that annotation. Two tenants never hold one host: the request of the second is refused.
 */
export const hostOwnership = defineControl({
  id: 'host-ownership',
  title: 'Only its own host names',
  component: 'ingress',
  why: 'A controller serves all tenants from one address, and of two routes for a host the older one wins. So names are owned before they are routed.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/ingress/',
    'https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec',
  ],
  stops: [
    {
      id: 'I04',
      attempt: "route another tenant's host, a wildcard or every host",
    },
    { id: 'I08', attempt: 'claim a host name first' },
  ],
  attacks: hostOwnershipAttacks,
  unsatisfiable: ({ environment, cluster, profile }) =>
    profile.ingress === 'shared' &&
    environment.hosts.length > 0 &&
    !cluster.spec.ingress &&
    !cluster.spec.gateway?.shared
      ? [
          {
            path: ['hosts'],
            reason: `not available on this cluster: ${cluster.metadata.name} has no ingress for tenants, so nothing would answer under a host name`,
          },
        ]
      : [],
  environment: context => [
    namespaceMetadata(context, {
      annotations: {
        [annotations.hosts]: [...context.environment.hosts].sort().join(','),
      },
    }),
  ],
  rules: [
    {
      on: 'routes',
      require: [
        "object.kind == 'ReferenceGrant' ? true",
        `: object.kind == 'Ingress' ? ${ingress}`,
        `: object.kind in ['Gateway', 'ListenerSet'] ? ${listeners}`,
        `: ${route}`,
      ].join(' '),
      message:
        'every route and listener must name hosts, and each must be one of the hosts in tenantry.dev/hosts or below one',
    },
  ],
  summary: ({ environment }) =>
    environment.hosts.length > 0
      ? environment.hosts.join(', ')
      : 'no host names',
  compare: (before, after) =>
    compareAllowed(before.environment.hosts, after.environment.hosts),
});
