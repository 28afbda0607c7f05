import {
  ADDRESS_BITS,
  cidrRange,
  formatCidr,
  rangesOverlap,
  type AddressRange,
  type Family,
} from './cidrs';

/**
 * Lists of CIDRs as sets of addresses. IPv4 and IPv6 never mix. Every function takes canonical CIDRs and gives a
 * minimal list back: sorted (IPv4 first), merged, nothing twice.
 */

/** The shortest list of CIDRs that covers exactly the same addresses. */
export function normaliseCidrs(cidrs: readonly string[]): string[] {
  return merge(cidrs.map(cidrRange)).flatMap(toCidrs);
}

/** The addresses of `from` that are in none of `remove`. */
export function subtractCidrs(
  from: readonly string[],
  remove: readonly string[],
): string[] {
  const removed = merge(remove.map(cidrRange));
  return merge(from.map(cidrRange))
    .flatMap(range => subtractRanges(range, removed))
    .flatMap(toCidrs);
}

/** Whether the CIDRs together contain every address of `target`. */
export function unionCovers(cidrs: readonly string[], target: string): boolean {
  return subtractCidrs([target], cidrs).length === 0;
}

/** Those of `cidrs` that contain all of `cidr` by themselves. */
export function cidrsContaining(
  cidrs: readonly string[],
  cidr: string,
): string[] {
  const inner = cidrRange(cidr);
  return cidrs.filter(candidate => {
    const outer = cidrRange(candidate);
    return (
      outer.family === inner.family &&
      outer.first <= inner.first &&
      inner.last <= outer.last
    );
  });
}

/** Whether the two have an address in common. */
export function cidrsOverlap(a: string, b: string): boolean {
  return rangesOverlap(cidrRange(a), cidrRange(b));
}

function merge(ranges: readonly AddressRange[]): AddressRange[] {
  const families: Family[] = ['v4', 'v6'];
  return families.flatMap(family => {
    const sorted = ranges
      .filter(range => range.family === family)
      .sort((a, b) => Number(a.first > b.first) - Number(a.first < b.first));
    const merged: AddressRange[] = [];
    for (const range of sorted) {
      const previous = merged.at(-1);
      if (previous && range.first <= previous.last + 1n) {
        previous.last = range.last > previous.last ? range.last : previous.last;
      } else {
        merged.push({ ...range });
      }
    }
    return merged;
  });
}

function subtractRanges(
  from: AddressRange,
  sortedRemoved: readonly AddressRange[],
): AddressRange[] {
  const left: AddressRange[] = [];
  let { first } = from;
  for (const hole of sortedRemoved) {
    if (!rangesOverlap(hole, from)) {
      continue;
    }
    if (hole.first > first) {
      left.push({ ...from, first, last: hole.first - 1n });
    }
    first = hole.last + 1n;
  }
  return first <= from.last ? [...left, { ...from, first }] : left;
}

/** Cuts a range into the fewest CIDRs: again and again the largest that starts at its beginning and fits. */
function toCidrs({ family, first, last }: AddressRange): string[] {
  const cidrs: string[] = [];
  let start = first;
  while (start <= last) {
    let size = 1n;
    for (let bits = 0; bits < ADDRESS_BITS[family]; bits++) {
      const double = size * 2n;
      if (start % double !== 0n || start + double - 1n > last) {
        break;
      }
      size = double;
    }
    cidrs.push(formatCidr({ family, first: start, last: start + size - 1n }));
    start += size;
  }
  return cidrs;
}
