import { splitPort } from '@tenantry/model';
import type { Port } from '@tenantry/model';
import type { Json } from '../objects';

/** Ports of a request as NetworkPolicy ports: TCP unless said otherwise. */
export function portRules(ports: readonly Port[]): Json[] {
  return ports.map(port => {
    const { protocol, port: number } = splitPort(port);
    return { protocol, port: number };
  });
}
