import { createBackend } from '@backstage/backend-defaults';
import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { knownHosts } from './knownHosts';
import { serveMetrics } from './serveMetrics';

const backend = createBackend();

backend.add(
  rootHttpRouterServiceFactory({
    configure({ app, config, applyDefaults }) {
      app.use(
        knownHosts([
          config.getString('backend.baseUrl'),
          config.getString('app.baseUrl'),
        ]),
      );
      applyDefaults();
    },
  }),
);

backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  import('@backstage/plugin-permission-backend-module-allow-all-policy'),
);

// Webhooks of the forge arrive at /api/events/http/github and become the topics `github.push` and so on.
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-events-backend-module-github'));

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);

backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(import('@backstage/plugin-scaffolder-backend-module-github'));

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));

backend.add(import('@tenantry/backstage-plugin-tenantry-backend'));
backend.add(
  import('@tenantry/backstage-plugin-scaffolder-backend-module-tenantry'),
);
backend.add(
  import('@tenantry/backstage-plugin-catalog-backend-module-tenantry'),
);

serveMetrics(process.env).then(() => backend.start());
