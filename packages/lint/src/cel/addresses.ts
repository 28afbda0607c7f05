import type { Environment } from '@marcbachmann/cel-js';
import ipaddr from 'ipaddr.js';

/** An address in an expression. A class, because the library tells types by it. */
class Ip {
  constructor(readonly address: ipaddr.IPv4 | ipaddr.IPv6) {}
}

/** A range of addresses in an expression. */
class Range {
  constructor(readonly ip: Ip, readonly length: number) {}
}

/** Kubernetes takes no leading zeros, no zone and no IPv4 address in the clothes of IPv6. */
function parseIp(text: string): Ip {
  const isV4 = ipaddr.IPv4.isValidFourPartDecimal(text);
  if (isV4 && !/(^|\.)0\d/.test(text)) return new Ip(ipaddr.IPv4.parse(text));
  if (!isV4 && ipaddr.IPv6.isValid(text) && !text.includes('%')) {
    const address = ipaddr.IPv6.parse(text);
    if (!address.isIPv4MappedAddress()) return new Ip(address);
  }
  throw new Error(`${JSON.stringify(text)} is no address`);
}

function parseRange(text: string): Range {
  const [address, length = ''] = text.split('/');
  const ip = parseIp(address);
  const bits = ip.address.kind() === 'ipv4' ? 32 : 128;
  if (!/^(0|[1-9]\d*)$/.test(length) || Number(length) > bits)
    throw new Error(`${JSON.stringify(text)} is no range of addresses`);
  return new Range(ip, Number(length));
}

function contains({ ip, length }: Range, { address }: Ip): boolean {
  if (address instanceof ipaddr.IPv4)
    return (
      ip.address instanceof ipaddr.IPv4 && address.match(ip.address, length)
    );
  return ip.address instanceof ipaddr.IPv6 && address.match(ip.address, length);
}

const families = { ipv4: 4n, ipv6: 6n } as const;

/** `ip`, `cidr` and their functions. */
export function addAddresses(environment: Environment): void {
  environment.registerType('net.IP', Ip);
  environment.registerType('net.CIDR', Range);
  const add = (signature: string, handler: (...args: never[]) => unknown) =>
    environment.registerFunction(signature, handler);
  const valid = (parse: (text: string) => unknown) => (text: string) => {
    try {
      parse(text);
      return true;
    } catch {
      return false;
    }
  };
  add('ip(string): net.IP', parseIp);
  add('isIP(string): bool', valid(parseIp));
  add('cidr(string): net.CIDR', parseRange);
  add('isCIDR(string): bool', valid(parseRange));
  add('net.IP.family(): int', ({ address }: Ip) => families[address.kind()]);
  add('net.IP.isLoopback(): bool', rangeOf('loopback'));
  add('net.IP.isUnspecified(): bool', rangeOf('unspecified'));
  add('net.CIDR.ip(): net.IP', ({ ip }: Range) => ip);
  add('net.CIDR.prefixLength(): int', ({ length }: Range) => BigInt(length));
  add('net.CIDR.containsIP(net.IP): bool', contains);
  add('net.CIDR.containsIP(string): bool', (range: Range, text: string) =>
    contains(range, parseIp(text)),
  );
  const holds = (outer: Range, inner: Range) =>
    outer.length <= inner.length && contains(outer, inner.ip);
  add('net.CIDR.containsCIDR(net.CIDR): bool', holds);
  add('net.CIDR.containsCIDR(string): bool', (outer: Range, text: string) =>
    holds(outer, parseRange(text)),
  );
}

function rangeOf(name: 'loopback' | 'unspecified') {
  return ({ address }: Ip) => address.range() === name;
}
