import { deployersNamespace, groupsWithRole } from '@tenantry/controls';
import type { Actor, Stage } from '@tenantry/controls';
import type { Identity } from './client';

/** The group whose members the test suite gives every right in a tenant's namespaces. */
export const insiderGroup = 'tenantry:insiders';

/** Who the actors are on one stage; an actor that isn't there has nobody in the role. */
export type Cast = Readonly<Partial<Record<Actor, Identity>>>;

/**
 * The actors of an environment, by groups and never as a member of `system:masters`. Only groups that need it are asked
 * for: the API server adds `system:authenticated`, and the groups of a service account, by itself.
 */
export function castOf(stage: Stage): Cast {
  const { namespace, tenant, neighbour } = stage;
  const name = tenant.metadata.name;
  const people = Object.fromEntries(
    (['admin', 'developer', 'viewer'] as const).flatMap(role => {
      const groups = groupsWithRole(stage, role);
      return groups.length > 0
        ? [[role, person(`${name}:${role}`, groups)] as const]
        : [];
    }),
  );
  return {
    ...people,
    workload: serviceAccount(namespace, 'default'),
    deployer: serviceAccount(deployersNamespace, name),
    neighbour: person(`${neighbour.tenant}:admin`, neighbour.adminGroups),
    anybody: person('anybody', []),
    insider: person(`${name}:insider`, [insiderGroup]),
  };
}

/** Somebody with these groups, under a user name that nobody has and no binding names. */
export function person(name: string, groups: readonly string[]): Identity {
  return { user: `tenantry-proof:${name}`, groups };
}

export function serviceAccount(namespace: string, name: string): Identity {
  return { user: `system:serviceaccount:${namespace}:${name}`, groups: [] };
}
