import { defineControl } from '../control';

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
  attacks: [],
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
