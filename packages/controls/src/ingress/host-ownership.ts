import { namespaceMetadata } from '../builders';
import { compareAllowed } from '../compare';
import { defineControl } from '../control';
import { annotations } from '../names';

const owned = (host: string) =>
  `variables.hosts.exists(own, ${host} == own || ${host}.endsWith('.' + own))`;

/**
 * A tenant routes its own host names.
 *
 * Fields: Ingress spec.rules[].host, spec.tls[].hosts, spec.defaultBackend; HTTPRoute, GRPCRoute and TLSRoute
 * spec.hostnames. Allowed: a host in the Namespace annotation tenantry.dev/hosts, or below one. A rule without a host,
 * a default backend and a route without host names would take everybody's traffic and are refused.
 */
export const hostOwnership = defineControl({
  id: 'host-ownership',
  title: 'Only its own host names',
  component: 'ingress',
  why: 'An ingress controller serves all tenants from one address. Whoever names a host first, or names none, gets the traffic, so names are owned before they are routed.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/ingress/',
  ],
  stops: [
    {
      id: 'I04',
      attempt: "route another tenant's host, a wildcard or every host",
    },
    { id: 'I08', attempt: 'claim a host name first' },
  ],
  attacks: [],
  unsatisfiable: ({ environment, cluster }) =>
    environment.hosts.length > 0 && !cluster.spec.ingress
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
        "object.kind == 'Ingress'",
        '? !variables.spec.?defaultBackend.hasValue()',
        `&& variables.spec.?rules.orValue([]).all(rule, rule.?host.orValue('') != '' && ${owned(
          'rule.host',
        )})`,
        `&& variables.spec.?tls.orValue([]).all(entry, entry.?hosts.orValue([]).all(host, ${owned(
          'host',
        )}))`,
        ': size(variables.spec.?hostnames.orValue([])) > 0',
        `&& variables.spec.hostnames.all(host, ${owned('host')})`,
      ].join(' '),
      message:
        'every route must name hosts, and each must be one of the hosts in tenantry.dev/hosts or below one',
    },
  ],
  summary: ({ environment }) =>
    environment.hosts.length > 0
      ? environment.hosts.join(', ')
      : 'no host names',
  compare: (before, after) =>
    compareAllowed(before.environment.hosts, after.environment.hosts),
});
