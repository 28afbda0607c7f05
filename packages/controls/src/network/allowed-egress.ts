import { splitPort, unionCovers } from '@tenantry/model';
import type { EgressRule } from '@tenantry/model';
import { networkPolicy } from '../builders';
import { compareAllowed } from '../compare';
import { defineControl } from '../control';
import type { EnvironmentContext } from '../control';
import type { Json, JsonMap, PartialObject } from '../objects';
import { allowedEgressAttacks } from './allowed-egress.attacks';
import { portRules } from './portRules';
import { nodeLocalRanges, outOfReach } from './ranges';
import { storedOnly } from './storedOnly';

const name = 'allowed-egress';

type ToRange = Extract<EgressRule, { cidr: string }>;
type ToHost = Extract<EgressRule, { host: string }>;

function toRanges({ environment }: EnvironmentContext): ToRange[] {
  return environment.egress.filter(
    (rule): rule is ToRange => rule.cidr !== undefined,
  );
}

function toHosts({ environment }: EnvironmentContext): ToHost[] {
  return environment.egress.filter(
    (rule): rule is ToHost => rule.host !== undefined,
  );
}

function words({ environment }: EnvironmentContext): string[] {
  return environment.egress.flatMap(({ cidr, host, ports }) =>
    ports.map(port => `${cidr ?? host}:${port}`),
  );
}

function rangePolicy(context: EnvironmentContext): PartialObject[] {
  const rules = toRanges(context);
  if (rules.length === 0) return [];
  return [
    networkPolicy(context, name, {
      policyTypes: ['Egress'],
      egress: rules.map(({ cidr, ports }) => ({
        to: [{ ipBlock: { cidr } }],
        ports: portRules(ports),
      })),
    }),
  ];
}

/**
 * Cilium learns the addresses of a name from the answers of the cluster's DNS, which it only sees where a rule about DNS
 * sends them through its proxy. Whatever a name is made to mean, what no tenant may reach stays denied.
 */
function hostPolicy(context: EnvironmentContext): PartialObject[] {
  const rules = toHosts(context);
  if (rules.length === 0) return [];
  const { namespace, podLabels } = context.cluster.spec.dns;
  const nodeLocal = nodeLocalRanges(context);
  const toPorts: Json = [
    {
      ports: ['UDP', 'TCP'].map(protocol => ({ port: '53', protocol })),
      rules: { dns: [{ matchPattern: '*' }] },
    },
  ];
  const resolver = {
    'k8s:io.kubernetes.pod.namespace': namespace,
    ...Object.fromEntries(
      Object.entries(podLabels).map(([key, value]) => [`k8s:${key}`, value]),
    ),
  };
  return [
    {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name, namespace: context.namespace },
      spec: {
        endpointSelector: {},
        egress: [
          { toEndpoints: [{ matchLabels: resolver }], toPorts },
          ...(nodeLocal.length > 0 ? [{ toCIDR: nodeLocal, toPorts }] : []),
          ...rules.map(({ host, ports }) => ({
            toFQDNs: [{ matchName: host }],
            toPorts: [{ ports: ports.map(ciliumPort) }],
          })),
        ],
        egressDeny: [
          {
            toCIDRSet: outOfReach(context).map(cidr => {
              const except = nodeLocal.filter(range =>
                unionCovers([cidr], range),
              );
              return except.length > 0 ? { cidr, except } : { cidr };
            }),
          },
        ],
      },
    },
  ];
}

function ciliumPort(asked: ToHost['ports'][number]): JsonMap {
  const { port, protocol } = splitPort(asked);
  return { port: String(port), protocol };
}

/**
 * Destinations outside the cluster that the tenant asked for, by address range or host name, and port.
 *
 * Contributes: NetworkPolicy allowed-egress with one rule a range, and CiliumNetworkPolicy allowed-egress with one rule a
 * host name, where the environment names any. Fact: cluster.spec.network.plugin; host names need Cilium.
 * Ranges that touch the metadata service or the cluster's own addresses are refused when the request is read.
 */
export const allowedEgress = defineControl({
  id: 'allowed-egress',
  title: 'Named destinations only',
  component: 'network',
  why: 'Stolen data has to leave by some address. A short list of destinations and ports that a reviewer has read is the difference between an incident and a breach.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
    'https://docs.cilium.io/en/stable/security/policy/language/#dns-based',
  ],
  stops: [
    { id: 'W02', attempt: 'reach the metadata service through a wide range' },
    { id: 'W05', attempt: 'reach another tenant by way of an outside address' },
    { id: 'X07', attempt: 'ask for a range that covers the cluster' },
  ],
  attacks: allowedEgressAttacks,
  assumed: ['NetworkPolicy', 'CiliumNetworkPolicy'].map(kind => ({
    part: `${kind} ${name}`,
    why: storedOnly,
  })),
  appliesTo: ({ environment }) => environment.egress.length > 0,
  unsatisfiable: ({ environment, cluster }) =>
    cluster.spec.network.plugin === 'cilium'
      ? []
      : environment.egress.flatMap(({ host }, index) =>
          host === undefined
            ? []
            : [
                {
                  path: ['egress', index, 'host'],
                  reason: `not available on this cluster: opening egress to a host name such as ${host} takes Cilium, and ${cluster.metadata.name} has another network plugin; name an address range, such as 203.0.113.0/24`,
                },
              ],
        ),
  environment: context => [...rangePolicy(context), ...hostPolicy(context)],
  summary: context => words(context).join(', '),
  compare: (before, after) => compareAllowed(words(before), words(after)),
});
