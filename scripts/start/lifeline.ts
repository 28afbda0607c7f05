import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';

/** Tells when a process of the backend ends; see `lifeline.cjs` for the other side. */
export interface Lifeline {
  /** Variables for the processes to be watched. */
  readonly env: Record<string, string>;
  close(): void;
}

/** After a change of a source file the backend is started anew; only a longer absence is the end of it. */
const RESTART_GRACE_MS = 20_000;

export async function openLifeline(options: {
  root: string;
  onBackendGone: () => void;
}): Promise<Lifeline> {
  const backendEntry = join(options.root, 'packages', 'backend', 'src');
  const others = new Set<Socket>();
  const backends = new Set<Socket>();
  // A process that has just begun is too busy loading modules to say what it is.
  const unknown = new Set<Socket>();
  let seen = false;
  let timer: NodeJS.Timeout | undefined;

  function look(): void {
    clearTimeout(timer);
    if (!seen || backends.size > 0 || unknown.size > 0) return;
    timer = setTimeout(options.onBackendGone, RESTART_GRACE_MS).unref();
  }

  const server = createServer(socket => {
    unknown.add(socket);
    look();
    socket.setEncoding('utf8');
    socket.once('data', (line: string) => {
      const isBackend = line.trim().startsWith(backendEntry);
      seen ||= isBackend;
      unknown.delete(socket);
      (isBackend ? backends : others).add(socket);
      look();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      // Ended before it could say anything: most likely the backend, by a mistake in a module.
      seen ||= unknown.has(socket);
      for (const group of [unknown, backends, others]) group.delete(socket);
      look();
    });
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  const hook = join(options.root, 'scripts', 'start', 'lifeline.cjs');
  return {
    env: {
      TENANTRY_LIFELINE_PORT: String(port),
      NODE_OPTIONS: [
        process.env.NODE_OPTIONS,
        `--require ${JSON.stringify(hook)}`,
      ]
        .filter(Boolean)
        .join(' '),
    },
    close() {
      clearTimeout(timer);
      server.close();
      for (const group of [unknown, backends, others]) {
        for (const socket of group) socket.destroy();
      }
    },
  };
}
