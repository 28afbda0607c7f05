import type { EgressValue } from './types';

/** Digits, a colon or a slash can only begin an address; everything else is a host name. */
function looksLikeAddress(destination: string): boolean {
  return (
    /^[0-9.]+(\/.*)?$/.test(destination) ||
    /^[0-9a-f]*:/i.test(destination) ||
    destination.includes('/')
  );
}

/** What a person typed as destination, under the key it belongs to. */
export function withDestination(rule: EgressValue, typed: string): EgressValue {
  const destination = typed.trim();
  const { ports } = rule;
  return looksLikeAddress(destination)
    ? { cidr: destination, ports }
    : { host: destination, ports };
}

export function destinationOf({ cidr, host }: EgressValue): string {
  return cidr ?? host ?? '';
}
