import { compareRank } from '../compare';
import { defineControl } from '../control';
import type { EnvironmentContext } from '../control';
import { sharedName } from '../names';
import type { JsonMap, PartialObject } from '../objects';
import { canUseGateway, gatewayEntryOf } from './entry';
import type { Entry } from './entry';
import { tenantGatewayAttacks } from './tenant-gateway.attacks';

const group = 'gateway.networking.k8s.io';
const apiVersion = `${group}/v1`;

/** Listeners of one object, as the Gateway API has it; a host takes two. */
const mostHosts = 32;

/** Port 80 and 443 of each host, for routes of the same namespace. The certificate is in the Secret named like the host. */
function listenersFor(hosts: readonly string[]): JsonMap[] {
  return hosts.flatMap(hostname => {
    const common = {
      hostname,
      allowedRoutes: {
        namespaces: { from: 'Same' },
        kinds: ['HTTPRoute', 'GRPCRoute'].map(kind => ({ group, kind })),
      },
    };
    return [
      { name: `http-${hostname}`, port: 80, protocol: 'HTTP', ...common },
      {
        name: `https-${hostname}`,
        port: 443,
        protocol: 'HTTPS',
        ...common,
        tls: {
          mode: 'Terminate',
          certificateRefs: [{ group: '', kind: 'Secret', name: hostname }],
        },
      },
    ];
  });
}

function listenersOf(
  { namespace, environment }: EnvironmentContext,
  entry: Entry,
): PartialObject {
  const metadata = { name: sharedName, namespace };
  const listeners = listenersFor(environment.hosts);
  return entry.own
    ? {
        apiVersion,
        kind: 'Gateway',
        metadata,
        spec: {
          gatewayClassName: entry.gatewayClass,
          allowedListeners: { namespaces: { from: 'None' } },
          listeners,
        },
      }
    : {
        apiVersion,
        kind: 'ListenerSet',
        metadata,
        spec: {
          parentRef: {
            group,
            kind: 'Gateway',
            namespace: entry.namespace,
            name: entry.name,
          },
          listeners,
        },
      };
}

/** Asked for a gateway of its own, and nothing to make one of. */
function lacksGatewayClass({ profile, cluster }: EnvironmentContext): boolean {
  return profile.ingress === 'own' && !cluster.spec.gateway;
}

/**
 * Each host of a tenant has listeners that only its own namespace can attach routes to.
 *
 * Contributes: where the environment has hosts and the cluster a gateway for them, Gateway tenantry (dimension ingress:
 * own), or ListenerSet tenantry on the Gateway that tenants share. One HTTP and one HTTPS listener a host, for routes
 * of the same namespace. Facts: cluster.spec.gateway; a shared Gateway must admit listeners (spec.allowedListeners) from
 * namespaces with the label tenantry.dev/tenant.
 * Withheld: Gateways, ListenerSets and GatewayClasses, which choose ports, addresses and parameters of controllers.
 */
export const tenantGateway = defineControl({
  id: 'tenant-gateway',
  title: 'Listeners for its own hosts and routes',
  component: 'ingress',
  why: 'Whoever attaches a route to a listener gets its traffic. Listeners that name one host and take routes from one namespace leave nothing to compete for.',
  references: [
    'https://gateway-api.sigs.k8s.io/concepts/security-model/',
    'https://gateway-api.sigs.k8s.io/geps/gep-1713/',
  ],
  stops: [
    { id: 'I07', attempt: "attach a route to another tenant's listener" },
    { id: 'I09', attempt: 'open ports or host names by a Gateway of its own' },
    { id: 'I10', attempt: "serve with another tenant's certificate" },
  ],
  appliesTo: context => canUseGateway(context) || lacksGatewayClass(context),
  unsatisfiable: context => {
    if (lacksGatewayClass(context)) {
      const { name } = context.cluster.metadata;
      return [
        {
          path: ['profile'],
          reason: `not available on this cluster: the profile asks for a gateway of its own, and ${name} has no gateway class; choose another cluster or profile`,
        },
      ];
    }
    const { hosts } = context.environment;
    return hosts.length > mostHosts
      ? [
          {
            path: ['hosts'],
            reason: `${hosts.length} host names are more than one gateway listens for; name at most ${mostHosts} in one environment`,
          },
        ]
      : [];
  },
  additive: true,
  environment: context => {
    const entry = gatewayEntryOf(context);
    return entry ? [listenersOf(context, entry)] : [];
  },
  withholds: [
    {
      role: 'admin',
      apiGroups: [group],
      resources: ['gateways', 'listenersets'],
      verbs: ['create'],
    },
    {
      role: 'admin',
      apiGroups: [group],
      resources: ['gatewayclasses'],
      verbs: ['create'],
      clusterWide: true,
    },
  ],
  attacks: tenantGatewayAttacks,
  summary: context =>
    gatewayEntryOf(context)?.own ? 'own gateway' : 'shared gateway',
  compare: (before, after) =>
    compareRank(
      ['shared', 'own'],
      before.profile.ingress,
      after.profile.ingress,
    ),
});
