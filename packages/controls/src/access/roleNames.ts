import type { Role } from '@tenantry/model';

export type RoleName = Role | 'deployer';

/** The ClusterRole of a role, as bindings refer to it. */
export function clusterRoleName(role: RoleName): string {
  return `tenantry-${role}`;
}
