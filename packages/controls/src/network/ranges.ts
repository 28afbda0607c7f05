import { forbiddenRanges, normaliseCidrs, unionCovers } from '@tenantry/model';
import type { ClusterContext } from '../control';

/** Allowed as a named destination, but not a part of "the internet": private, shared between carriers, benchmarks. */
const notInternet = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '198.18.0.0/15',
  'fc00::/7',
];

/** The API server takes such a range for IPv4, and refuses it as an exception of ::/0. It never stands in a packet. */
const mappedIpv4 = '::ffff:0:0/96';

/** The internet as ranges with exceptions: everything but the above and what no tenant may reach at all. */
export function internet({
  cluster,
  platform,
}: ClusterContext): { readonly cidr: string; readonly except: string[] }[] {
  const forbidden = forbiddenRanges(cluster, platform)
    .map(({ cidr }) => cidr)
    .filter(cidr => cidr !== mappedIpv4);
  const except = normaliseCidrs([...notInternet, ...forbidden]);
  return ['0.0.0.0/0', '::/0'].map(cidr => ({
    cidr,
    except: except.filter(range => unionCovers([cidr], range)),
  }));
}
