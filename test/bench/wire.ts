import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';

/** What went to API servers, and what came back. */
export interface Wire {
  readonly lists: number;
  readonly watches: number;
  /** As encrypted, headers included. */
  readonly bytesRead: number;
}

const started = 'http.client.request.start';

/** Counts the requests of this process from now on, whichever library sends them, and the bytes of their connections. */
export function watchWire(): { stop(): Wire } {
  const sockets = new Set<Socket>();
  const paths: string[] = [];
  function count(message: unknown) {
    const { request } = message as { request: ClientRequest };
    paths.push(request.path);
    if (request.socket) sockets.add(request.socket);
    else request.once('socket', socket => sockets.add(socket));
  }
  subscribe(started, count);
  return {
    stop() {
      unsubscribe(started, count);
      const watches = paths.filter(path => path.includes('watch=true')).length;
      return {
        lists: paths.length - watches,
        watches,
        bytesRead: [...sockets].reduce(
          (sum, { bytesRead }) => sum + bytesRead,
          0,
        ),
      };
    },
  };
}
