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
import request from 'supertest';
import { scaffolderModuleTenantry } from './module';
import { guest } from './testing/people';

// Real git processes, on a machine that may be busy.
jest.setTimeout(60_000);

/** Proposes in the name of whoever asks, as a template may. */
const template = {
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: 'in-my-name', namespace: 'default' },
  spec: {
    type: 'service',
    parameters: [],
    steps: [
      {
        id: 'propose',
        name: 'Open the pull request',
        action: 'tenantry:propose',
        input: {
          name: '${{ parameters.name }}',
          title: 'Payments',
          owner: 'group:default/payments',
          access: { admins: ['payments-leads'] },
          environments: [{ name: 'dev', cluster: 'dev-1' }],
          token: '${{ secrets.USER_OAUTH_TOKEN }}',
        },
      },
    ],
    output: { text: [{ content: '${{ steps.propose.output | dump }}' }] },
  },
};

describe("a task with the user's own token", () => {
  const directory = createMockDirectory();
  let example: ExampleRepository;
  let backend: Awaited<ReturnType<typeof startTestBackend>>;

  beforeAll(async () => {
    example = await startExampleRepository(startForge, directory.path);
    backend = await startTestBackend({
      features: [
        scaffolderPlugin,
        scaffolderModuleTenantry,
        catalogServiceMock.factory({ entities: [guest, template] }),
        mockServices.rootConfig.factory({ data: example.config }),
      ],
    });
  });
  afterAll(async () => {
    await backend.stop();
    await example.forge.close();
  });

  const asGuest = (call: request.Test) =>
    call.set(
      'Authorization',
      mockCredentials.user.header('user:default/guest'),
    );

  /** Runs the template to its end; everything that the scaffolder tells of the task. */
  async function runWith(token: string) {
    const { body } = await asGuest(
      request(backend.server).post('/api/scaffolder/v2/tasks'),
    ).send({
      templateRef: 'template:default/in-my-name',
      values: { name: 'payments' },
      secrets: { USER_OAUTH_TOKEN: token },
    });
    const path = `/api/scaffolder/v2/tasks/${body.id}`;
    for (;;) {
      const task = await asGuest(request(backend.server).get(path));
      if (!['open', 'processing'].includes(task.body.status)) {
        const events = await asGuest(
          request(backend.server).get(`${path}/events`),
        );
        return { status: task.body.status, told: task.text + events.text };
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }

  it('tells it nobody', async () => {
    const token = example.reviewerToken;
    const { status, told } = await runWith(token);
    expect(told).toContain('/pull/1');
    expect(status).toBe('completed');
    expect(told).not.toContain(token);
  });

  it('tells it nobody where the forge does not accept it', async () => {
    const token = 'ghp_a-token-that-nobody-knows';
    const { status, told } = await runWith(token);
    expect(status).toBe('failed');
    expect(told).toContain('was refused by platform/tenants');
    expect(told).not.toContain(token);
  });
});
