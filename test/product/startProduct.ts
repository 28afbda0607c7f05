import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { atEnd } from '../cluster/rig/atEnd';

const root = resolve(__dirname, '../..');

/** `npm start` as a user runs it, on free ports and with a state folder of its own. */
export interface Product {
  readonly appUrl: string;
  readonly backendUrl: string;
  readonly forgeUrl: string;
  readonly stateDir: string;
  /** From the start of the process to the line that says everything answers. */
  readonly readyMs: number;
  /** The token of the person who reviews. */
  readonly reviewerToken: string;
  /** What it has printed so far. */
  output(): string;
  /** Ends it as Ctrl-C does; resolves to the exit code. */
  stop(): Promise<number | null>;
  /** Forgets its state; only after `stop`. */
  remove(): void;
}

/** How long an end may take. */
const patienceMs = 30_000;

export interface StartOptions {
  /** Of package.json; default: `start`. */
  readonly script?: 'start' | 'start:cluster';
  /** Of an earlier run, to go on with; default: a new one. */
  readonly stateDir?: string;
  readonly timeoutMs?: number;
}

/** @throws Error with the last output, when it isn't ready in time or ends before. */
export async function startProduct({
  script = 'start',
  stateDir,
  timeoutMs = 180_000,
}: StartOptions = {}): Promise<Product> {
  const state = stateDir ?? mkdtempSync(join(tmpdir(), 'tenantry-'));
  const [app, backend, forge] = await freePorts(3);
  const started = performance.now();
  const child = spawn('npm', ['run', script], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      BROWSER: 'none',
      TENANTRY_STATE_DIR: state,
      TENANTRY_APP_PORT: String(app),
      TENANTRY_BACKEND_PORT: String(backend),
      TENANTRY_FORGE_PORT: String(forge),
    },
  });
  let text = '';
  const ended = new Promise<number | null>(resolve_ =>
    child.once('exit', code => resolve_(code)),
  );
  const ready = new Promise<void>((resolve_, reject) => {
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('Tenantry is ready')) resolve_();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', code =>
      reject(
        new Error(
          `npm run ${script} ended with ${code}:\n${text.slice(-4000)}`,
        ),
      ),
    );
    setTimeout(
      () =>
        reject(
          new Error(
            `npm run ${script} was not ready in ${timeoutMs} ms:\n${text.slice(
              -4000,
            )}`,
          ),
        ),
      timeoutMs,
    ).unref();
  });
  const remove = () => rmSync(state, { recursive: true, force: true });
  const signal = (name: NodeJS.Signals) => {
    if (child.exitCode === null && child.pid !== undefined)
      process.kill(-child.pid, name);
  };
  // Ctrl-C reaches this process alone, for the product has a group of its own.
  const forget = atEnd(() => signal('SIGINT'));
  const stop = async () => {
    signal('SIGINT');
    const impatience = setTimeout(() => signal('SIGKILL'), patienceMs);
    const code = await ended;
    clearTimeout(impatience);
    forget();
    return code;
  };
  try {
    await ready;
  } catch (error) {
    await stop();
    if (stateDir === undefined) remove();
    throw error;
  }
  return {
    appUrl: `http://localhost:${app}`,
    backendUrl: `http://localhost:${backend}`,
    forgeUrl: `http://localhost:${forge}`,
    stateDir: state,
    readyMs: performance.now() - started,
    reviewerToken: readFileSync(
      join(state, 'forge', 'reviewer.token'),
      'utf8',
    ).trim(),
    output: () => text,
    stop,
    remove,
  };
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve_, reject) => {
          const server = createServer();
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => resolve_(server));
        }),
    ),
  );
  const ports = servers.map(server => {
    const address = server.address();
    if (typeof address !== 'object' || !address) throw new Error('no port');
    return address.port;
  });
  await Promise.all(
    servers.map(server => new Promise(resolve_ => server.close(resolve_))),
  );
  return ports;
}
