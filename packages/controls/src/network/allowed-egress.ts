import type { EgressRule } from '@tenantry/model';
import { networkPolicy } from '../builders';
import { compareAllowed } from '../compare';
import { defineControl } from '../control';
import type { EnvironmentContext } from '../control';
import { portRules } from './portRules';

function toRanges({ environment }: EnvironmentContext) {
  return environment.egress.filter(
    (rule): rule is Extract<EgressRule, { cidr: string }> =>
      rule.cidr !== undefined,
  );
}

function words(context: EnvironmentContext): string[] {
  return toRanges(context).flatMap(({ cidr, ports }) =>
    ports.map(port => `${cidr}:${port}`),
  );
}

/**
 * Destinations outside the cluster that the tenant asked for, by address range and port.
 *
 * Contributes: NetworkPolicy allowed-egress with one rule a range, where the environment names any.
 * Ranges that touch the metadata service or the cluster's own addresses are refused when the request is read.
 * Destinations by host name need a network plug-in that can; no shipped control gives them yet, so they are refused.
 */
export const allowedEgress = defineControl({
  id: 'allowed-egress',
  title: 'Named destinations only',
  component: 'network',
  why: 'Stolen data has to leave by some address. A short list of destinations and ports that a reviewer has read is the difference between an incident and a breach.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  ],
  stops: [
    { id: 'W02', attempt: 'reach the metadata service through a wide range' },
    { id: 'W05', attempt: 'reach another tenant by way of an outside address' },
    { id: 'X07', attempt: 'ask for a range that covers the cluster' },
  ],
  attacks: [],
  appliesTo: ({ environment }) => environment.egress.length > 0,
  unsatisfiable: ({ environment }) =>
    environment.egress.flatMap(({ host }, index) =>
      host === undefined
        ? []
        : [
            {
              path: ['egress', index, 'host'],
              reason: `not available on this cluster: no control opens egress to a host name such as ${host} yet; name an address range, such as 203.0.113.0/24`,
            },
          ],
    ),
  environment: context => [
    networkPolicy(context, 'allowed-egress', {
      policyTypes: ['Egress'],
      egress: toRanges(context).map(({ cidr, ports }) => ({
        to: [{ ipBlock: { cidr } }],
        ports: portRules(ports),
      })),
    }),
  ],
  summary: context => words(context).join(', '),
  compare: (before, after) => compareAllowed(words(before), words(after)),
});
