import type { Complaint } from './complaint';
import ipaddr from 'ipaddr.js';
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

/** What is wrong with a CIDR; undefined when it is in its one canonical form. */
export function cidrProblem(cidr: string): Complaint | undefined {
  const example = '203.0.113.0/24';
  const [, address, length] = /^([^/]*)\/([^/]*)$/.exec(cidr) ?? [];
  if (address === undefined || length === undefined) {
    return {
      message: `${quote(
        cidr,
      )} isn't a range of addresses; write address/length`,
      example: addressProblem(cidr)
        ? example
        : `${cidr}/${cidr.includes(':') ? 128 : 32}`,
    };
  }
  const complaint = addressProblem(address);
  if (complaint) {
    return {
      message: complaint.message,
      example: complaint.example ? `${complaint.example}/${length}` : example,
    };
  }
  const bits = ADDRESS_BITS[familyOf(address)];
  if (!/^(0|[1-9][0-9]{0,2})$/.test(length) || Number(length) > bits) {
    return {
      message: `${quote(cidr)} has the length ${quote(
        length,
      )}; it is a whole number from 0 to ${bits} without leading zeros`,
      example,
    };
  }
  const canonical = formatCidr(cidrRange(cidr));
  return canonical === cidr
    ? undefined
    : {
        message: `${quote(
          cidr,
        )} isn't in canonical form: the address must be the first of its range`,
        example: canonical,
      };
}

/** What is wrong with a single address; undefined when it is in its one canonical form. */
export function addressProblem(address: string): Complaint | undefined {
  const example = '169.254.20.10';
  if (IPv4.isValidFourPartDecimal(address)) {
    return undefined;
  }
  if (!address.includes(':')) {
    return {
      message: `${quote(
        address,
      )} isn't an address: four whole numbers from 0 to 255 without leading zeros, or an IPv6 address`,
      example,
    };
  }
  if (address.length > 45 || address.includes('%') || !IPv6.isValid(address)) {
    return { message: `${quote(address)} isn't an IPv6 address`, example };
  }
  const parsed = IPv6.parse(address);
  if (parsed.isIPv4MappedAddress()) {
    return {
      message: `${quote(
        address,
      )} hides an IPv4 address in an IPv6 one; write the IPv4 address`,
      example: parsed.toIPv4Address().toString(),
    };
  }
  const canonical = parsed.toRFC5952String();
  return canonical === address
    ? undefined
    : {
        message: `${quote(
          address,
        )} isn't in canonical form: lower case, shortened, without leading zeros`,
        example: canonical,
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

/** How many leading bits are fixed: 24 in 203.0.113.0/24. */
export function prefixLength(cidr: string): number {
  return Number(cidr.slice(cidr.lastIndexOf('/') + 1));
}

export function familyOf(address: string): Family {
  return address.includes(':') ? 'v6' : 'v4';
}

export const Cidr = checkedText(cidrProblem, {
  description: 'A range of addresses, IPv4 or IPv6, in canonical form.',
  examples: ['203.0.113.0/24'],
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
