import { isIP } from 'node:net';
import { readPorts, type TypedPort } from './ports';
import type { ReadValue } from './readValue';

export type Destination =
  | { readonly cidr: string; readonly ports: readonly TypedPort[] }
  | { readonly host: string; readonly ports: readonly TypedPort[] };

/** Reads `203.0.113.0/24:443,8443`, `2001:db8::/48:443` and `api.bank.example:443`. */
export function readDestination(text: string): ReadValue<Destination> {
  const [, to, ports] = /^(.+):([^:]+)$/.exec(text) ?? [];
  const numbers = ports === undefined ? undefined : readPorts(ports);
  if (numbers === undefined)
    return {
      ok: false,
      message: 'a destination is written as range:ports or host:ports',
      example: '203.0.113.0/24:443,8443',
    };
  return {
    ok: true,
    value: isAddress(to)
      ? { cidr: to, ports: numbers }
      : { host: to, ports: numbers },
  };
}

/** Without its ports, as for taking one away. */
export function readDestinationName(
  text: string,
): { readonly cidr: string } | { readonly host: string } {
  return isAddress(text) ? { cidr: text } : { host: text };
}

function isAddress(text: string): boolean {
  return text.includes('/') || isIP(text) > 0;
}
