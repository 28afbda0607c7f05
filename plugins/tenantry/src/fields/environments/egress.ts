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

/** `443, 514/UDP` as a list: bare numbers are numbers, the rest stays text for the model to judge. */
export function portsFrom(text: string): EgressValue['ports'] {
  return text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(port => (/^[0-9]{1,5}$/.test(port) ? Number(port) : port));
}

export function portsText(ports: EgressValue['ports']): string {
  return ports.join(', ');
}
