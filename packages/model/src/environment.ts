import { z } from 'zod';
import { CalendarDate } from './dates';
import { EgressCidr } from './egressCidrs';
import { Host } from './hosts';
import { EnvironmentName, resourceName, TenantName } from './names';
import { AdoptedNamespace } from './namespaces';
import { Port, Ports } from './ports';
import { complain, uniqueList } from './valueType';

/** One destination outside the cluster: a range of addresses or a host name, never both. */
export const EgressRule = z
  .strictObject({
    cidr: EgressCidr.optional(),
    host: Host.optional().describe('The host name that may be reached.'),
    ports: Ports,
  })
  .superRefine((rule, context) => {
    if ((rule.cidr === undefined) === (rule.host === undefined)) {
      complain(context, {
        message: rule.cidr
          ? 'names both a cidr and a host; make two rules of it'
          : 'names no destination; add a cidr',
        example: '{ cidr: 203.0.113.0/24, ports: [443] }',
      });
    }
  })
  .transform(
    ({ cidr, host, ports }): EgressRule =>
      cidr === undefined ? { host: host ?? '', ports } : { cidr, ports },
  )
  .describe('One destination outside the cluster and its open ports.');
export type EgressRule =
  | { cidr: string; host?: undefined; ports: Port[] }
  | { host: string; cidr?: undefined; ports: Port[] };

/** Another tenant's environment; traffic flows once both sides name each other. */
export const Peer = z
  .strictObject({
    tenant: TenantName.describe('The other tenant.'),
    environment: EnvironmentName.describe("The other tenant's environment."),
    ports: Ports,
  })
  .describe(
    'An environment of another tenant; in force only when that one names this one too.',
  );
export type Peer = z.output<typeof Peer>;

/** What the rules of an environment do until a day: they tell instead of refusing. */
export const Observed = z
  .strictObject({
    until: CalendarDate.describe(
      'The day by which its rules are to be in force, year-month-day.',
    ),
  })
  .describe(
    'Rules audit and warn, and what would cut off or refuse its workloads is not applied: for an existing namespace that is adopted. It is not isolated. Default: everything is in force. Only a platform engineer writes it, in tenant.yaml.',
  );
export type Observed = z.output<typeof Observed>;

/** Whether the last day of observing is over. @param today year-month-day. */
export function isOverdue({ until }: Observed, today: string): boolean {
  return until < today;
}

/** One namespace of a tenant on one cluster. */
export const Environment = z
  .strictObject({
    name: EnvironmentName,
    cluster: resourceName('The cluster it runs on.', 'prod-1'),
    namespace: AdoptedNamespace.optional(),
    observed: Observed.optional(),
    profile: resourceName(
      "The isolation profile, where it differs from the tenant's.",
      'sandboxed',
    ).optional(),
    size: resourceName(
      "The size, where it differs from the tenant's.",
      'large',
    ).optional(),
    hosts: uniqueList(Host, { what: 'host', max: 50 })
      .default([])
      .describe('Host names under which it may be reached from outside.'),
    egress: uniqueList(EgressRule, {
      what: 'destination',
      max: 50,
      by: ['cidr', 'host'],
    })
      .default([])
      .describe('Destinations outside the cluster that it may reach.'),
    peers: uniqueList(Peer, {
      what: 'peer',
      max: 50,
      by: ['tenant', 'environment'],
    })
      .default([])
      .describe('Environments of other tenants that it talks with.'),
  })
  .describe('One environment: a namespace on one cluster.');
export type Environment = z.output<typeof Environment>;

/**
 * Fields that no request can say, and only a platform engineer writes, in the tenant's file: whoever could name an existing
 * namespace in a request would get it, and whoever could be observed would be under no rule.
 */
export const platformFields = ['namespace', 'observed'] as const;
export type PlatformField = (typeof platformFields)[number];

/** One environment as it may be asked for. */
export const RequestedEnvironment = Environment.omit({
  namespace: true,
  observed: true,
} satisfies Record<PlatformField, true>).describe(
  Environment.description ?? '',
);
export type RequestedEnvironment = z.output<typeof RequestedEnvironment>;
