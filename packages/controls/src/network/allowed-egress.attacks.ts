import { unproved } from '../attacks';
import type { Attack, ClaimAttack } from '../attacks';
import { storedOnly } from './storedOnly';

/** A request for a range; those of the cluster are the example platform's. */
function claim(row: string, title: string, cidr: string, says: string) {
  const asking = (range: string) => ({
    environments: [{ egress: [{ cidr: range, ports: [443] }] }],
  });
  return {
    proof: 'claim',
    row,
    title,
    attack: asking(cidr),
    twin: asking('203.0.113.0/26'),
    says,
  } satisfies ClaimAttack;
}

export const allowedEgressAttacks: readonly Attack[] = [
  claim(
    'W02',
    'the metadata service',
    '169.254.169.254/32',
    'no tenant may reach',
  ),
  claim(
    'W02',
    'another metadata service',
    '100.100.100.0/24',
    'no tenant may reach',
  ),
  claim(
    'W02',
    'the metadata service, by IPv6',
    'fd00:ec2::/64',
    'no tenant may reach',
  ),
  claim('X07', 'every address', '0.0.0.0/0', 'too wide'),
  claim('X07', 'every address, by IPv6', '::/0', 'too wide'),
  claim('X07', 'half of all addresses', '0.0.0.0/1', 'too wide'),
  claim(
    'X07',
    'a range with bits behind its prefix',
    '10.1.2.3/8',
    'canonical',
  ),
  claim('X07', 'an address in octal', '010.0.0.1/32', 'leading zero'),
  claim(
    'X07',
    'an IPv4 address in disguise',
    '::ffff:a9fe:a9fe/128',
    'hides an IPv4 address',
  ),
  claim('X07', 'pods of the cluster', '10.64.0.0/24', 'pods of the cluster'),
  claim(
    'X07',
    'services of the cluster',
    '10.72.0.0/24',
    'services of the cluster',
  ),
  claim('X07', 'nodes of the cluster', '10.80.0.0/24', 'nodes of the cluster'),
  claim('X07', 'the control plane', '10.81.0.0/30', 'the control plane'),
  unproved(
    'W02',
    'a host name that is made to mean the metadata service',
    'data plane',
    storedOnly,
  ),
  unproved(
    'W05',
    "the address of a load balancer, or of another tenant's gateway",
    'data plane',
    storedOnly,
  ),
];
