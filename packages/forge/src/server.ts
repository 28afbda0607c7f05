import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

import { apiRoutes } from './api';
import { apiError } from './api/errors';
import type { ForgeContext } from './context';
import { pageRoutes } from './pages';
import { limitBody } from './limitBody';
import { notFound } from './refusal';
import { smartHttpRoutes } from './smartHttp';

const MAX_BODY = 50 * 1024 * 1024;

/** Everything the forge serves. */
export function createApp(forge: ForgeContext): Hono {
  const app = new Hono();
  // A name that someone else's DNS points to this machine would let their pages read ours.
  app.use(async (c, next) => {
    if (!isLoopbackHost(c.req.header('Host'))) {
      return c.text('This forge answers to localhost only\n', 403);
    }
    return next();
  });
  app.use(limitBody(MAX_BODY));
  app.route('/api', apiRoutes(forge));
  app.all('/api/*', c => apiError(forge, notFound(), c));
  app.route('/', smartHttpRoutes(forge));
  app.route('/', pageRoutes(forge));
  app.onError((error, c) => apiError(forge, error, c));
  return app;
}

function isLoopbackHost(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host ?? '');
}

export interface RunningServer {
  readonly port: number;
  /** Takes no more requests and waits for those under way. */
  close(): Promise<void>;
}

/** The port the forge was told to use belongs to somebody else. */
export class PortInUseError extends Error {
  readonly name = 'PortInUseError';
  readonly code = 'EADDRINUSE';
  constructor(readonly port: number, options: ErrorOptions) {
    super(
      `Port ${port} is in use, so the forge cannot start: stop what listens there, or give the forge another port (0 takes any free one)`,
      options,
    );
  }
}

function isAddressInUse(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'EADDRINUSE'
  );
}

function portOf(address: ReturnType<Server['address']>): number {
  return typeof address === 'object' && address ? address.port : 0;
}

/** How long closing waits for a request, such as a clone by a slow reader, before it cuts it off. */
const PATIENCE = 10_000;

export async function listen(
  port: number,
  respond: (request: Request) => Response | Promise<Response>,
): Promise<RunningServer> {
  const server = createServer(
    // The forge may run in one process with others, whose globals are not ours to replace.
    getRequestListener(respond, { overrideGlobalObjects: false }),
  );
  let underWay = 0;
  let finished: (() => void) | undefined;
  server.on('request', (_request, response) => {
    underWay += 1;
    response.once('close', () => {
      underWay -= 1;
      if (underWay === 0) {
        finished?.();
      }
    });
  });
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    if (isAddressInUse(cause)) {
      throw new PortInUseError(port, { cause });
    }
    throw cause;
  }
  return {
    port: portOf(server.address()),
    async close() {
      const closed = new Promise(resolve => server.close(resolve));
      if (underWay > 0) {
        const timer = setTimeout(() => finished?.(), PATIENCE);
        await new Promise<void>(resolve => {
          finished = resolve;
        });
        clearTimeout(timer);
      }
      server.closeAllConnections();
      await closed;
    },
  };
}
