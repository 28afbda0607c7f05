import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { tenantryRepositoryServiceRef } from '@tenantry/backstage-plugin-tenantry-node';
import { connectClusters } from './clusters/connectedClusters';
import { readClusterSettings } from './clusters/settings';
import { createRouter } from './router';

/** What the form and the pages of tenants ask for: the offer, previews, the status of tenants, the end of a request. */
export const tenantryPlugin = createBackendPlugin({
  pluginId: 'tenantry',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        catalog: catalogServiceRef,
        httpAuth: coreServices.httpAuth,
        config: coreServices.rootConfig,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        repository: tenantryRepositoryServiceRef,
      },
      async init({ config, httpRouter, lifecycle, ...services }) {
        const { logger, repository } = services;
        const clusters = connectClusters(readClusterSettings(config), logger);
        lifecycle.addShutdownHook(() => clusters.stop());
        lifecycle.addStartupHook(() => {
          // So that the first page to ask finds what is there. Not waited for: the portal is ready without.
          void repository.snapshot().then(
            ({ tree }) => clusters.view(tree),
            error => logger.debug(`clusters wait for the repository: ${error}`),
          );
        });
        httpRouter.use(createRouter({ ...services, clusters }));
      },
    });
  },
});
