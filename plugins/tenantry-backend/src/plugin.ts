import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { tenantryPermissions } from '@tenantry/backstage-plugin-tenantry-common';
import {
  createTenantAuthorizer,
  findTenantResource,
  tenantResourceRef,
  tenantRules,
  tenantryRepositoryServiceRef,
} from '@tenantry/backstage-plugin-tenantry-node';
import { registerActions } from './actions/registerActions';
import { answerable } from './answerable';
import { connectClusters } from './clusters/connectedClusters';
import { readClusterSettings } from './clusters/settings';
import { openFleet } from './fleet/fleet';
import { measurePostures } from './metrics/postureMetrics';
import { observeRepository } from './metrics/repositoryMetrics';
import { observeSources } from './metrics/sourceMetrics';
import { createRouter } from './router';

/** What the form and the pages of tenants ask for: the offer, previews, the status of tenants, the fleet, the end of a request. */
export const tenantryPlugin = createBackendPlugin({
  pluginId: 'tenantry',
  register(env) {
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        httpAuth: coreServices.httpAuth,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        repository: tenantryRepositoryServiceRef,
        signals: signalsServiceRef,
      },
      async init({
        actionsRegistry,
        config,
        database,
        httpRouter,
        lifecycle,
        metrics,
        permissions,
        permissionsRegistry,
        ...services
      }) {
        const { logger, repository, signals } = services;
        permissionsRegistry.addResourceType({
          resourceRef: tenantResourceRef,
          permissions: tenantryPermissions,
          rules: Object.values(tenantRules),
          getResources: names =>
            answerable(() =>
              Promise.all(
                names.map(name => findTenantResource(name, repository)),
              ),
            ),
        });
        const authorizer = createTenantAuthorizer({
          permissions,
          repository,
          ruleset: permissionsRegistry.getPermissionRuleset(tenantResourceRef),
        });
        const clusters = connectClusters(readClusterSettings(config), logger);
        const fleet = await openFleet({
          clusters,
          database,
          logger,
          repository,
          signals,
        });
        observeSources(metrics, clusters);
        observeRepository(metrics, repository);
        // So that the first page to ask finds what is there. Not waited for: the portal is ready without.
        lifecycle.addStartupHook(() => fleet.start());
        lifecycle.addShutdownHook(async () => {
          await fleet.stop();
          await clusters.stop();
        });
        const shared = {
          ...services,
          authorizer,
          clusters,
          fleet,
          measurePosture: measurePostures(metrics),
        };
        registerActions(actionsRegistry, shared);
        httpRouter.use(createRouter(shared));
      },
    });
  },
});
