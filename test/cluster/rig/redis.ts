import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { ControlPlane } from './controlPlane';
import { MissingRequirement } from './missing';
import { freePorts } from './ports';

export interface Redis {
  readonly port: number;
  readonly password: string;
}

/** A Redis of our own on loopback, which keeps nothing on disk. */
export async function startRedis(plane: ControlPlane): Promise<Redis> {
  const command = await requireRedis();
  const [port] = await freePorts(1);
  const password = randomBytes(24).toString('hex');
  const directory = join(plane.directory, 'redis');
  await mkdir(directory, { mode: 0o700 });
  // In a file: everybody can read the arguments of a process.
  const settings = join(directory, 'redis.conf');
  await writeFile(
    settings,
    [
      'bind 127.0.0.1',
      `port ${port}`,
      `requirepass ${password}`,
      'save ""',
      'appendonly no',
      `dir ${directory}`,
      '',
    ].join('\n'),
    { mode: 0o600 },
  );
  await plane.run({ name: 'redis', command, args: [settings] });
  return { port, password };
}

/**
 * The path of an installed one, or of Debian's, installed now where we are root. Whoever builds something first asks for it first.
 *
 * @throws MissingRequirement
 */
export async function requireRedis(): Promise<string> {
  const found = onPath();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('installing redis-server …');
    const run = promisify(execFile);
    await run('apt-get', ['update', '-q']);
    // Its service is not wanted, only the program.
    await run('apt-get', ['install', '-y', '-q', 'redis-server'], {
      env: { ...process.env, RUNLEVEL: '1', DEBIAN_FRONTEND: 'noninteractive' },
    });
    const installed = onPath();
    if (installed) return installed;
  }
  throw new MissingRequirement(
    'Argo CD needs Redis: install `redis-server` (Debian: apt-get install redis-server) and start again.',
  );
}

function onPath(): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map(folder => join(folder, 'redis-server'))
    .find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
