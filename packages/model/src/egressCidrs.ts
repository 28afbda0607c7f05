import type { Complaint } from './complaint';
import {
  cidrProblem,
  cidrRange,
  EXAMPLE_CIDR,
  familyOf,
  prefixLength,
  rangesOverlap,
  type AddressRange,
} from './cidrs';
import { NEVER_EGRESS, type ForbiddenRange } from './neverEgress';
import { quote } from './quote';
import { checkedText } from './valueType';

/** The widest ranges one egress rule may name; wider ones are the internet in instalments. */
const SHORTEST_PREFIX = { v4: 8, v6: 32 };

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
  const touched = touchedBy(cidr, forbidden);
  if (!touched) {
    return undefined;
  }
  const example = EXAMPLE_CIDR[familyOf(cidr)];
  return {
    message: `${cidr} touches ${touched.cidr}, which no tenant may reach: ${touched.why}`,
    example: touchedBy(example, forbidden) ? undefined : example,
  };
}

/** What is wrong with an egress destination by itself, whatever the cluster; undefined when nothing is. */
export function egressCidrProblem(cidr: string): Complaint | undefined {
  const complaint = firstComplaint(cidr);
  const { example } = complaint ?? {};
  return complaint && example !== undefined && firstComplaint(example)
    ? { ...complaint, example: EXAMPLE_CIDR[familyOf(example)] }
    : complaint;
}

export const EgressCidr = checkedText(egressCidrProblem, {
  description:
    'The addresses that may be reached: a range in canonical form, clear of node, pod, service and metadata addresses.',
  examples: [EXAMPLE_CIDR.v4],
});

function firstComplaint(cidr: string): Complaint | undefined {
  return (
    cidrProblem(cidr) ??
    tooWide(cidr) ??
    forbiddenEgress(cidr, NEVER_EGRESS_RANGES)
  );
}

function touchedBy(
  cidr: string,
  forbidden: ForbiddenRanges,
): ForbiddenRange | undefined {
  const asked = cidrRange(cidr);
  return forbidden.find(({ range }) => rangesOverlap(range, asked));
}

function tooWide(cidr: string): Complaint | undefined {
  const family = familyOf(cidr);
  const shortest = SHORTEST_PREFIX[family];
  return prefixLength(cidr) < shortest
    ? {
        message: `${quote(
          cidr,
        )} is too wide: at most a /${shortest} in one rule; for the whole internet choose a profile whose egress is internet`,
        example: EXAMPLE_CIDR[family],
      }
    : undefined;
}
