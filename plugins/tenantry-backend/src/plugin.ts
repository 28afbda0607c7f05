import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { tenantryRepositoryServiceRef } from '@tenantry/backstage-plugin-tenantry-node';
import { connectClusters } from './clusters/connectedClusters';
import { readClusterSettings } from './clusters/settings';
import { openFleet } from './fleet/fleet';
import { createRouter } from './router';

/** What the form and the pages of tenants ask for: the offer, previews, the status of tenants, the fleet, the end of a request. */
export const tenantryPlugin = createBackendPlugin({
  pluginId: 'tenantry',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        catalog: catalogServiceRef,
        httpAuth: coreServices.httpAuth,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        repository: tenantryRepositoryServiceRef,
        signals: signalsServiceRef,
      },
      async init({ config, database, httpRouter, lifecycle, ...services }) {
        const { logger, repository, signals } = services;
        const clusters = connectClusters(readClusterSettings(config), logger);
        const fleet = await openFleet({
          clusters,
          database,
          logger,
          repository,
          signals,
        });
        // So that the first page to ask finds what is there. Not waited for: the portal is ready without.
        lifecycle.addStartupHook(() => fleet.start());
        lifecycle.addShutdownHook(async () => {
          await fleet.stop();
          await clusters.stop();
        });
        httpRouter.use(createRouter({ ...services, clusters, fleet }));
      },
    });
  },
});
