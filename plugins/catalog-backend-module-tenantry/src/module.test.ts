import {
  createBackendModule,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  catalogProcessingExtensionPoint,
  type EntityProvider,
  type EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import {
  eventsServiceRef,
  type EventsService,
} from '@backstage/plugin-events-node';
import {
  tenantryRepositoryServiceRef,
  type TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import {
  proposeTenant,
  startExampleRepository,
  type ExampleRepository,
} from '@tenantry/backstage-plugin-tenantry-node/testUtils';
import { startForge } from '@tenantry/forge';
import { catalogModuleTenantry } from './module';
import { TenantEntityProvider } from './TenantEntityProvider';

// Real git processes, on a machine that may be busy.
jest.setTimeout(60_000);

const push = {
  topic: 'github.push',
  eventPayload: { repository: { full_name: 'platform/tenants' } },
};

const payments = {
  name: 'payments',
  title: 'Payments',
  owner: 'group:default/payments',
  access: { admins: ['payments-leads'] },
  environments: [{ name: 'dev', cluster: 'dev-1' }],
};

describe('catalog module', () => {
  const directory = createMockDirectory();
  let example: ExampleRepository;
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  let repository: TenantryRepositoryService;
  let events: EventsService;
  let provider: EntityProvider;
  let mutations: EntityProviderMutation[];

  beforeEach(async () => {
    directory.clear();
    mutations = [];
    example = await startExampleRepository(startForge, directory.path);
    backend = await startTestBackend({
      extensionPoints: [
        [
          catalogProcessingExtensionPoint,
          {
            addEntityProvider(added: EntityProvider) {
              provider = added;
            },
          },
        ],
      ],
      features: [
        catalogModuleTenantry,
        mockServices.rootConfig.factory({ data: example.config }),
        access(services => ({ repository, events } = services)),
      ],
    });
    await provider.connect({
      applyMutation: async mutation => {
        mutations.push(mutation);
      },
      refresh: async () => {},
    });
    await emitted(names => names.length === 2);
  });
  afterEach(async () => {
    await backend.stop();
    await example.forge.close();
  });

  /** Names in the last mutation, once they are as wanted. */
  async function emitted(wanted: (names: string[]) => boolean) {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const names = namesIn(mutations.at(-1));
      if (wanted(names)) return names;
      if (Date.now() > deadline) {
        throw new Error(`the catalog has ${names.join(', ') || 'nothing'}`);
      }
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  it('emits the tenants of the main branch at the start', () => {
    expect(provider.getProviderName()).toBe('tenantry');
    expect(namesIn(mutations.at(-1))).toEqual([
      'ledger merged',
      'storefront merged',
    ]);
  });

  it('emits a tenant from its pull request on, and follows its merge', async () => {
    const { merge } = await proposeTenant(repository, payments);
    await events.publish({ ...push, topic: 'github.pull_request' });
    expect(
      await emitted(names => names.includes('payments requested')),
    ).toHaveLength(3);
    await merge();
    await events.publish(push);
    expect(
      await emitted(names => names.includes('payments merged')),
    ).toHaveLength(3);
  });

  it('keeps a tenant whose file is broken on the main branch', async () => {
    const octokit = await repository.client();
    const file = {
      owner: 'platform',
      repo: 'tenants',
      path: 'tenants/ledger/tenant.yaml',
    };
    const { data } = await octokit.rest.repos.getContent(file);
    await octokit.rest.repos.createOrUpdateFileContents({
      ...file,
      message: 'Break the file',
      content: Buffer.from('spec: [').toString('base64'),
      sha: 'sha' in data ? data.sha : undefined,
    });
    const before = mutations.length;
    await events.publish(push);
    expect(mutations.length).toBeGreaterThan(before);
    expect(namesIn(mutations.at(-1))).toEqual([
      'ledger merged',
      'storefront merged',
    ]);
    expect(entityIn(mutations.at(-1), 'ledger')?.metadata.title).toBe('Ledger');

    const restarted = new TenantEntityProvider({
      logger: mockServices.logger.mock(),
      repository,
    });
    const afterwards: EntityProviderMutation[] = [];
    await restarted.connect({
      applyMutation: async mutation => {
        afterwards.push(mutation);
      },
      refresh: async () => {},
    });
    await restarted.refresh();
    expect(entityIn(afterwards.at(-1), 'ledger')).toMatchObject({
      metadata: {
        title: 'ledger',
        description: expect.stringContaining('tenants/ledger/tenant.yaml:1'),
        labels: { 'tenantry.dev/phase': 'merged' },
      },
      spec: { owner: 'group:default/ledger' },
    });
  });

  it('pays no attention to other repositories', async () => {
    const refresh = jest.spyOn(repository, 'refresh');
    await events.publish({
      topic: 'github.push',
      eventPayload: { repository: { full_name: 'platform/website' } },
    });
    await events.publish({ topic: 'github.push', eventPayload: 'nonsense' });
    expect(refresh).not.toHaveBeenCalled();
  });

  it('leaves the catalog as it is when the repository cannot be read', async () => {
    const before = mutations.length;
    await example.forge.close();
    await events.publish(push);
    await new Promise(resolve => setTimeout(resolve, 500));
    expect(mutations.length).toBe(before);
  });
});

function entityIn(mutation: EntityProviderMutation | undefined, name: string) {
  return mutation?.type === 'full'
    ? mutation.entities.find(({ entity }) => entity.metadata.name === name)
        ?.entity
    : undefined;
}

function namesIn(mutation: EntityProviderMutation | undefined): string[] {
  return mutation?.type === 'full'
    ? mutation.entities
        .map(
          ({ entity: { metadata } }) =>
            `${metadata.name} ${metadata.labels?.['tenantry.dev/phase']}`,
        )
        .sort()
    : [];
}

/** Gives a test what the module sees. */
function access(
  take: (services: {
    repository: TenantryRepositoryService;
    events: EventsService;
  }) => void,
): BackendFeature {
  return createBackendModule({
    pluginId: 'catalog',
    moduleId: 'test-access',
    register(env) {
      env.registerInit({
        deps: {
          repository: tenantryRepositoryServiceRef,
          events: eventsServiceRef,
        },
        async init(services) {
          take(services);
        },
      });
    },
  });
}
