import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import {
  startExampleRepository,
  type ExampleRepository,
} from '@tenantry/backstage-plugin-tenantry-node/testUtils';
import { startForge } from '@tenantry/forge';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import request from 'supertest';
import { parse } from 'yaml';
import { z } from 'zod';
import { examples as awaitExamples } from './actions/await.examples';
import { scaffolderModuleTenantry } from './module';
import { guest } from './testing/people';

// Real git processes, on a machine that may be busy.
jest.setTimeout(60_000);

const template: object = parse(
  readFileSync(
    resolve(__dirname, '../../../templates/request-tenant/template.yaml'),
    'utf8',
  ),
  { merge: true },
);

const values = {
  name: 'payments',
  title: 'Payments',
  owner: 'group:default/payments',
  access: { admins: ['payments-leads'], developers: ['payments-devs'] },
  profile: 'hardened',
  size: 'medium',
  environments: [
    { name: 'dev', cluster: 'dev-1' },
    {
      name: 'prod',
      cluster: 'prod-1',
      profile: 'sandboxed',
      hosts: ['pay.example.com'],
      egress: [{ cidr: '203.0.113.0/26', ports: [443] }],
      peers: [{ tenant: 'ledger', environment: 'prod', ports: [8443] }],
    },
  ],
  expires: '2028-06-30',
};

describe('template request-tenant', () => {
  const directory = createMockDirectory();
  let example: ExampleRepository;
  let backend: Awaited<ReturnType<typeof startTestBackend>>;

  beforeAll(async () => {
    example = await startExampleRepository(startForge, directory.path);
    backend = await startTestBackend({
      features: [
        scaffolderPlugin,
        scaffolderModuleTenantry,
        catalogServiceMock.factory({ entities: [guest] }),
        mockServices.rootConfig.factory({ data: example.config }),
      ],
    });
  });
  afterAll(async () => {
    await backend.stop();
    await example.forge.close();
  });

  function dryRun(of: object, tried: object = template) {
    return request(backend.server)
      .post('/api/scaffolder/v2/dry-run')
      .set('Authorization', mockCredentials.user.header('user:default/guest'))
      .send({ template: tried, values: of, directoryContents: [] });
  }

  it('gives the files and the plan, and no pull request', async () => {
    const { status, body } = await dryRun(values);
    expect({ status, error: body.error }).toEqual({ status: 200 });
    const paths = body.directoryContents.map(
      ({ path }: { path: string }) => path,
    );
    expect(paths).toContain('tenants/payments/tenant.yaml');
    expect(paths).toContain(
      'clusters/prod-1/tenants/payments/payments-prod.namespace.yaml',
    );
    expect(body.output.links).toEqual([]);
    const log = body.log
      .map((entry: { body: { message: string } }) => entry.body.message)
      .join('\n');
    expect(log).toMatch(/prod +prod-1 +added/);
  });

  it('takes a request that leaves open what may be left open', async () => {
    const { status } = await dryRun({
      name: 'checkout',
      title: 'Checkout',
      owner: 'group:default/checkout',
      access: { admins: ['checkout-leads'] },
      environments: [{ name: 'dev', cluster: 'dev-1' }],
    });
    expect(status).toBe(200);
  });

  it('may be followed by a step that awaits the pull request, though there is none', async () => {
    const { spec } = z
      .object({ spec: z.looseObject({ steps: z.array(z.unknown()) }) })
      .parse(template);
    const steps = awaitExamples.flatMap(
      ({ example: text }) => parse(text).steps,
    );
    const waiting = {
      ...template,
      spec: {
        ...spec,
        steps: [...spec.steps, steps[0]],
        output: {
          text: [{ title: 'End', content: '${{ steps.await.output.state }}' }],
        },
      },
    };
    const { status, body } = await dryRun(values, waiting);
    expect({ status, error: body.error }).toEqual({ status: 200 });
    expect(body.output.text).toMatchObject([{ content: 'none' }]);
  });

  it.each([
    ['a misspelt field', { ...values, sise: 'medium' }, 'sise'],
    ['a name in capitals', { ...values, name: 'Payments' }, 'instance.name'],
    ['no owner', { ...values, owner: undefined }, 'owner'],
    ['no environment', { ...values, environments: [] }, 'environments'],
  ])('refuses %s before a task begins', async (_, of, named) => {
    const { status, body } = await dryRun(of);
    expect(status).toBe(400);
    expect(JSON.stringify(body.errors)).toContain(named);
  });

  it('refuses a group that the requester does not belong to', async () => {
    const { status, text } = await dryRun({
      ...values,
      owner: 'group:default/ledger',
    });
    expect(status).toBe(403);
    expect(text).toContain(
      "user:default/guest isn't a member of group:default/ledger",
    );
  });
});
