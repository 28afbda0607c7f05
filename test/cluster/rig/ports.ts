import { createServer, type Server } from 'node:net';

/** As many ports of 127.0.0.1 as asked for, free a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  // All are held at the same time, so that none is given twice.
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map(server => {
    const address = server.address();
    if (typeof address !== 'object' || !address) throw new Error('no port');
    return address.port;
  });
  await Promise.all(
    servers.map(server => new Promise(resolve => server.close(resolve))),
  );
  return ports;
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

/** One more attempt, with other ports, when somebody took one between asking and listening. */
export async function retryTakenPort<T>(start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const taken =
      error instanceof Error &&
      error.message.includes('address already in use');
    if (!taken) throw error;
    return start();
  }
}
