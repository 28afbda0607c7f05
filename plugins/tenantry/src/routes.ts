import { createExternalRouteRef } from '@backstage/core-plugin-api';
import { createRouteRef } from '@backstage/frontend-plugin-api';

/** The isolation tab of an entity page. */
export const isolationContentRouteRef = createRouteRef();

/** The namespaces that no tenant owns. */
export const unownedNamespacesRouteRef = createRouteRef();

/** The page of all tenants. */
export const fleetRouteRef = createRouteRef();

/** The catalog's list, in either frontend system. */
export const catalogIndexRouteRef = createExternalRouteRef({
  id: 'catalog-index',
  optional: true,
  defaultTarget: 'catalog.catalogIndex',
});
