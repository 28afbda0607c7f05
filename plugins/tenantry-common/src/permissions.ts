import { createPermission } from '@backstage/plugin-permission-common';

/** What the permissions below are about: one tenant, by its name. */
export const tenantResourceType = 'tenantry-tenant';

/** To see a tenant: its state, and that it is there. */
export const tenantReadPermission = createPermission({
  name: 'tenantry.tenant.read',
  attributes: { action: 'read' },
  resourceType: tenantResourceType,
});

/** To preview, ask for and withdraw a change of a tenant. A policy can only narrow what members of the owner group may. */
export const tenantProposePermission = createPermission({
  name: 'tenantry.tenant.propose',
  attributes: { action: 'update' },
  resourceType: tenantResourceType,
});

export const tenantryPermissions = [
  tenantReadPermission,
  tenantProposePermission,
];
