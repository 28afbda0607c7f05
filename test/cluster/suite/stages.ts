import { environmentContexts, groupsWithRole } from '@tenantry/controls';
import type { Stage } from '@tenantry/controls';
import type { Fleet } from '@tenantry/model';

/** The first environment of each profile: what is alike is attacked once. */
export function onePerProfile(stages: readonly Stage[]): Stage[] {
  const seen = new Set<string>();
  return stages.filter(({ profile }) => {
    const isNew = !seen.has(profile.name);
    seen.add(profile.name);
    return isNew;
  });
}

/** Every environment on one cluster, each with an environment of the next tenant as its neighbour. */
export function stagesOf(fleet: Fleet, cluster: string): Stage[] {
  const environments = fleet.tenants
    .flatMap(tenant => environmentContexts(tenant, fleet))
    .filter(context => context.cluster.metadata.name === cluster);
  return environments.map((context, index) => {
    const next = environments[(index + 1) % environments.length];
    return {
      ...context,
      neighbour: {
        tenant: next.tenant.metadata.name,
        namespace: next.namespace,
        adminGroups: groupsWithRole(next, 'admin'),
      },
    };
  });
}
