import { createApiRef } from '@backstage/frontend-plugin-api';
import type { TenantryApi } from '@tenantry/backstage-plugin-tenantry-common';

/** What the plugin's pages ask the tenantry backend. */
export const tenantryApiRef = createApiRef<TenantryApi>().with({
  id: 'plugin.tenantry.api',
  pluginId: 'tenantry',
});
