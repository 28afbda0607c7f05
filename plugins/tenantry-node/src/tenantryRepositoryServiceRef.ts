import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { DefaultTenantryRepository } from './DefaultTenantryRepository';
import type { TenantryRepositoryService } from './repositoryService';

/** The GitOps repository: one mirror and one set of caches for the whole backend. */
export const tenantryRepositoryServiceRef =
  createServiceRef<TenantryRepositoryService>({
    id: 'tenantry.repository',
    scope: 'root',
    defaultFactory: async service =>
      createServiceFactory({
        service,
        deps: {
          config: coreServices.rootConfig,
          logger: coreServices.rootLogger,
        },
        factory: ({ config, logger }) =>
          DefaultTenantryRepository.fromConfig(config, { logger }),
      }),
  });
