import type { Cluster } from './cluster';
import type { Environment } from './environment';
import { exceptionsOf, type Exception } from './exceptions';
import type { Fleet } from './fleet';
import { indexFleet } from './fleetIndex';
import { namespaceOf } from './namespaces';
import type { Profile } from './profile';
import { quote } from './quote';
import type { Size } from './size';
import type { Tenant } from './tenant';

/** An environment with everything it refers to looked up, defaults and overrides applied. */
export interface ResolvedEnvironment {
  environment: Environment;
  cluster: Cluster;
  profile: Profile & { name: string };
  size: Size & { name: string };
  namespace: string;
  /** What is switched off in it. */
  exceptions: readonly Exception[];
}

/** One environment, resolved; undefined when the cluster, the profile or the size isn't there. */
export function resolveEnvironment(
  tenant: Tenant,
  environment: Environment,
  fleet: Fleet,
): ResolvedEnvironment | undefined {
  const { profiles, sizes } = fleet.platform.spec;
  const cluster = indexFleet(fleet).clusters.get(environment.cluster);
  const profile = named(profiles, environment.profile ?? tenant.spec.profile);
  const size = named(sizes, environment.size ?? tenant.spec.size);
  const namespace = namespaceOf(tenant.metadata.name, environment);
  const exceptions = exceptionsOf(tenant.metadata.name, fleet).filter(
    exception => exception.environment === environment.name,
  );
  return cluster && profile && size
    ? { environment, cluster, profile, size, namespace, exceptions }
    : undefined;
}

/** A tenant's environments, resolved; throws on a cluster, profile or size that isn't there, so check the tenant first. */
export function resolveEnvironments(
  tenant: Tenant,
  fleet: Fleet,
): ResolvedEnvironment[] {
  return tenant.spec.environments.map(environment => {
    const resolved = resolveEnvironment(tenant, environment, fleet);
    if (!resolved) {
      throw new Error(
        `${quote(
          namespaceOf(tenant.metadata.name, environment),
        )} names a cluster, a profile or a size that isn't there`,
      );
    }
    return resolved;
  });
}

function named<T extends object>(
  offered: Readonly<Record<string, T>>,
  name: string,
): (T & { name: string }) | undefined {
  return Object.hasOwn(offered, name) ? { ...offered[name], name } : undefined;
}
