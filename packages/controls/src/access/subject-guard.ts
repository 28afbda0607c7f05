import { objectAttack } from '../attacks';
import type { ApiAttack, Stage } from '../attacks';
import { defineControl } from '../control';
import { deployersNamespace } from '../names';
import type { JsonMap } from '../objects';
import { groupsWithRole } from './role-bindings';
import { clusterRoleName } from './roleNames';

const apiGroup = 'rbac.authorization.k8s.io';

const group = (name: string) => ({ apiGroup, kind: 'Group', name });
const user = (name: string) => ({ apiGroup, kind: 'User', name });
const account = (namespace: string, name = 'default') => ({
  kind: 'ServiceAccount',
  name,
  namespace,
});

/** The last of its subjects may not be there: the first is the tenant's own. */
function bindingAttack(
  title: string,
  subject: (stage: Stage) => JsonMap,
  options: { readonly everyRoute?: boolean } = {},
): ApiAttack {
  const binding = (subjects: readonly JsonMap[]) => ({
    roleRef: { apiGroup, kind: 'ClusterRole', name: clusterRoleName('viewer') },
    subjects,
  });
  const own = (stage: Stage) => [
    group(groupsWithRole(stage, 'admin')[0]),
    account(stage.namespace),
  ];
  return objectAttack('R11', title, {
    as: 'admin',
    resource: `${apiGroup}/v1/rolebindings`,
    kind: 'RoleBinding',
    attack: stage => binding([...own(stage), subject(stage)]),
    twin: stage => binding(own(stage)),
    ...(options.everyRoute ? {} : { routes: ['create'] }),
  });
}

/**
 * A tenant's RoleBindings name its own groups and its own service accounts.
 *
 * Fields: subjects of every RoleBinding.
 * Allowed: kind Group, named in the Namespace annotation tenantry.dev/groups; kind ServiceAccount of the same
 * namespace. Users, system groups and everybody else are not.
 */
export const subjectGuard = defineControl({
  id: 'subject-guard',
  title: 'Rights are shared inside the tenant only',
  component: 'access',
  why: 'A tenant admin may bind roles. Without this rule one line would open the namespace to every authenticated user or to another tenant.',
  references: [
    'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#system-authenticated',
  ],
  stops: [
    {
      id: 'R11',
      attempt:
        "bind system:authenticated, a single user or another tenant's group",
    },
  ],
  attacks: [
    bindingAttack(
      'everybody who can log in',
      () => group('system:authenticated'),
      { everyRoute: true },
    ),
    bindingAttack('everybody else', () => group('system:unauthenticated')),
    bindingAttack('every service account', () =>
      group('system:serviceaccounts'),
    ),
    bindingAttack("another tenant's people", ({ neighbour }) =>
      group(neighbour.adminGroups[0]),
    ),
    bindingAttack('a group with a similar name', stage =>
      group(`${groupsWithRole(stage, 'admin')[0]}s`),
    ),
    bindingAttack('nobody, who is everybody', () => user('system:anonymous')),
    bindingAttack('a single person', () => user('somebody@example.com')),
    bindingAttack('a person with the name of a group', stage =>
      user(groupsWithRole(stage, 'admin')[0]),
    ),
    bindingAttack("another tenant's service account", ({ neighbour }) =>
      account(neighbour.namespace),
    ),
    bindingAttack("Argo CD's deployer", ({ tenant }) =>
      account(deployersNamespace, tenant.metadata.name),
    ),
  ],
  rules: [
    {
      on: 'role-bindings',
      require: [
        'variables.isPlatform || object.?subjects.orValue([]).all(subject,',
        "(subject.kind == 'Group' && subject.name in variables.groups) ||",
        "(subject.kind == 'ServiceAccount' && subject.?namespace.orValue('') == request.namespace))",
      ].join(' '),
      message:
        "a RoleBinding may name the tenant's own groups and service accounts of this namespace only",
    },
  ],
});
