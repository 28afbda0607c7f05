import { environmentContexts, groupsWithRole } from '@tenantry/controls';
import type { EnvironmentContext, Stage } from '@tenantry/controls';
import type { Fleet } from '@tenantry/model';

/** Whoever attacks from next door where nobody lives there. */
const stranger: Stage['neighbour'] = {
  tenant: 'tenantry-stranger',
  namespace: 'tenantry-stranger',
  adminGroups: ['tenantry:strangers'],
};

/** Every environment on one cluster, each with an environment of another tenant as its neighbour. */
export function stagesOf(fleet: Fleet, cluster: string): Stage[] {
  const environments = fleet.tenants
    .flatMap(tenant => environmentContexts(tenant, fleet))
    .filter(context => context.cluster.metadata.name === cluster);
  return environments.map((context, index) => ({
    ...context,
    neighbour: neighbourIn(nextOfAnother(environments, index)) ?? stranger,
  }));
}

/** The first environment of another tenant that follows, going round. */
function nextOfAnother(
  environments: readonly EnvironmentContext[],
  index: number,
): EnvironmentContext | undefined {
  for (let step = 1; step < environments.length; step += 1) {
    const other = environments[(index + step) % environments.length];
    if (nameOf(other) !== nameOf(environments[index])) return other;
  }
  return undefined;
}

function neighbourIn(
  context: EnvironmentContext | undefined,
): Stage['neighbour'] | undefined {
  return (
    context && {
      tenant: nameOf(context),
      namespace: context.namespace,
      adminGroups: groupsWithRole(context, 'admin'),
    }
  );
}

function nameOf({ tenant }: EnvironmentContext): string {
  return tenant.metadata.name;
}
