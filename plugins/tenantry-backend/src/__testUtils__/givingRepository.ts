import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  tenantryRepositoryServiceRef,
  type TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';

/** Hands out the repository that the plugin reads. */
export function givingRepository(
  take: (service: TenantryRepositoryService) => void,
) {
  return createBackendModule({
    pluginId: 'tenantry',
    moduleId: 'test-access',
    register(env) {
      env.registerInit({
        deps: {
          service: tenantryRepositoryServiceRef,
          logger: coreServices.logger,
        },
        async init({ service }) {
          take(service);
        },
      });
    },
  });
}
