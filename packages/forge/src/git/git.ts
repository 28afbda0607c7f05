import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';

/** What one finished git process answered. */
export interface GitResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface GitRunOptions {
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are answers rather than failures; 0 always is. */
  readonly allow?: readonly number[];
}

/** Runs the git binary; every child is known, so that closing the forge can wait for it. */
export interface Git {
  run(
    dir: string,
    args: readonly string[],
    options?: GitRunOptions,
  ): Promise<GitResult>;
  /** For answers too large to hold: the caller consumes the child's output. */
  stream(
    dir: string,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): ChildProcessWithoutNullStreams;
  /** Resolves when no child is running. */
  idle(): Promise<void>;
}

export class GitError extends Error {
  readonly name = 'GitError';
  constructor(
    readonly args: readonly string[],
    readonly code: number,
    readonly stderr: string,
  ) {
    super(`git ${args[0]} failed with code ${code}: ${stderr.trim()}`);
  }
}

/** More processes than this at once only wait for each other. */
const MAX_PROCESSES = 16;

/**
 * The environment of every git process: nothing of the machine's or the user's configuration, no
 * prompt, no hook, no replaced object, and paths taken literally.
 */
export function gitEnvironment(): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    ...(process.env.SYSTEMROOT ? { SYSTEMROOT: process.env.SYSTEMROOT } : {}),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LITERAL_PATHSPECS: '1',
  };
}

const CONFIGURATION = [
  'core.hooksPath=/dev/null',
  'core.quotePath=false',
  'core.logAllRefUpdates=false',
  'gc.auto=0',
  // Most of the time of a write goes into waiting for the disk. What is kept here survives the end
  // of the process, and need not survive a power cut.
  'core.fsync=none',
  'http.receivepack=false',
  'uploadpack.allowFilter=true',
  'uploadpack.allowReachableSHA1InWant=true',
].flatMap(setting => ['-c', setting]);

export function createGit(): Git {
  const running = new Set<Promise<void>>();
  const waiting: Array<() => void> = [];
  let active = 0;

  function start(
    dir: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): ChildProcessWithoutNullStreams {
    const child = spawn('git', [...CONFIGURATION, ...args], {
      cwd: dir,
      env: { ...gitEnvironment(), GIT_DIR: dir, ...env },
      windowsHide: true,
    });
    const ended = new Promise<void>(resolve => {
      child.once('close', () => resolve());
      child.once('error', () => resolve());
    });
    running.add(ended);
    ended.then(() => running.delete(ended));
    // A child that exits before it has read everything is judged by its exit code.
    child.stdin.on('error', () => {});
    return child;
  }

  async function turn(): Promise<void> {
    if (active >= MAX_PROCESSES) {
      await new Promise<void>(resolve => waiting.push(resolve));
    }
    active += 1;
  }

  function done(): void {
    active -= 1;
    waiting.shift()?.();
  }

  return {
    async run(dir, args, options = {}) {
      await turn();
      try {
        return await collect(start(dir, args, options.env), args, options);
      } finally {
        done();
      }
    },
    stream: start,
    async idle() {
      while (running.size > 0) {
        await Promise.all(running);
      }
    },
  };
}

function collect(
  child: ChildProcessWithoutNullStreams,
  args: readonly string[],
  { input, allow = [] }: GitRunOptions,
): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', chunk => stdout.push(chunk));
    child.stderr.on('data', chunk => stderr.push(chunk));
    child.once('error', reject);
    child.once('close', code => {
      const result = {
        code: code ?? -1,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString(),
      };
      if (result.code === 0 || allow.includes(result.code)) {
        resolve(result);
      } else {
        reject(new GitError(args, result.code, result.stderr));
      }
    });
    child.stdin.end(input ?? '');
  });
}
