import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { atEnd } from './atEnd';
import { keep, release } from './keeper';

/** What to run; its output goes to `<directory>/<name>.log`. */
export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly directory: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningProcess {
  readonly name: string;
  readonly pid: number;
  /** The path of its log. */
  readonly log: string;
  /** Why it isn't running any more, with the last lines of its log; undefined while it runs or after `stop`. */
  failure(): string | undefined;
  /** SIGTERM, after 5 s SIGKILL; resolves when it has ended. */
  stop(): Promise<void>;
}

const PATIENCE_MS = 5_000;

/**
 * Starts a process that ends with this one at the latest. It is a plain child, so that no zombie is left and its end is
 * seen; it doesn't keep this process alive.
 *
 * @throws Error when the command can't be started.
 */
export async function startProcess(spec: ProcessSpec): Promise<RunningProcess> {
  const log = join(spec.directory, `${spec.name}.log`);
  const output = openSync(log, 'a', 0o600);
  const child = spawn(spec.command, spec.args, {
    cwd: spec.directory,
    env: { ...process.env, ...spec.env },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', cause =>
      reject(new Error(`${spec.name} can't be started`, { cause })),
    );
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${spec.name} has no pid`);
  child.unref();
  keep(pid);
  const forget = atEnd(() => child.kill('SIGKILL'));

  let stopping = false;
  let how: string | undefined;
  const ended = new Promise<void>(resolve =>
    child.once('exit', (code, signal) => {
      how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
      forget();
      release(pid);
      resolve();
    }),
  );
  return {
    name: spec.name,
    pid,
    log,
    failure: () =>
      how === undefined || stopping
        ? undefined
        : `${spec.name} ${how}. The end of ${log}:\n${lastLines(log)}`,
    async stop() {
      stopping = true;
      if (how !== undefined) return;
      // Somebody waits for it.
      child.ref();
      child.kill('SIGTERM');
      const impatience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      await ended;
      clearTimeout(impatience);
    },
  };
}

/** Ends them one after the other, the one started last first. */
export async function stopAll(
  processes: readonly RunningProcess[],
): Promise<void> {
  for (const each of [...processes].reverse()) await each.stop();
}

export function lastLines(path: string, count = 20): string {
  try {
    return readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-count)
      .join('\n');
  } catch {
    return '(no log)';
  }
}
