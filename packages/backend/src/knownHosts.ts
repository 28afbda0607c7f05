import type { IncomingMessage, ServerResponse } from 'node:http';

type Middleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
) => void;

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Answers only to names this backend is known by: the hosts of `urls`, and this machine, on any port. A page of another
 * site whose name somebody points at this machine (DNS rebinding) would otherwise sign in as the guest.
 */
export function knownHosts(urls: readonly string[]): Middleware {
  const known = new Set([
    ...loopback,
    ...urls.map(url => new URL(url).hostname.toLowerCase()),
  ]);
  return ({ headers }, response, next) => {
    if (known.has(nameIn(headers.host ?? ''))) {
      next();
      return;
    }
    response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(
      'This backend does not answer to the Host of this request: use the address in backend.baseUrl.\n',
    );
  };
}

/** A Host header without its port. */
function nameIn(host: string): string {
  return host.replace(/:\d*$/, '').toLowerCase();
}
