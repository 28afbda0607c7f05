/** AppProjects, by what their Applications apply. */
export const guardRailProject = 'tenantry-guard-rails';
export const platformProject = 'tenantry-platform';

/** The AppProject of a tenant's own Applications. */
export function appProjectName(tenant: string): string {
  return `tenant-${tenant}`;
}

/**
 * The Application that applies a tenant's guard-rails on one cluster; `tenant` may be a template's expression. Neither name has a
 * dot, so that no two pairs have the same Application.
 */
export function guardRailsApplication(cluster: string, tenant: string): string {
  return `guard-rails-${cluster}.${tenant}`;
}
