import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { BackendFeature } from '@backstage/backend-plugin-api';
import { startExampleRepository } from '@tenantry/backstage-plugin-tenantry-node/testUtils';
import type { FleetPage } from '@tenantry/backstage-plugin-tenantry-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { startForge } from '@tenantry/forge';
import knexFactory, { type Knex } from 'knex';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import request from 'supertest';
import { tenantryPlugin } from '../plugin';
import { exampleFleet } from './exampleFleet';
import { heldObjects } from './heldObjects';
import { startTestCluster, type TestCluster } from './testCluster';

/** What a portal works with: the example's repository, and clusters that hold and proved all of it. */
export interface Surroundings {
  readonly clusters: readonly TestCluster[];
  /** The file of the database, which all portals share. */
  readonly database: string;
  startPortal(extra?: readonly BackendFeature[]): Promise<TestPortal>;
  stop(): Promise<void>;
}

export interface TestPortal {
  /** As somebody who is signed in. */
  get<T>(path: string): Promise<{ readonly status: number; readonly body: T }>;
  /** Tenants and environments with their state, such as `ledger-dev holding`. */
  states(): Promise<string[]>;
  stop(): Promise<void>;
}

/** @param directory an empty folder. */
export async function startSurroundings(
  directory: string,
): Promise<Surroundings> {
  const { forge, config } = await startExampleRepository(startForge, directory);
  const fleet = await exampleFleet();
  const names = fleet.clusters.map(({ metadata }) => metadata.name);
  const [whereArgoRuns] = names;
  const kubeconfig = (name: string) => join(directory, `${name}.yaml`);
  const clusters = await Promise.all(
    names.map(async name => {
      const objects = heldObjects(fleet, name, name === whereArgoRuns);
      const cluster = await startTestCluster(objects);
      await writeFile(kubeconfig(name), cluster.kubeconfig());
      return cluster;
    }),
  );
  const data = {
    ...config,
    tenantry: {
      ...config.tenantry,
      clusters: Object.fromEntries(
        names.map(name => [
          name,
          { kubeconfig: kubeconfig(name), argoCd: name === whereArgoRuns },
        ]),
      ),
    },
  };
  const database = join(directory, 'fleet.sqlite');
  return {
    clusters,
    database,
    async startPortal(extra = []) {
      const knex = openFile(database);
      const backend = await startTestBackend({
        features: [
          tenantryPlugin,
          catalogServiceMock.factory({ entities: [] }),
          mockServices.rootConfig.factory({ data }),
          mockServices.database.factory({ knex, migrations: { skip: false } }),
          ...extra,
        ],
      });
      const get: TestPortal['get'] = async path => {
        const { status, body } = await request(backend.server)
          .get(`/api/tenantry${path}`)
          .set('Authorization', mockCredentials.user.header());
        return { status, body };
      };
      return {
        get,
        async states() {
          const { body } = await get<FleetPage>('/fleet?sort=name');
          return body.tenants.flatMap(({ name, state, environments }) => [
            `${name} ${state}`,
            ...environments.map(each => `${name}-${each.name} ${each.state}`),
          ]);
        },
        async stop() {
          await backend.stop();
          // Backstage leaves those of SQLite open.
          await knex.destroy();
        },
      };
    },
    async stop() {
      for (const cluster of clusters) await cluster.stop();
      await forge.close();
    },
  };
}

export function openFile(filename: string): Knex {
  return knexFactory({
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
  });
}
