import {
  platformFolder,
  projectsFolder,
  tenantsFolder,
  type KubernetesObject,
  type RenderedObject,
} from '@tenantry/controls';

/** Everything Tenantry reads or writes is below these. */
export const repositoryRoots = [
  'platform.yaml',
  'clusters',
  'tenants',
  'argocd',
] as const;

/** Whether Tenantry reads a path at all. */
export function isBelowRoots(path: string): boolean {
  return repositoryRoots.some(
    root => path === root || path.startsWith(`${root}/`),
  );
}

export const platformPath = 'platform.yaml';

export function clusterPath(cluster: string): string {
  return `clusters/${cluster}/cluster.yaml`;
}

export function tenantFolder(tenant: string): string {
  return `tenants/${tenant}`;
}

/** The file a person or the portal edits. */
export function tenantPath(tenant: string): string {
  return `${tenantFolder(tenant)}/tenant.yaml`;
}

/** Controls that are switched off for the tenant; a platform engineer's file, like a part of the tenant's own. */
export function exceptionsPath(tenant: string): string {
  return `${tenantFolder(tenant)}/exceptions.yaml`;
}

export function lockPath(tenant: string): string {
  return `${tenantFolder(tenant)}/lock.yaml`;
}

/** The branch of a tenant's one open proposal. */
export function proposalBranch(tenant: string): string {
  return `tenantry/${tenant}`;
}

/** Where an object of a tenant is written. What belongs to one environment begins with its namespace. */
export function tenantObjectPath(
  tenant: string,
  { object, cluster, environment }: RenderedObject,
): string {
  if (cluster === undefined) {
    const file = object.kind === 'AppProject' ? '' : `.${fileName(object)}`;
    return `${projectsFolder}/${tenant}${file}.yaml`;
  }
  const folder = `${tenantsFolder(cluster)}/${tenant}`;
  const { name, namespace } = object.metadata;
  if (object.kind === 'Namespace') {
    return `${folder}/${fileSafe(name)}.namespace.yaml`;
  }
  const place =
    environment !== undefined && namespace ? `${fileSafe(namespace)}.` : '';
  return `${folder}/${place}${fileName(object)}.yaml`;
}

export function clusterObjectPath(
  cluster: string,
  object: KubernetesObject,
): string {
  return `${platformFolder(cluster)}/${fileName(object)}.yaml`;
}

export function platformObjectPath(object: KubernetesObject): string {
  return `argocd/${fileName(object)}.yaml`;
}

const tenantPatterns = [
  /^tenants\/([^/]+)\/[^]/,
  /^clusters\/[^/]+\/tenants\/([^/]+)\/[^]/,
  /^argocd\/projects\/([^/.]+)\.[^/]*$/,
];

/** The tenant a file belongs to; no file belongs to two. */
export function tenantOfPath(path: string): string | undefined {
  for (const pattern of tenantPatterns) {
    const tenant = pattern.exec(path)?.[1];
    if (tenant !== undefined) return tenant;
  }
  return undefined;
}

/** The tenant that a `tenant.yaml` is the source of; absent for every other file. */
export function tenantOfSource(path: string): string | undefined {
  return /^tenants\/([^/]+)\/tenant\.yaml$/.exec(path)?.[1];
}

/** The tenant that an `exceptions.yaml` is about; absent for every other file. */
export function tenantOfExceptions(path: string): string | undefined {
  return /^tenants\/([^/]+)\/exceptions\.yaml$/.exec(path)?.[1];
}

/** The tenant that can't be read without this file, where it is there: its own, or that of its exceptions. */
export function tenantOfAnySource(
  path: string | undefined,
): string | undefined {
  return path === undefined
    ? undefined
    : tenantOfSource(path) ?? tenantOfExceptions(path);
}

/** The cluster that a `cluster.yaml` is about; absent for every other file. */
export function clusterOfSource(path: string): string | undefined {
  return /^clusters\/([^/]+)\/cluster\.yaml$/.exec(path)?.[1];
}

/** Whether files of several tenants are rendered from a file. */
export function isPlatformSource(path: string): boolean {
  return path === platformPath || clusterOfSource(path) !== undefined;
}

/** Whether a file is rendered, and so disappears when nothing renders it any more. */
export function isRenderedPath(path: string): boolean {
  return path.endsWith('.yaml') && !path.startsWith('tenants/');
}

/** Whether only Tenantry writes a file of this tenant: its model, its lock, everything rendered. */
export function isOwnPath(path: string, tenant: string): boolean {
  return (
    tenantOfPath(path) === tenant &&
    (isRenderedPath(path) ||
      path === tenantPath(tenant) ||
      path === lockPath(tenant))
  );
}

/** The cluster of a rendered file; absent where Argo CD runs. */
export function clusterOfPath(path: string): string | undefined {
  return /^clusters\/([^/]+)\//.exec(path)?.[1];
}

function fileName(object: KubernetesObject): string {
  return `${object.kind.toLowerCase()}-${fileSafe(object.metadata.name)}`;
}

/** Names of roles may hold what file systems or URLs dislike, such as a colon. */
function fileSafe(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, '-');
}
