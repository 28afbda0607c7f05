import { forbiddenRanges, normaliseCidrs, unionCovers } from '@tenantry/model';
import type { Cluster, Platform } from '@tenantry/model';
import type { ClusterContext } from '../control';
import { once } from '../once';

/** Allowed as a named destination, but not a part of "the internet": private, shared between carriers, benchmarks. */
export const notInternet = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '198.18.0.0/15',
  'fc00::/7',
];

/** The API server takes such a range for IPv4, and refuses it as an exception of ::/0. It never stands in a packet. */
const mappedIpv4 = '::ffff:0:0/96';

type Range = { readonly cidr: string; readonly except: readonly string[] };

/** The same for all environments of a cluster, and slow to work out: most of what rendering one of them took. */
const known = new WeakMap<Platform, WeakMap<Cluster, readonly Range[]>>();

/** The internet as ranges with exceptions: everything but the above and what no tenant may reach at all. */
export function internet({
  cluster,
  platform,
}: ClusterContext): readonly Range[] {
  const ofPlatform = once(known, platform, () => new WeakMap());
  return once(ofPlatform, cluster, () => internetOf({ cluster, platform }));
}

function internetOf({ cluster, platform }: ClusterContext): readonly Range[] {
  const forbidden = forbiddenRanges(cluster, platform)
    .map(({ cidr }) => cidr)
    .filter(cidr => cidr !== mappedIpv4);
  const except = normaliseCidrs([...notInternet, ...forbidden]);
  return ['0.0.0.0/0', '::/0'].map(cidr => ({
    cidr,
    except: except.filter(range => unionCovers([cidr], range)),
  }));
}

/**
 * What no tenant may reach at all, except pods and services: plug-ins know those by name, not by address. Addresses of
 * the nodes' DNS cache can lie inside of it.
 */
export function outOfReach({ cluster, platform }: ClusterContext): string[] {
  const { podCIDRs, serviceCIDRs } = cluster.spec.network;
  const inside = new Set([...podCIDRs, ...serviceCIDRs]);
  return normaliseCidrs(
    forbiddenRanges(cluster, platform)
      .map(({ cidr }) => cidr)
      .filter(cidr => cidr !== mappedIpv4 && !inside.has(cidr)),
  );
}

/** Addresses of metadata services, in every cloud: where credentials of the node are to be had. */
export const metadataServices = [
  '100.100.100.200/32',
  '168.63.129.16/32',
  '169.254.169.254/32',
  '169.254.170.2/32',
  '169.254.170.23/32',
  'fd00:ec2::254/128',
  'fd20:ce::254/128',
];

/** The addresses of the DNS cache on each node, as ranges. */
export function nodeLocalRanges({ cluster }: ClusterContext): string[] {
  return cluster.spec.dns.nodeLocalAddresses.map(
    address => `${address}/${address.includes(':') ? 128 : 32}`,
  );
}
