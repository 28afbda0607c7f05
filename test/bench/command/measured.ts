import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What one whole process took, from its start to its end. */
export interface Measured {
  readonly ms: number;
  /** The most memory it held at once, MB; on Linux only, looked at every 5 ms. */
  readonly rssMb: number;
}

export interface MeasuredProcess extends Measured {
  readonly stdout: string;
  readonly code: number;
}

/** @throws Error with its messages when it ends with another code than those. */
export function measure(
  command: string,
  args: readonly string[],
  {
    cwd,
    codes = [0],
    keep = false,
  }: {
    readonly cwd: string;
    readonly codes?: readonly number[];
    /** Whether what it writes is wanted. */
    readonly keep?: boolean;
  },
): Promise<MeasuredProcess> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', keep ? 'pipe' : 'ignore', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let rssMb = 0;
    const timer = setInterval(() => {
      rssMb = Math.max(rssMb, peakOf(child.pid));
    }, 5);
    child.stdout?.on('data', chunk => stdout.push(chunk));
    child.stderr?.on('data', chunk => stderr.push(chunk));
    child.once('error', error => {
      clearInterval(timer);
      reject(error);
    });
    child.once('close', code => {
      clearInterval(timer);
      if (code !== null && codes.includes(code))
        resolve({
          ms: performance.now() - started,
          rssMb,
          stdout: Buffer.concat(stdout).toString(),
          code,
        });
      else
        reject(
          new Error(
            `${command} ended with ${code}:\n${Buffer.concat(stderr)
              .toString()
              .slice(-4000)}`,
          ),
        );
    });
  });
}

/** Source: proc_pid_status(5) */
function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
