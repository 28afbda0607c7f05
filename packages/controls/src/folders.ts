/**
 * Folders of the GitOps repository that Argo CD is pointed at. What lies inside them is the business of whoever writes
 * the repository.
 */
export const projectsFolder = 'argocd/projects';

export function platformFolder(cluster: string): string {
  return `clusters/${cluster}/platform`;
}

export function tenantsFolder(cluster: string): string {
  return `clusters/${cluster}/tenants`;
}
