import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

/** Something the person at the keyboard can put right; shown as one line, without a stack. */
export class UserError extends Error {}

/** Node 22 is the oldest that Backstage and the SQLite driver run on. */
export function checkNode(version: string): void {
  const major = Number(version.split('.')[0]);
  if (major >= 22) return;
  throw new UserError(
    `Tenantry runs on Node 22 or newer, and this is Node ${version}. On Linux \`npm ci\` brings its own: start with \`npm start\`; elsewhere install Node 24.`,
  );
}

/** The forge merges with `git merge-tree --write-tree`, which git has since 2.38. */
export async function checkGit(): Promise<void> {
  const version = await gitVersion();
  if (!version) {
    throw new UserError(
      'Tenantry needs git 2.38 or newer, and there is no `git` on the PATH: install it and start again.',
    );
  }
  const [major, minor] = version.split('.').map(Number);
  if (major > 2 || (major === 2 && minor >= 38)) return;
  throw new UserError(
    `Tenantry needs git 2.38 or newer, and this is git ${version}: update it and start again.`,
  );
}

export interface WantedPort {
  readonly port: number;
  readonly use: string;
  /** The variable that moves it. */
  readonly variable: string;
}

/** Refuses to start when any of the ports is taken; nothing has been started by then. */
export async function checkPorts(ports: readonly WantedPort[]): Promise<void> {
  for (const { port, use, variable } of ports) {
    if (await isFree(port)) continue;
    throw new UserError(
      `Port ${port} (${use}) is in use. Stop the program that holds it (\`lsof -i :${port}\` names it), or choose another port: ${variable}=${
        port + 10000
      } npm start.`,
    );
  }
}

async function gitVersion(): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('git', ['--version']);
    return /(\d+\.\d+(?:\.\d+)?)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

/** `localhost` may mean either address, so both have to be free. */
async function isFree(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '::1'));
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'EADDRINUSE' && error.code !== 'EACCES'),
    );
    server.listen({ port, host, exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}
