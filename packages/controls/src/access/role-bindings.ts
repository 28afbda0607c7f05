import type { Role } from '@tenantry/model';
import { namespaceMetadata } from '../builders';
import { compareAllowed } from '../compare';
import { defineControl } from '../control';
import type { EnvironmentContext } from '../control';
import { annotations } from '../names';
import type { PartialObject } from '../objects';
import { roleBindingsAttacks } from './role-bindings.attacks';
import { clusterRoleName } from './roleNames';

const roles = [
  ['admin', 'admins'],
  ['developer', 'developers'],
  ['viewer', 'viewers'],
] as const;

/** Groups with a role in the environment, as the API server names them: the tenant's own, then support groups. */
export function groupsWithRole(
  { tenant, platform }: Pick<EnvironmentContext, 'tenant' | 'platform'>,
  role: Role,
): string[] {
  const [, list] = roles.find(([name]) => name === role) ?? roles[0];
  const support = platform.spec.supportGroups
    .filter(group => group.role === role)
    .map(({ group }) => group);
  return [...new Set([...tenant.spec.access[list], ...support])].map(
    group => platform.spec.groupPrefix + group,
  );
}

/** The tenant's own groups, which its RoleBindings may name. */
function ownGroups({ tenant, platform }: EnvironmentContext): string[] {
  const groups = roles.flatMap(([, list]) => tenant.spec.access[list]);
  return [...new Set(groups)]
    .sort()
    .map(group => platform.spec.groupPrefix + group);
}

/**
 * Groups of the identity provider get the tenant's roles, in its namespaces only.
 *
 * Contributes: RoleBindings tenantry-admin, tenantry-developer, tenantry-viewer where the role has a group; the
 * Namespace annotation with the groups that further bindings may name.
 */
export const roleBindings = defineControl({
  id: 'role-bindings',
  title: "The tenant's groups, and nobody else",
  component: 'access',
  why: 'Who belongs to a team is decided where people join and leave it, in the identity provider. So only groups are bound, never single users, and only inside the namespace.',
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects',
  ],
  stops: [
    { id: 'R03', attempt: 'gain rights through a widened built-in role' },
    { id: 'R15', attempt: "read or change another tenant's objects" },
    { id: 'R17', attempt: 'have a system group bound' },
    { id: 'R18', attempt: 'inherit the bindings of a former tenant' },
  ],
  attacks: roleBindingsAttacks,
  additive: true,
  environment: context => [
    namespaceMetadata(context, {
      annotations: { [annotations.groups]: ownGroups(context).join(',') },
    }),
    ...roles.flatMap(([role]) => binding(context, role)),
  ],
  summary: context =>
    roles
      .map(([role, list]) => [list, groupsWithRole(context, role)] as const)
      .filter(([, groups]) => groups.length > 0)
      .map(([list, groups]) => `${list}: ${groups.join(', ')}`)
      .join('; '),
  compare: (before, after) =>
    compareAllowed(bindingsOf(before), bindingsOf(after)),
});

function bindingsOf(context: EnvironmentContext): string[] {
  return roles.flatMap(([role]) =>
    groupsWithRole(context, role).map(group => `${role}:${group}`),
  );
}

function binding(context: EnvironmentContext, role: Role): PartialObject[] {
  const groups = groupsWithRole(context, role);
  if (groups.length === 0) return [];
  const apiGroup = 'rbac.authorization.k8s.io';
  return [
    {
      apiVersion: `${apiGroup}/v1`,
      kind: 'RoleBinding',
      metadata: { name: clusterRoleName(role), namespace: context.namespace },
      roleRef: { apiGroup, kind: 'ClusterRole', name: clusterRoleName(role) },
      subjects: groups.map(name => ({ apiGroup, kind: 'Group', name })),
    },
  ];
}
