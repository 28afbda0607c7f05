import { connect, createServer, type Server, type Socket } from 'node:net';
import { pipeline } from 'node:stream';

/** A way to a port of loopback that can be cut. */
export interface TcpProxy {
  readonly port: number;
  /** Breaks every connection and refuses new ones, as where nobody listens. */
  refuse(): Promise<void>;
  /** Lets in again, at the same port. */
  accept(): Promise<void>;
}

/** Leads from a free port of loopback to another one, byte for byte. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const server = createServer(near => {
    const far = connect(target, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    }
    // However one end goes, the other goes with it.
    pipeline(near, far, near, () => {});
  });
  const port = await listen(server, 0);
  return {
    port,
    async refuse() {
      const closed = new Promise<void>(resolve =>
        server.close(() => resolve()),
      );
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async accept() {
      await listen(server, port);
    },
  };
}

/** Resolves to the port. */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      if (typeof address === 'object' && address) resolve(address.port);
      else reject(new Error('no port'));
    });
  });
}
