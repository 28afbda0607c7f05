import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knexFactory, { type Knex } from 'knex';

const debianFolder = '/usr/lib/postgresql';

/**
 * The folder of PostgreSQL's programs: `POSTGRES_BIN`, an installed one, or Debian's, installed now where we are root;
 * otherwise why there is none.
 */
export function findPostgres(): { readonly bin: string } | { missing: string } {
  const bin = installed();
  if (bin) return { bin };
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return {
      missing:
        'there is no PostgreSQL here; install it, or name the folder of its programs in POSTGRES_BIN',
    };
  try {
    install();
  } catch (error) {
    return { missing: `PostgreSQL can't be installed: ${error}` };
  }
  const found = installed();
  return found ? { bin: found } : { missing: 'apt-get brought no PostgreSQL' };
}

function installed(): string | undefined {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder) : [];
  return [
    process.env.POSTGRES_BIN ?? '',
    ...versions
      .sort((left, right) => Number(right) - Number(left))
      .map(version => join(debianFolder, version, 'bin')),
    '/usr/local/bin',
    '/opt/homebrew/bin',
  ].find(folder => folder !== '' && existsSync(join(folder, 'initdb')));
}

function install(): void {
  // Debian would start a server of its own, which nobody asked for.
  mkdirSync('/etc/postgresql-common', { recursive: true });
  writeFileSync(
    '/etc/postgresql-common/createcluster.conf',
    'create_main_cluster = false\n',
  );
  const options = {
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  } as const;
  execFileSync('apt-get', ['update', '-q'], options);
  execFileSync(
    'apt-get',
    [
      'install',
      '-y',
      '-q',
      '--no-install-recommends',
      '-o',
      'Dpkg::Options::=--force-confold',
      'postgresql',
    ],
    options,
  );
}

export interface Postgres {
  /** A client of a new, empty database. */
  database(): Promise<Knex>;
  stop(): Promise<void>;
}

/** Starts a server on loopback, in a folder of its own under the system's temporary one. */
export async function startPostgres(bin: string): Promise<Postgres> {
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-postgres-'));
  const account = accountOf(directory);
  const data = join(directory, 'data');
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    { stdio: 'ignore', ...account },
  );
  const port = await freePort();
  const server = spawn(
    join(bin, 'postgres'),
    [
      ['-D', data],
      ['-p', String(port)],
      ['-c', 'listen_addresses=127.0.0.1'],
      ['-c', 'unix_socket_directories='],
      ['-c', 'fsync=off'],
      ['-c', 'max_connections=300'],
    ].flat(),
    { stdio: 'ignore', ...account },
  );
  const connection = { host: '127.0.0.1', port, user: 'postgres' };
  const clients: Knex[] = [];
  const connect = (database: string) => {
    const client = knexFactory({
      client: 'pg',
      connection: { ...connection, database },
      pool: { min: 0, max: 5, idleTimeoutMillis: 1_000 },
    });
    clients.push(client);
    return client;
  };
  const admin = connect('postgres');
  await untilReady(admin, () => server.exitCode);
  return {
    async database() {
      const name = `test_${clients.length}`;
      await admin.raw('create database ??', [name]);
      return connect(name);
    },
    async stop() {
      await Promise.all(clients.map(client => client.destroy()));
      const ended = once(server, 'exit');
      // Fast shutdown: open connections are ended.
      server.kill('SIGINT');
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root; the folder then belongs to Debian's account for it, or to nobody. */
function accountOf(directory: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'));
  const [, , uid, gid] =
    accounts.find(([name]) => name === 'postgres') ??
    accounts.find(([name]) => name === 'nobody') ??
    [];
  const account = { uid: Number(uid), gid: Number(gid) };
  chownSync(directory, account.uid, account.gid);
  return account;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

async function untilReady(
  admin: Knex,
  exitCode: () => number | null,
): Promise<void> {
  for (;;) {
    try {
      await admin.raw('select 1');
      return;
    } catch (error) {
      if (exitCode() !== null) throw error;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }
}
