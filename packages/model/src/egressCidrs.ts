import type { Complaint } from './complaint';
import {
  cidrProblem,
  cidrRange,
  familyOf,
  prefixLength,
  type AddressRange,
} from './cidrs';
import { rangesOverlap } from './cidrSets';
import { quote } from './quote';
import { checkedText } from './valueType';

/** A range that egress must not touch, and the reason people are told. */
export interface ForbiddenRange {
  cidr: string;
  why: string;
}

/** The widest ranges one egress rule may name; wider ones are the internet in instalments. */
const SHORTEST_PREFIX = { v4: 8, v6: 32 };

/** What no tenant may reach on any cluster: instance metadata, the node itself, and addresses that aren't one host's. */
export const NEVER_EGRESS: readonly ForbiddenRange[] = [
  {
    cidr: '169.254.0.0/16',
    why: 'link-local addresses, among them the metadata service of most clouds (169.254.169.254)',
  },
  {
    cidr: 'fd00:ec2::/32',
    why: 'the metadata and other services of AWS nodes',
  },
  { cidr: 'fd20:ce::254/128', why: 'the metadata service of Google Cloud' },
  { cidr: '100.100.100.200/32', why: 'the metadata service of Alibaba Cloud' },
  { cidr: '168.63.129.16/32', why: 'the agent endpoint of Azure nodes' },
  {
    cidr: '192.0.0.0/24',
    why: 'protocol assignments, among them a metadata service',
  },
  { cidr: '0.0.0.0/8', why: '“this network”, which reaches the node itself' },
  { cidr: '127.0.0.0/8', why: 'loopback, the node itself' },
  { cidr: '224.0.0.0/4', why: 'multicast' },
  { cidr: '240.0.0.0/4', why: 'reserved addresses and broadcast' },
  {
    cidr: '::/96',
    why: 'loopback, the unspecified address and embedded IPv4 addresses',
  },
  { cidr: '::ffff:0:0/96', why: 'IPv4 addresses in disguise' },
  {
    cidr: '64:ff9b::/96',
    why: 'IPv4 addresses behind NAT64, metadata included',
  },
  { cidr: '64:ff9b:1::/48', why: 'IPv4 addresses behind local NAT64' },
  { cidr: '2001::/32', why: 'Teredo tunnels to IPv4 addresses' },
  { cidr: '2002::/16', why: '6to4 tunnels to IPv4 addresses' },
  { cidr: 'fe80::/10', why: 'link-local addresses' },
  { cidr: 'fec0::/10', why: 'site-local addresses, long withdrawn' },
  { cidr: 'ff00::/8', why: 'multicast' },
];

/** Forbidden ranges, prepared for many questions. */
export type ForbiddenRanges = readonly (ForbiddenRange & {
  range: AddressRange;
})[];

export function prepareForbidden(
  ranges: readonly ForbiddenRange[],
): ForbiddenRanges {
  return ranges.map(range => ({ ...range, range: cidrRange(range.cidr) }));
}

const NEVER_EGRESS_RANGES = prepareForbidden(NEVER_EGRESS);

/**
 * Why a canonical CIDR must not be an egress destination; undefined when it may. Touching a forbidden range at all is
 * refused, so no two allowed ranges can cover one together.
 */
export function forbiddenEgress(
  cidr: string,
  forbidden: ForbiddenRanges,
): Complaint | undefined {
  const asked = cidrRange(cidr);
  const touched = forbidden.find(({ range }) => rangesOverlap(range, asked));
  return touched
    ? {
        message: `${cidr} touches ${touched.cidr}, which no tenant may reach: ${touched.why}`,
        example: '203.0.113.0/24',
      }
    : undefined;
}

/** What is wrong with an egress destination by itself, whatever the cluster; undefined when nothing is. */
export function egressCidrProblem(cidr: string): Complaint | undefined {
  return (
    cidrProblem(cidr) ??
    tooWide(cidr) ??
    forbiddenEgress(cidr, NEVER_EGRESS_RANGES)
  );
}

export const EgressCidr = checkedText(egressCidrProblem, {
  description:
    'The addresses that may be reached: a range in canonical form, clear of node, pod, service and metadata addresses.',
  examples: ['203.0.113.0/24'],
});

function tooWide(cidr: string): Complaint | undefined {
  const shortest = SHORTEST_PREFIX[familyOf(cidr)];
  return prefixLength(cidr) < shortest
    ? {
        message: `${quote(
          cidr,
        )} is too wide: at most a /${shortest} in one rule; for the whole internet choose a profile whose egress is internet`,
        example: '203.0.113.0/24',
      }
    : undefined;
}
