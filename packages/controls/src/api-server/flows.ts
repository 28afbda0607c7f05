import { sharedName } from '../names';

/** The one PriorityLevelConfiguration of all tenants of a cluster. */
export const tenantsLevel = `${sharedName}-tenants`;

/** The FlowSchema of a tenant. */
export function schemaOf(tenant: string): string {
  return `tenant-${tenant}`;
}
