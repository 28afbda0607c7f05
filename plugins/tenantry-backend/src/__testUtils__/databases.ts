import { mockServices } from '@backstage/backend-test-utils';
import type { DatabaseService } from '@backstage/backend-plugin-api';
import knexFactory, { type Knex } from 'knex';
import { findPostgres, startPostgres, type Postgres } from './postgres';

/** A kind of database that the plugin runs on. */
export interface TestDatabase {
  open(): Promise<Knex>;
  stop(): Promise<void>;
}

/** Every kind of database there is on this machine; of one that is missing, standard error tells why. */
export function testDatabases(): [name: string, database: TestDatabase][] {
  const found = findPostgres();
  if ('missing' in found) {
    process.stderr.write(`PostgreSQL is not tested: ${found.missing}\n`);
    return [['SQLite', sqlite()]];
  }
  return [
    ['SQLite', sqlite()],
    ['PostgreSQL', postgres(found.bin)],
  ];
}

/** The service that Backstage would give the plugin. */
export function databaseService(knex: Knex): DatabaseService {
  return mockServices.database({ knex, migrations: { skip: false } });
}

export function sqlite(): TestDatabase {
  const clients: Knex[] = [];
  return {
    async open() {
      const client = knexFactory({
        client: 'better-sqlite3',
        connection: ':memory:',
        useNullAsDefault: true,
      });
      clients.push(client);
      return client;
    },
    async stop() {
      await Promise.all(clients.map(client => client.destroy()));
    },
  };
}

function postgres(bin: string): TestDatabase {
  let server: Promise<Postgres> | undefined;
  return {
    async open() {
      server ??= startPostgres(bin);
      return (await server).database();
    },
    async stop() {
      await (await server)?.stop();
    },
  };
}
