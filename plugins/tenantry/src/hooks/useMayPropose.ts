import { usePermission } from '@backstage/plugin-permission-react';
import { tenantProposePermission } from '@tenantry/backstage-plugin-tenantry-common';

/** Whether the portal's permission policy lets somebody change a tenant; not until the answer is there. */
export function useMayPropose(tenant: string): boolean {
  const { allowed } = usePermission({
    permission: tenantProposePermission,
    resourceRef: tenant,
  });
  return allowed;
}
