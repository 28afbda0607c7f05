import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { tenantryRepositoryServiceRef } from '@tenantry/backstage-plugin-tenantry-node';
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
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        repository: tenantryRepositoryServiceRef,
      },
      async init({ httpRouter, ...services }) {
        httpRouter.use(createRouter(services));
      },
    });
  },
});
