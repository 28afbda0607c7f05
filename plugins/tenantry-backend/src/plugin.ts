import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { tenantryRepositoryServiceRef } from '@tenantry/backstage-plugin-tenantry-node';
import { createRouter } from './router';

/** What the form and the pages of tenants ask for: the offer, previews, the status of tenants. */
export const tenantryPlugin = createBackendPlugin({
  pluginId: 'tenantry',
  register(env) {
    env.registerInit({
      deps: {
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        repository: tenantryRepositoryServiceRef,
      },
      async init({ httpAuth, httpRouter, repository }) {
        httpRouter.use(createRouter({ httpAuth, repository }));
      },
    });
  },
});
