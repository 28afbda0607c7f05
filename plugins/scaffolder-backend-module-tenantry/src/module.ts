import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { tenantryRepositoryServiceRef } from '@tenantry/backstage-plugin-tenantry-node';
import { createAwaitAction } from './actions/await';
import { createProposeAction } from './actions/propose';
import { createRenderAction } from './actions/render';

/** Adds `tenantry:render`, `tenantry:propose` and `tenantry:await` to the scaffolder. */
export const scaffolderModuleTenantry = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'tenantry',
  register(env) {
    env.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        permissions: coreServices.permissions,
        repository: tenantryRepositoryServiceRef,
      },
      async init({ actions, config, ...services }) {
        actions.addActions(
          createRenderAction(services),
          createProposeAction({ ...services, config }),
          createAwaitAction(services),
        );
      },
    });
  },
});
