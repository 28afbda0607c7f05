import { celList } from '../admission/rule';
import { objectAttack } from '../attacks';
import { defineControl } from '../control';
import type { JsonMap } from '../objects';
import { clusterRoleName } from './roleNames';

/** ClusterRoles that a tenant may share with its own people and accounts. */
const bindable = (['admin', 'developer', 'viewer'] as const).map(
  clusterRoleName,
);

/** Rights to become somebody else, or to reach a node or a pod past the network policies. */
const dangerous = [
  'serviceaccounts/token',
  'pods/proxy',
  'services/proxy',
  'nodes/proxy',
];

const rbac = 'rbac.authorization.k8s.io';
const readPods = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };

/** By an insider, who has every right to hand on: to all others Kubernetes itself says no (see tenant-roles). */
function roleAttack(title: string, change: JsonMap) {
  return objectAttack('R02', title, {
    as: 'insider',
    resource: `${rbac}/v1/roles`,
    kind: 'Role',
    attack: { rules: [readPods, { ...readPods, ...change }] },
    twin: { rules: [readPods, readPods] },
    routes: ['create', 'merge patch'],
  });
}

function bindingTo(kind: string, name: string): JsonMap {
  return {
    roleRef: { apiGroup: rbac, kind, name },
    subjects: [],
  };
}

/**
 * A tenant's Roles and RoleBindings hand on what a tenant may have.
 *
 * Fields: rules of every Role; roleRef of every RoleBinding.
 * Not allowed in a Role: `*` in verbs, apiGroups or resources (`pods/*` neither); the verbs escalate, bind, impersonate
 * and those that begin with it, such as `impersonate-on:serviceaccount:list`; the resources in `dangerous`.
 * Allowed as roleRef: a Role of the namespace; of ClusterRoles tenantry-admin, tenantry-developer, tenantry-viewer.
 * The platform's users may write others.
 */
export const roleGuard = defineControl({
  id: 'role-guard',
  title: 'Roles of a tenant have no wildcards and no borrowed identities',
  component: 'access',
  why: 'Kubernetes lets everybody hand on the rights they hold, and whoever once held too many, by an operator or a mistake, could keep them in a Role. A wildcard also grants what is installed tomorrow.',
  references: [
    'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks',
    'https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/',
  ],
  stops: [
    { id: 'R01', attempt: 'bind cluster-admin, edit or a role of the system' },
    {
      id: 'R02',
      attempt: 'write a Role with wildcards or borrowed identities',
    },
  ],
  rules: [
    {
      on: 'roles',
      require: [
        'variables.isPlatform || object.?rules.orValue([]).all(rule,',
        "rule.?apiGroups.orValue([]).all(group, group != '*') &&",
        `rule.?resources.orValue([]).all(resource, !resource.contains('*') && !(resource in ${celList(
          dangerous,
        )})) &&`,
        "rule.?verbs.orValue([]).all(verb, !(verb in ['*', 'escalate', 'bind']) && !verb.startsWith('impersonate')))",
      ].join(' '),
      message: `a Role names its groups, resources and verbs one by one, and none of escalate, bind, impersonate, ${dangerous.join(
        ', ',
      )}`,
    },
    {
      on: 'role-bindings',
      require: `variables.isPlatform || object.roleRef.kind == 'Role' || object.roleRef.name in ${celList(
        bindable,
      )}`,
      message: `a RoleBinding refers to a Role of its namespace, or to the ClusterRole ${bindable.join(
        ', ',
      )}`,
    },
  ],
  attacks: [
    ...[
      'cluster-admin',
      'admin',
      'edit',
      'view',
      'system:node',
      clusterRoleName('deployer'),
      `${clusterRoleName('viewer')}s`,
    ].map(name =>
      objectAttack('R01', `a binding to ${name}`, {
        as: 'insider',
        resource: `${rbac}/v1/rolebindings`,
        kind: 'RoleBinding',
        attack: bindingTo('ClusterRole', name),
        twin: bindingTo('ClusterRole', clusterRoleName('viewer')),
        // What a binding refers to can't be changed.
        routes: ['create', 'apply'],
      }),
    ),
    objectAttack('R01', "a binding to a ClusterRole with the Role's name", {
      as: 'insider',
      resource: `${rbac}/v1/rolebindings`,
      kind: 'RoleBinding',
      attack: bindingTo('ClusterRole', 'own-role'),
      twin: bindingTo('Role', 'own-role'),
      routes: ['create'],
    }),
    roleAttack('every verb', { verbs: ['get', '*'] }),
    roleAttack('every group', { apiGroups: ['', '*'] }),
    roleAttack('every resource', { resources: ['pods', '*'] }),
    roleAttack('every subresource', { resources: ['pods', 'pods/*'] }),
    roleAttack('rights it does not have', { verbs: ['get', 'escalate'] }),
    roleAttack('bindings to any role', { verbs: ['get', 'bind'] }),
    roleAttack('impersonation', { verbs: ['get', 'impersonate'] }),
    roleAttack('impersonation for one verb', {
      verbs: ['get', 'impersonate-on:serviceaccount:list'],
    }),
    ...dangerous.map(resource =>
      roleAttack(resource, { resources: ['pods', resource] }),
    ),
  ],
});
