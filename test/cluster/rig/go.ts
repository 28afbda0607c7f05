import { spawn } from 'node:child_process';
import { atEnd } from './atEnd';
import { MissingRequirement } from './missing';

const flags = '-mod=readonly -buildvcs=false';

/**
 * Runs `go` in a folder; resolves to what it prints.
 *
 * @throws MissingRequirement without Go or with one that is too old; Error with its messages when it fails.
 */
export function go(
  directory: string,
  args: readonly string[],
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('go', args, {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: flags, GOWORK: 'off' },
    });
    const forget = atEnd(() => child.kill());
    let output = '';
    let messages = '';
    child.stdout.on('data', chunk => (output += chunk));
    child.stderr.on('data', chunk => (messages += chunk));
    child.once('error', (cause: NodeJS.ErrnoException) => {
      forget();
      reject(
        cause.code === 'ENOENT'
          ? missing('there is no `go` on the PATH')
          : cause,
      );
    });
    child.once('close', code => {
      forget();
      const tooOld = /requires go >= \S+ \(running go [^;)]+/.exec(messages);
      if (code === 0) resolve(output);
      else if (tooOld) reject(missing(`${tooOld[0]})`));
      else {
        reject(
          new Error(
            `go ${args.join(' ')} failed:\n${(messages || output).slice(
              -4000,
            )}`,
          ),
        );
      }
    });
  });
}

function missing(what: string): MissingRequirement {
  return new MissingRequirement(
    `The cluster rig builds etcd, Kubernetes and Kyverno from source and needs Go 1.26.6 or newer: ${what}. Install it from https://go.dev/dl and start again.`,
  );
}
