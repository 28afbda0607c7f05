import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** A child with all its children, which are stopped together. */
export interface ProcessGroup {
  /** Resolves when the child itself has ended. */
  readonly ended: Promise<string>;
  /** Asks the whole group to end, insists after a while, and resolves when nothing of it is left. */
  stop(): Promise<void>;
}

const PATIENCE_MS = 10_000;

export function startGroup(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): ProcessGroup {
  // A group of its own must not read from the terminal: the kernel would stop it.
  const child = spawn(command, args, {
    ...options,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = new Promise<string>(resolve => {
    child.once('error', error => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(signal ? `ended by ${signal}` : `exit code ${code}`),
    );
  });
  const group = child.pid;
  return {
    ended,
    async stop() {
      if (group === undefined) return;
      send(group, 'SIGTERM');
      const deadline = Date.now() + PATIENCE_MS;
      while (isAlive(group) && Date.now() < deadline) await sleep(50);
      send(group, 'SIGKILL');
    },
  };
}

function send(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // Nothing of the group is left.
  }
}

function isAlive(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}
