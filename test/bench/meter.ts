import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What went to the forge. */
export interface Traffic {
  readonly calls: number;
  /** Calls that make or change something: what GitHub's secondary limits count. */
  readonly writes: number;
  /** Lines, headers and bodies of the requests. */
  readonly bytes: number;
}

export interface Meter {
  readonly url: string;
  /** Since the last time. */
  read(): Traffic;
  close(): Promise<void>;
}

/** A proxy in front of a forge that counts what goes through it, whoever sends it and by whichever library. */
export async function startMeter(forgeUrl: string): Promise<Meter> {
  const sockets = new Set<Socket>();
  let calls = 0;
  let writes = 0;
  let closedBytes = 0;
  let bytesBefore = 0;

  const server: Server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { method = 'GET', url = '/', headers } = incoming;
    calls += 1;
    if (changes(method, url, body)) writes += 1;
    const passedOn = request(
      `${forgeUrl}${url}`,
      { method, headers },
      answer => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    passedOn.on('error', error => outgoing.destroy(error));
    passedOn.end(body);
  });
  server.on('connection', socket => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      closedBytes += socket.bytesRead;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    read() {
      const open = [...sockets].map(({ bytesRead }) => bytesRead);
      const bytesNow = open.reduce((sum, bytes) => sum + bytes, closedBytes);
      const traffic = { calls, writes, bytes: bytesNow - bytesBefore };
      [calls, writes, bytesBefore] = [0, 0, bytesNow];
      return traffic;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function changes(method: string, url: string, body: Buffer): boolean {
  if (url.endsWith('/graphql'))
    return /"query":\s*"\s*mutation/.test(`${body}`);
  return method !== 'GET' && method !== 'HEAD';
}
