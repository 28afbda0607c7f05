import { environmentContexts, groupsWithRole } from '@tenantry/controls';
import type { Stage } from '@tenantry/controls';
import type { Fleet } from '@tenantry/model';

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
