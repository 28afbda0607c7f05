import { resolveEnvironments } from '@tenantry/model';
import type { Fleet, Tenant } from '@tenantry/model';
import type {
  EnvironmentContext,
  PlacementContext,
  PlatformContext,
  TenantContext,
} from './control';

/** A tenant's environments in the order of its file, overrides and defaults applied. */
export function environmentContexts(
  tenant: Tenant,
  fleet: Fleet,
): EnvironmentContext[] {
  return resolveEnvironments(tenant, fleet).map(resolved => ({
    tenant,
    platform: fleet.platform,
    ...resolved,
  }));
}

/** The tenant on each of its clusters. */
export function placementContexts(
  environments: readonly EnvironmentContext[],
): PlacementContext[] {
  const byCluster = new Map<string, EnvironmentContext[]>();
  for (const environment of environments) {
    const { name } = environment.cluster.metadata;
    byCluster.set(name, [...(byCluster.get(name) ?? []), environment]);
  }
  return Array.from(byCluster.values(), ([first, ...others]) => ({
    tenant: first.tenant,
    platform: first.platform,
    cluster: first.cluster,
    environments: [first, ...others],
  }));
}

export function tenantContext(
  tenant: Tenant,
  environments: readonly EnvironmentContext[],
  fleet: Fleet,
): TenantContext {
  return { ...platformContext(fleet), tenant, environments };
}

export function platformContext({
  platform,
  clusters,
}: Fleet): PlatformContext {
  return {
    platform,
    clusters: [...clusters].sort((left, right) =>
      left.metadata.name < right.metadata.name ? -1 : 1,
    ),
  };
}
