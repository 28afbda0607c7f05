/**
 * The same pages and fields for apps on Backstage's first frontend system.
 */
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  createRouteRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { createScaffolderFieldExtension } from '@backstage/plugin-scaffolder-react';
import { createTenantryClient } from '@tenantry/backstage-plugin-tenantry-common';
import { tenantryApiRef } from './api/tenantryApiRef';
import {
  groupListField,
  repositoryListField,
  tenantEnvironmentsField,
  tenantNameField,
  tenantOwnerField,
  tenantPreviewField,
  tenantProfileField,
  tenantSizeField,
} from './fields/formFields';
import { catalogIndexRouteRef } from './routes';

export { tenantryApiRef } from './api/tenantryApiRef';
export { isTenantEntity } from './isTenantEntity';

const rootRouteRef = createRouteRef({ id: 'tenantry' });
const unownedRouteRef = createRouteRef({ id: 'tenantry-unowned' });
const fleetRouteRef = createRouteRef({ id: 'tenantry-fleet' });

export const tenantryPlugin = createPlugin({
  id: 'tenantry',
  apis: [
    createApiFactory({
      api: tenantryApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) =>
        createTenantryClient({ fetch: fetchApi.fetch.bind(fetchApi) }),
    }),
  ],
  routes: {
    fleet: fleetRouteRef,
    isolation: rootRouteRef,
    unowned: unownedRouteRef,
  },
  externalRoutes: { catalogIndex: catalogIndexRouteRef },
});

/** The card of the entity page. Show it where `isTenantEntity` holds. */
export const EntityIsolationCard = tenantryPlugin.provide(
  createComponentExtension({
    name: 'EntityIsolationCard',
    component: {
      lazy: () =>
        import('./components/IsolationCard').then(m => m.IsolationCard),
    },
  }),
);

/** The tab of the entity page; mount it at `/isolation`. */
export const EntityIsolationContent = tenantryPlugin.provide(
  createRoutableExtension({
    name: 'EntityIsolationContent',
    mountPoint: rootRouteRef,
    component: () =>
      import('./components/IsolationContent').then(m => m.IsolationContent),
  }),
);

/** The page of namespaces that no tenant owns; mount it at `/tenantry/unowned`. */
export const UnownedNamespacesPage = tenantryPlugin.provide(
  createRoutableExtension({
    name: 'UnownedNamespacesPage',
    mountPoint: unownedRouteRef,
    component: () =>
      import('./components/UnownedNamespaces').then(m => m.LegacyUnownedPage),
  }),
);

/** The page of all tenants; mount it at `/tenantry`. */
export const TenantFleetPage = tenantryPlugin.provide(
  createRoutableExtension({
    name: 'TenantFleetPage',
    mountPoint: fleetRouteRef,
    component: () =>
      import('./components/FleetPage').then(m => m.LegacyFleetPage),
  }),
);

export const TenantNameFieldExtension = tenantryPlugin.provide(
  createScaffolderFieldExtension(tenantNameField),
);

export const TenantOwnerFieldExtension = tenantryPlugin.provide(
  createScaffolderFieldExtension(tenantOwnerField),
);

export const GroupListFieldExtension = tenantryPlugin.provide(
  createScaffolderFieldExtension(groupListField),
);

export const TenantProfileFieldExtension = tenantryPlugin.provide(
  createScaffolderFieldExtension(tenantProfileField),
);

export const TenantSizeFieldExtension = tenantryPlugin.provide(
  createScaffolderFieldExtension(tenantSizeField),
);

export const TenantEnvironmentsFieldExtension = tenantryPlugin.provide(
  createScaffolderFieldExtension(tenantEnvironmentsField),
);

export const RepositoryListFieldExtension = tenantryPlugin.provide(
  createScaffolderFieldExtension(repositoryListField),
);

export const TenantPreviewFieldExtension = tenantryPlugin.provide(
  createScaffolderFieldExtension(tenantPreviewField),
);
