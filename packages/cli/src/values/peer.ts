import { readPorts, type TypedPort } from './ports';
import type { ReadValue } from './readValue';

export interface TypedPeer {
  readonly tenant: string;
  readonly environment: string;
  readonly ports: readonly TypedPort[];
}

/** Reads `ledger/prod:8443`. */
export function readPeer(text: string): ReadValue<TypedPeer> {
  const [, tenant, environment, ports = ''] =
    /^([^/:]+)\/([^/:]+):(.+)$/.exec(text) ?? [];
  const numbers = readPorts(ports);
  return numbers === undefined
    ? {
        ok: false,
        message: 'a peer is written as tenant/environment:ports',
        example: 'ledger/prod:8443',
      }
    : { ok: true, value: { tenant, environment, ports: numbers } };
}
