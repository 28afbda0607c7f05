import {
  identityOf,
  renderCluster,
  renderPlatform,
  renderTenant,
  toYaml,
  type RenderedObject,
} from '@tenantry/controls';
import { API_VERSION } from '@tenantry/model';
import type { Cluster, Exception, Fleet, Tenant } from '@tenantry/model';
import {
  clusterObjectPath,
  clusterPath,
  exceptionsPath,
  lockPath,
  platformObjectPath,
  platformPath,
  tenantObjectPath,
  tenantPath,
} from './layout';
import { lockSource } from './lock';
import { tenantSource } from './tenantSource';
import { sortedFiles, type Files } from './tree';

/** One file an object. */
export type ObjectsByPath = ReadonlyMap<string, RenderedObject>;

/**
 * All files of one tenant: its source, its lock and one file an object, sorted by path.
 *
 * @throws UnsatisfiableError where a cluster can't give what the tenant asks for.
 */
export function tenantFiles(tenant: Tenant, fleet: Fleet): Files {
  const { name } = tenant.metadata;
  const rendered = written(tenantObjects(tenant, fleet));
  return sortedFiles([
    ...rendered,
    [tenantPath(name), tenantSource(tenant)],
    [lockPath(name), lockSource(tenant, fleet, rendered)],
  ]);
}

/**
 * What one tenant has, by the path of its file.
 *
 * @throws UnsatisfiableError where a cluster can't give what the tenant asks for.
 */
export function tenantObjects(tenant: Tenant, fleet: Fleet): ObjectsByPath {
  return byPath(renderTenant(tenant, fleet).objects, object =>
    tenantObjectPath(tenant.metadata.name, object),
  );
}

/** What is common to all tenants, by the path of its file. */
export function sharedObjects(fleet: Fleet): ObjectsByPath {
  return new Map([
    ...fleet.clusters.flatMap(cluster => [...clusterObjects(cluster, fleet)]),
    ...platformObjects(fleet),
  ]);
}

/** What is common to all tenants. */
export function sharedFiles(fleet: Fleet): Files {
  return written(sharedObjects(fleet));
}

/** What is rendered once per cluster. */
export function clusterFiles(cluster: Cluster, fleet: Fleet): Files {
  return written(clusterObjects(cluster, fleet));
}

/** What is rendered once, for where Argo CD runs. */
export function platformFiles(fleet: Fleet): Files {
  return written(platformObjects(fleet));
}

function clusterObjects(cluster: Cluster, fleet: Fleet): ObjectsByPath {
  return byPath(renderCluster(cluster, fleet).objects, ({ object }) =>
    clusterObjectPath(cluster.metadata.name, object),
  );
}

function platformObjects(fleet: Fleet): ObjectsByPath {
  return byPath(renderPlatform(fleet).objects, ({ object }) =>
    platformObjectPath(object),
  );
}

/** The whole repository as Tenantry would write it, sources included. */
export function repositoryFiles(fleet: Fleet): Files {
  return sortedFiles([
    [platformPath, toYaml(fleet.platform)],
    ...fleet.clusters.map(
      cluster => [clusterPath(cluster.metadata.name), toYaml(cluster)] as const,
    ),
    ...sharedFiles(fleet),
    ...fleet.tenants.flatMap(tenant => [...tenantFiles(tenant, fleet)]),
    ...Array.from(
      fleet.exceptions ?? [],
      ([name, exceptions]) =>
        [exceptionsPath(name), exceptionsSource(name, exceptions)] as const,
    ),
  ]);
}

function exceptionsSource(
  tenant: string,
  exceptions: readonly Exception[],
): string {
  return toYaml({
    apiVersion: API_VERSION,
    kind: 'Exceptions',
    metadata: { name: tenant },
    spec: { exceptions },
  });
}

function byPath(
  objects: readonly RenderedObject[],
  pathOf: (object: RenderedObject) => string,
): ObjectsByPath {
  const owners = new Map<string, RenderedObject>();
  for (const rendered of objects) {
    const path = pathOf(rendered);
    const other = owners.get(path);
    if (other) {
      throw new Error(
        `${identityOf(rendered.object)} and ${identityOf(other.object)} ` +
          `would both be written to ${path}`,
      );
    }
    owners.set(path, rendered);
  }
  return owners;
}

function written(objects: ObjectsByPath): Files {
  return sortedFiles(
    Array.from(
      objects,
      ([path, { object }]) => [path, toYaml(object)] as const,
    ),
  );
}
