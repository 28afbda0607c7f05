import type { Complaint } from './complaint';
import ipaddr from 'ipaddr.js';
import { NEVER_EGRESS } from './neverEgress';
import { quote } from './quote';
import { checkedText } from './valueType';

// The library is CommonJS, whose named exports an ES module loader can't see.
const { IPv4, IPv6 } = ipaddr;

export type Family = 'v4' | 'v6';

/** All addresses of a CIDR, first and last included, as numbers. */
export interface AddressRange {
  family: Family;
  first: bigint;
  last: bigint;
}

export const ADDRESS_BITS: Readonly<Record<Family, number>> = {
  v4: 32,
  v6: 128,
};

/** Ranges for documentation, offered where nothing closer to what somebody typed would do. */
export const EXAMPLE_CIDR: Readonly<Record<Family, string>> = {
  v4: '203.0.113.0/24',
  v6: '2001:db8::/32',
};

const LENGTH = /^(0|[1-9][0-9]{0,2})$/;

/** What is wrong with a CIDR; undefined when it is in its one canonical form. */
export function cidrProblem(cidr: string): Complaint | undefined {
  const message = cidrFault(cidr);
  return message === undefined
    ? undefined
    : { message, example: likelyCidr(cidr) };
}

/** What is wrong with a single address; undefined when it is in its one canonical form. */
export function addressProblem(address: string): Complaint | undefined {
  const fault = addressFault(address);
  return (
    fault && {
      message: fault.message,
      example: fault.meant ?? '169.254.20.10',
    }
  );
}

function cidrFault(cidr: string): string | undefined {
  const [address, length, ...more] = cidr.split('/');
  if (length === undefined || more.length > 0) {
    return `${quote(cidr)} isn't a range of addresses; write address/length`;
  }
  const fault = addressFault(address);
  if (fault) {
    return fault.message;
  }
  const bits = ADDRESS_BITS[familyOf(address)];
  if (!LENGTH.test(length) || Number(length) > bits) {
    return `${quote(cidr)} has the length ${quote(
      length,
    )}; it is a whole number from 0 to ${bits} without leading zeros`;
  }
  return formatCidr(cidrRange(cidr)) === cidr
    ? undefined
    : `${quote(
        cidr,
      )} isn't in canonical form: the address must be the first of its range`;
}

/** What somebody may have meant, in canonical form and clear of what nobody may reach; otherwise an example. */
function likelyCidr(typed: string): string {
  const [typedAddress, typedLength, ...more] = typed.split('/');
  const fault = addressFault(typedAddress);
  const address = fault ? fault.meant : typedAddress;
  if (address === undefined || more.length > 0) {
    return EXAMPLE_CIDR[familyOf(typed)];
  }
  const family = familyOf(address);
  const bits = ADDRESS_BITS[family];
  // The IPv4 address that hides in an IPv6 one has 96 bits before it.
  const before = ADDRESS_BITS[familyOf(typedAddress)] - bits;
  const length = Number(typedLength ?? before + bits) - before;
  if (!LENGTH.test(typedLength ?? '0') || length < 0 || length > bits) {
    return EXAMPLE_CIDR[family];
  }
  const range = cidrRange(`${address}/${length}`);
  const never = NEVER_EGRESS.some(({ cidr }) =>
    rangesOverlap(cidrRange(cidr), range),
  );
  return never ? EXAMPLE_CIDR[family] : formatCidr(range);
}

/** Why an address is refused and, where it can be told, the address that was meant. */
function addressFault(
  address: string,
): { message: string; meant?: string } | undefined {
  if (IPv4.isValidFourPartDecimal(address)) {
    return undefined;
  }
  if (!address.includes(':')) {
    return {
      message: `${quote(
        address,
      )} isn't an address: four whole numbers from 0 to 255 without leading zeros, or an IPv6 address`,
    };
  }
  if (address.length > 45 || address.includes('%') || !IPv6.isValid(address)) {
    return { message: `${quote(address)} isn't an IPv6 address` };
  }
  const parsed = IPv6.parse(address);
  if (parsed.isIPv4MappedAddress()) {
    return {
      message: `${quote(
        address,
      )} hides an IPv4 address in an IPv6 one; write the IPv4 address`,
      meant: parsed.toIPv4Address().toString(),
    };
  }
  const canonical = parsed.toRFC5952String();
  return canonical === address
    ? undefined
    : {
        message: `${quote(
          address,
        )} isn't in canonical form: lower case, shortened, without leading zeros`,
        meant: canonical,
      };
}

/** The addresses of a CIDR that has been checked; bits behind the length are ignored. */
export function cidrRange(cidr: string): AddressRange {
  const [address, length] = cidr.split('/');
  const family = familyOf(address);
  const bits = ADDRESS_BITS[family];
  const size = 1n << BigInt(bits - Number(length ?? bits));
  const value = addressValue(address);
  const first = value - (value % size);
  return { family, first, last: first + size - 1n };
}

/** The CIDR of a range whose size is a power of two and that starts at a multiple of it. */
export function formatCidr({ family, first, last }: AddressRange): string {
  const hostBits = (last - first + 1n).toString(2).length - 1;
  const bytes = addressBytes(first, family);
  const address =
    family === 'v4'
      ? new IPv4(bytes).toString()
      : new IPv6(bytes).toRFC5952String();
  return `${address}/${ADDRESS_BITS[family] - hostBits}`;
}

/** Whether the two have an address in common. */
export function rangesOverlap(a: AddressRange, b: AddressRange): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** How many leading bits are fixed: 24 in 203.0.113.0/24. */
export function prefixLength(cidr: string): number {
  return Number(cidr.slice(cidr.lastIndexOf('/') + 1));
}

export function familyOf(address: string): Family {
  return address.includes(':') ? 'v6' : 'v4';
}

export const Cidr = checkedText(cidrProblem, {
  description: 'A range of addresses, IPv4 or IPv6, in canonical form.',
  examples: [EXAMPLE_CIDR.v4],
});

export const IpAddress = checkedText(addressProblem, {
  description: 'One address, IPv4 or IPv6, in canonical form.',
  examples: ['169.254.20.10'],
});

function addressValue(address: string): bigint {
  const bytes =
    familyOf(address) === 'v4'
      ? IPv4.parse(address).toByteArray()
      : IPv6.parse(address).toByteArray();
  return bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
}

function addressBytes(value: bigint, family: Family): number[] {
  const count = ADDRESS_BITS[family] / 8;
  return Array.from({ length: count }, (_, index) =>
    Number((value >> BigInt(8 * (count - 1 - index))) & 0xffn),
  );
}
