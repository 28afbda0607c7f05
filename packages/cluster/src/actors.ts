import { deployersNamespace, groupsWithRole } from '@tenantry/controls';
import type { Actor, Stage } from '@tenantry/controls';
import type { Identity } from './client';

/** The group whose members the test suite gives every right in a tenant's namespaces. */
export const insiderGroup = 'tenantry:insiders';

const everybody = 'system:authenticated';

/** Who the actors are on one stage; an actor that isn't there has nobody in the role. */
export type Cast = Readonly<Partial<Record<Actor, Identity>>>;

/** The actors of an environment, by groups and never as a member of `system:masters`. */
export function castOf(stage: Stage): Cast {
  const { namespace, tenant, neighbour } = stage;
  const name = tenant.metadata.name;
  const people = Object.fromEntries(
    (['admin', 'developer', 'viewer'] as const).flatMap(role => {
      const groups = groupsWithRole(stage, role);
      return groups.length > 0
        ? [[role, person(`${name}-${role}`, groups)] as const]
        : [];
    }),
  );
  return {
    ...people,
    workload: serviceAccount(namespace, 'default'),
    deployer: serviceAccount(deployersNamespace, name),
    neighbour: person(`${neighbour.tenant}-admin`, neighbour.adminGroups),
    anybody: person('somebody', []),
    insider: person(`${name}-insider`, [insiderGroup]),
  };
}

export function person(name: string, groups: readonly string[]): Identity {
  return { user: `${name}@example.com`, groups: [...groups, everybody] };
}

export function serviceAccount(namespace: string, name: string): Identity {
  return {
    user: `system:serviceaccount:${namespace}:${name}`,
    groups: [
      'system:serviceaccounts',
      `system:serviceaccounts:${namespace}`,
      everybody,
    ],
  };
}
