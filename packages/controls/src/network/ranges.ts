import { normaliseCidrs, unionCovers } from '@tenantry/model';
import type { ClusterContext } from '../control';

/** Never part of "the internet": private, shared, link-local, metadata, loopback, multicast, reserved. */
const notInternet = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/127',
  '64:ff9b::/96',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
];

/** The internet as ranges with exceptions: everything but the above, the cluster's own ranges and the platform's. */
export function internet({
  cluster,
  platform,
}: ClusterContext): { readonly cidr: string; readonly except: string[] }[] {
  const { podCIDRs, serviceCIDRs, nodeCIDRs, controlPlaneCIDRs } =
    cluster.spec.network;
  const except = normaliseCidrs([
    ...notInternet,
    ...podCIDRs,
    ...serviceCIDRs,
    ...nodeCIDRs,
    ...controlPlaneCIDRs,
    ...platform.spec.deniedEgressCIDRs,
  ]);
  return ['0.0.0.0/0', '::/0'].map(cidr => ({
    cidr,
    except: except.filter(range => unionCovers([cidr], range)),
  }));
}
