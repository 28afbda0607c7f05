import type { PortsValue } from './types';

/** `443, 514/UDP` as a list: bare numbers are numbers, the rest stays text for the model to judge. */
export function portsFrom(text: string): PortsValue {
  return text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(port => (/^[0-9]{1,5}$/.test(port) ? Number(port) : port));
}

export function portsText(ports: PortsValue): string {
  return ports.join(', ');
}
