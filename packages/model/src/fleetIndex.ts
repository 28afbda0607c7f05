import { NEVER_EGRESS, type ForbiddenRange } from './neverEgress';
import type { Cluster } from './cluster';
import { prepareForbidden, type ForbiddenRanges } from './egressCidrs';
import type { Fleet } from './fleet';
import { hostAndAbove } from './hosts';
import { skeleton } from './lookalikes';
import { namespaceOf } from './namespaces';
import type { Platform } from './platform';
import { remembered } from './remembered';
import type { Tenant } from './tenant';

/** Something that tenants hold, by key: for each key the holders by tenant name, one entry each. */
export type Held<T> = ReadonlyMap<string, ReadonlyMap<string, T>>;

/** Who holds what in a fleet; made once, so that a check costs the same however many tenants there are. */
export interface FleetIndex {
  tenants: ReadonlyMap<string, Tenant>;
  clusters: ReadonlyMap<string, Cluster>;
  /** Tenants by what their name looks like. */
  lookalikes: Held<string>;
  /** Environment names by the place of their namespace (`placeKey`). */
  namespaces: Held<string>;
  /** Exactly this host. */
  hosts: Held<string>;
  /** A host below this one. */
  hostsBelow: Held<string>;
  /** Owners by group (in lower case) that administers a tenant. */
  adminGroups: Held<string>;
}

const indexes = new WeakMap<object, WeakMap<object, FleetIndex>>();
const forbidden = new WeakMap<object, WeakMap<object, ForbiddenRanges>>();

/** A namespace among those of all clusters, which may have two of one name. */
export function placeKey(cluster: string, namespace: string): string {
  return `${cluster}/${namespace}`;
}

/** The index of a fleet, remembered by its lists of tenants and clusters. */
export function indexFleet(fleet: Fleet): FleetIndex {
  return remembered(indexes, fleet.tenants, fleet.clusters, () =>
    buildIndex(fleet),
  );
}

/** Addresses that no tenant may reach from a cluster, remembered by cluster and platform. */
export function forbiddenOn(
  cluster: Cluster,
  platform: Platform,
): ForbiddenRanges {
  return remembered(forbidden, cluster, platform, () =>
    prepareForbidden(forbiddenRanges(cluster, platform)),
  );
}

/** Each range that no tenant may reach from a cluster, and why: the one list for requests and for network policies. */
export function forbiddenRanges(
  cluster: Cluster,
  platform: Platform,
): ForbiddenRange[] {
  const { network, dns } = cluster.spec;
  const name = cluster.metadata.name;
  const ranges = (cidrs: readonly string[], why: string) =>
    cidrs.map(cidr => ({ cidr, why }));
  return [
    ...NEVER_EGRESS,
    ...ranges(network.podCIDRs, `pods of the cluster ${name}`),
    ...ranges(network.serviceCIDRs, `services of the cluster ${name}`),
    ...ranges(network.nodeCIDRs, `nodes of the cluster ${name}`),
    ...ranges(
      network.controlPlaneCIDRs,
      `the control plane of the cluster ${name}`,
    ),
    ...ranges(
      dns.nodeLocalAddresses.map(
        address => `${address}/${address.includes(':') ? 128 : 32}`,
      ),
      `the DNS cache of the nodes of ${name}`,
    ),
    ...ranges(
      platform.spec.deniedEgressCIDRs,
      'the platform keeps tenants away from it',
    ),
  ];
}

function buildIndex({ tenants, clusters }: Fleet): FleetIndex {
  const environments = tenants.flatMap(tenant =>
    tenant.spec.environments.map(environment => ({
      tenant: tenant.metadata.name,
      environment,
    })),
  );
  const hosts = environments.flatMap(({ tenant, environment }) =>
    environment.hosts.map(host => ({ tenant, host })),
  );
  return {
    tenants: new Map(tenants.map(tenant => [tenant.metadata.name, tenant])),
    clusters: new Map(
      clusters.map(cluster => [cluster.metadata.name, cluster]),
    ),
    lookalikes: held(
      tenants.map(({ metadata: { name } }) => [skeleton(name), name, name]),
    ),
    namespaces: held(
      environments.map(({ tenant, environment }) => [
        placeKey(environment.cluster, namespaceOf(tenant, environment)),
        tenant,
        environment.name,
      ]),
    ),
    hosts: held(hosts.map(({ tenant, host }) => [host, tenant, host])),
    hostsBelow: held(
      hosts.flatMap(({ tenant, host }) =>
        hostAndAbove(host)
          .slice(1)
          .map((above): Holding<string> => [above, tenant, host]),
      ),
    ),
    adminGroups: held(
      tenants.flatMap(({ metadata, spec }) =>
        spec.access.admins.map(
          (group): Holding<string> => [
            group.toLowerCase(),
            metadata.name,
            spec.owner,
          ],
        ),
      ),
    ),
  };
}

/** What is held, the tenant, and what it holds there. */
type Holding<T> = [key: string, tenant: string, what: T];

function held<T>(holdings: readonly Holding<T>[]): Held<T> {
  const byKey = new Map<string, Map<string, T>>();
  for (const [key, tenant, what] of holdings) {
    const holders = byKey.get(key) ?? new Map<string, T>();
    byKey.set(key, holders.set(tenant, what));
  }
  return byKey;
}
