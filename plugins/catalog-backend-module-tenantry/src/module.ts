import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { tenantryRepositoryServiceRef } from '@tenantry/backstage-plugin-tenantry-node';
import { isAbout, repositoryTopics } from './repositoryEvents';
import { TenantEntityProvider } from './TenantEntityProvider';

/** Shows every tenant of the GitOps repository in the catalog, within seconds of a webhook and on a schedule without. */
export const catalogModuleTenantry = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'tenantry',
  register(env) {
    env.registerInit({
      deps: {
        catalog: catalogProcessingExtensionPoint,
        events: eventsServiceRef,
        logger: coreServices.logger,
        repository: tenantryRepositoryServiceRef,
        scheduler: coreServices.scheduler,
      },
      async init({ catalog, events, logger, repository, scheduler }) {
        const provider = new TenantEntityProvider({ logger, repository });
        catalog.addEntityProvider(provider);

        await events.subscribe({
          id: 'tenantry',
          topics: [...repositoryTopics],
          async onEvent({ eventPayload }) {
            if (isAbout(eventPayload, repository.coordinates)) {
              await provider.refresh();
            }
          },
        });
        await scheduler.scheduleTask({
          id: 'tenantry-entities',
          // Every process has a mirror of its own to keep up to date.
          scope: 'local',
          frequency: { milliseconds: repository.refreshMs },
          timeout: { minutes: 5 },
          fn: () => provider.refresh(),
        });
      },
    });
  },
});
