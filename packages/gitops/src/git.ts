import { spawn } from 'node:child_process';

/** A git process that ended badly. Holds no credentials: those travel in the environment only. */
export class GitError extends Error {
  override readonly name = 'GitError';
  constructor(
    readonly command: string,
    readonly stderr: string,
    readonly reason: 'failed' | 'timed-out' | 'not-started',
    options?: ErrorOptions,
    /** What it wrote before it failed, and its exit code. */
    readonly ended?: { readonly code: number | null; readonly stdout: Buffer },
  ) {
    super(
      `git ${command} ${reason.replace('-', ' ')}: ${stderr.trim()}`,
      options,
    );
  }
}

export interface GitOptions {
  /** Where git runs; also its home, so that no configuration or password file of the user is read. */
  readonly directory: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/** Git in one place, with one environment. */
export type RunGit = (
  args: readonly string[],
  options?: Pick<GitOptions, 'input'>,
) => Promise<Buffer>;

export function gitIn(directory: string): RunGit {
  return (args, options) => git(args, { ...options, directory });
}

const defaultTimeoutMs = 60_000;

/** What a network needs and git would otherwise find in the user's environment. */
const passedOn = [
  'PATH',
  'SYSTEMROOT',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'GIT_SSL_CAINFO',
];

/** Runs the git binary to its end and answers what it wrote. Throws `GitError`. */
export function git(
  args: readonly string[],
  options: GitOptions,
): Promise<Buffer> {
  const command = args.find(arg => !arg.startsWith('-')) ?? '';
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, {
      cwd: options.directory,
      env: { ...environment(options.directory), ...options.env },
      // A group of its own, so that a time-out also ends the helper that holds the connection.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      endGroup(child.pid);
    }, options.timeoutMs ?? defaultTimeoutMs);

    child.stdout.on('data', chunk => stdout.push(chunk));
    child.stderr.on('data', chunk => stderr.push(chunk));
    // A child that exits before it has read everything is judged by its exit code.
    child.stdin.on('error', () => {});
    child.once('error', cause => {
      clearTimeout(timer);
      reject(
        new GitError(command, 'is the git binary installed?', 'not-started', {
          cause,
        }),
      );
    });
    child.once('close', code => {
      clearTimeout(timer);
      if (code === 0) return resolve(Buffer.concat(stdout));
      const said = Buffer.concat(stderr).toString();
      return reject(
        new GitError(
          command,
          said,
          timedOut ? 'timed-out' : 'failed',
          undefined,
          { code, stdout: Buffer.concat(stdout) },
        ),
      );
    });
    child.stdin.end(options.input ?? '');
  });
}

function environment(directory: string): Record<string, string> {
  const inherited = passedOn.flatMap(name => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(inherited),
    HOME: directory,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_ALLOW_PROTOCOL: 'https',
  };
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended in the meantime.
  }
}
