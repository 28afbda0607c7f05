/** AppProjects, by what their Applications apply. */
export const guardRailProject = 'tenantry-guard-rails';
export const platformProject = 'tenantry-platform';

/** The AppProject of a tenant's own Applications. */
export function appProjectName(tenant: string): string {
  return `tenant-${tenant}`;
}
