import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import gitlabModule from '@backstage/plugin-scaffolder-backend-module-gitlab';
import {
  createTestRepository,
  proposeTenant,
  startExampleRepository,
  type ExampleRepository,
} from '@tenantry/backstage-plugin-tenantry-node/testUtils';
import { startForge } from '@tenantry/forge';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import request from 'supertest';
import { parse } from 'yaml';
import { scaffolderModuleTenantry } from './module';
import { guest } from './testing/people';

// Real git processes, on a machine that may be busy.
jest.setTimeout(60_000);

const templates = resolve(__dirname, '../../../templates');

function readTemplate(name: string) {
  const text = readFileSync(resolve(templates, name, 'template.yaml'), 'utf8');
  return parse(text, { merge: true });
}

const template = readTemplate('request-tenant-gitlab');

const values = {
  name: 'payments',
  title: 'Payments',
  owner: 'group:default/payments',
  access: { admins: ['payments-leads'] },
  environments: [
    { name: 'dev', cluster: 'dev-1' },
    { name: 'prod', cluster: 'prod-1' },
  ],
};

describe('template request-tenant-gitlab', () => {
  const directory = createMockDirectory();
  const asked: string[] = [];
  let example: ExampleRepository;
  let api: Server;
  let backend: Awaited<ReturnType<typeof startTestBackend>>;

  beforeAll(async () => {
    example = await startExampleRepository(startForge, directory.path);
    const github = createTestRepository(
      mockServices.rootConfig({ data: example.config }),
      mockServices.logger.mock(),
    );
    // The tenant is there already, so that the next request also removes files.
    await (await proposeTenant(github, values)).merge();

    // Git is served by the forge; of GitLab's API rendering needs the list of merge requests alone.
    api = createServer((asking, answer) => {
      asked.push(asking.url ?? '');
      answer.setHeader('content-type', 'application/json');
      answer.end('[]');
    });
    await new Promise<void>(listening => api.listen(0, '127.0.0.1', listening));
    const { port } = api.address() as AddressInfo;
    const { tenantry } = example.config;
    backend = await startTestBackend({
      features: [
        scaffolderPlugin,
        gitlabModule,
        scaffolderModuleTenantry,
        catalogServiceMock.factory({ entities: [guest] }),
        mockServices.rootConfig.factory({
          data: {
            tenantry: { ...tenantry, dataDir: 'gitlab' },
            backend: example.config.backend,
            integrations: {
              gitlab: [
                {
                  host: new URL(example.forge.url).host,
                  baseUrl: example.forge.url,
                  apiBaseUrl: `http://127.0.0.1:${port}/api/v4`,
                  token: example.portalToken,
                },
              ],
            },
          },
        }),
      ],
    });
  });
  afterAll(async () => {
    await backend.stop();
    api.close();
    await example.forge.close();
  });

  function dryRun(of: object, tried: object = template) {
    return request(backend.server)
      .post('/api/scaffolder/v2/dry-run')
      .set('Authorization', mockCredentials.user.header('user:default/guest'))
      .send({ template: tried, values: of, directoryContents: [] });
  }

  it('has the pages of request-tenant', () => {
    const { parameters } = readTemplate('request-tenant').spec;
    const inWords = (pages: unknown) =>
      JSON.stringify(pages).replaceAll('merge request', 'pull request');
    expect(inWords(template.spec.parameters)).toBe(inWords(parameters));
  });

  it('writes what is new and what is to be deleted into folders of their own, and runs every step', async () => {
    const [dev] = values.environments;
    const { status, body } = await dryRun({ ...values, environments: [dev] });
    expect({ status, error: body.error }).toEqual({ status: 200 });
    const paths: string[] = body.directoryContents.map(
      ({ path }: { path: string }) => path,
    );
    expect(paths).toContain('written/tenants/payments/tenant.yaml');
    expect(paths).toContain(
      'removed/clusters/prod-1/tenants/payments/payments-prod.namespace.yaml',
    );
    expect(paths.filter(path => !/^(written|removed)\//.test(path))).toEqual(
      [],
    );
    expect(body.steps.map(({ action }: { action: string }) => action)).toEqual([
      'tenantry:render',
      'publish:gitlab:merge-request',
      'gitlab:repo:push',
    ]);
    const skipped = body.log.filter((entry: { body: { message: string } }) =>
      /Skipping step/.test(entry.body.message),
    );
    expect(skipped).toEqual([]);
    expect(asked[0]).toMatch(
      /^\/api\/v4\/projects\/platform%2Ftenants\/merge_requests\?state=opened&.*target_branch=main/,
    );
  });

  it('skips the steps that have nothing to do', async () => {
    const { body } = await dryRun(values);
    const skipped = body.log.flatMap(
      ({ body: { message } }: { body: { message: string } }) =>
        /Skipping step (\w+)/.exec(message)?.[1] ?? [],
    );
    expect(skipped).toEqual(['publish', 'remove']);
  });
});
