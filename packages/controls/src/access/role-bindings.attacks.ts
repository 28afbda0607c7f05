import { attack, create, objectAttack, samples, withheld } from '../attacks';
import type { Attack, Attempt, Sample, Stage } from '../attacks';
import { isList, isMap } from '../merge';
import type { Json, PartialObject } from '../objects';
import { clusterRoleName } from './roleNames';

const apiGroup = 'rbac.authorization.k8s.io';

function list({ resource }: Sample, { namespace }: Stage): Attempt['attack'] {
  return { verb: 'list', resource, namespace };
}

const possible = (stage: Stage) =>
  samples.filter(({ where }) => where?.(stage) ?? true);

const ourRoles = (['admin', 'developer', 'viewer', 'deployer'] as const).map(
  clusterRoleName,
);

/** Bindings in tenants' namespaces that say something other than: this group has this role of ours. */
function strays(objects: readonly PartialObject[]): string[] {
  return objects
    .filter(({ kind }) => kind === 'RoleBinding')
    .flatMap(({ metadata: { name, namespace }, roleRef, subjects }) => [
      ...(ourRoles.includes(textOf(roleRef, 'name'))
        ? []
        : [`${namespace}/${name} binds ${textOf(roleRef, 'name')}`]),
      ...(isList(subjects) ? subjects : [])
        .filter(subject => textOf(subject, 'kind') === 'User')
        .map(
          subject =>
            `${namespace}/${name} binds a person, ${textOf(subject, 'name')}`,
        ),
    ]);
}

function textOf(value: Json | undefined, key: string): string {
  return isMap(value) && typeof value[key] === 'string' ? value[key] : '';
}

const admins = (...groups: string[]) => ({ access: { admins: groups } });

function refused(title: string, group: string, says: string): Attack {
  return {
    proof: 'claim',
    row: 'R17',
    title,
    attack: admins(group),
    twin: admins('payments-leads'),
    says,
  };
}

export const roleBindingsAttacks: readonly Attack[] = [
  {
    proof: 'shape',
    row: 'R03',
    title: 'a binding to a built-in role',
    violations: strays,
  },
  withheld(
    'R03',
    'a right that the built-in admin has',
    'admin',
    ({ namespace }) =>
      create(
        'authorization.k8s.io/v1/localsubjectaccessreviews',
        'LocalSubjectAccessReview',
        namespace,
        {
          metadata: { name: '' },
          spec: {
            user: 'somebody',
            resourceAttributes: { namespace, verb: 'get', resource: 'pods' },
          },
        },
      ),
  ),

  attack(
    'R15',
    "a look at another tenant's objects",
    stage =>
      possible(stage).map(sample => ({
        route: `list ${sample.kind}`,
        attack: list(sample, stage),
        twin: list(sample, stage),
        twinAs: 'developer',
      })),
    { as: 'neighbour', by: 'rbac' },
  ),
  attack(
    'R15',
    "an object among another tenant's",
    stage =>
      possible(stage).map(({ resource, kind, object }) => {
        const request = create(resource, kind, stage.namespace, object(stage));
        return {
          route: `create ${kind}`,
          attack: request,
          twin: request,
          twinAs: 'admin',
        };
      }),
    { as: 'neighbour', by: 'rbac' },
  ),
  attack(
    'R15',
    "a look at a tenant's pods by somebody who is in no group",
    ({ namespace }) =>
      (['anybody', 'workload'] as const).map(as => ({
        route: `list pods as ${as}`,
        attack: { verb: 'list', resource: 'v1/pods', namespace },
        twin: { verb: 'list', resource: 'v1/pods', namespace },
        as,
        twinAs: 'viewer',
      })),
    { by: 'rbac' },
  ),
  objectAttack('R15', "a role for another tenant's people", {
    as: 'admin',
    by: { says: 'subject-guard: ' },
    resource: `${apiGroup}/v1/rolebindings`,
    kind: 'RoleBinding',
    attack: ({ neighbour }) => viewers(neighbour.adminGroups[0]),
    twin: stage =>
      viewers(
        stage.platform.spec.groupPrefix + stage.tenant.spec.access.admins[0],
      ),
    routes: ['create'],
  }),

  refused(
    'a group that passes every check',
    'system:masters',
    'begins with system:',
  ),
  refused('the group of all nodes', 'system:nodes', 'begins with system:'),
  refused('every group', '*', 'contains *'),
  refused('a group without a name', '', 'is empty'),

  {
    proof: 'shape',
    row: 'R18',
    title: "a binding that outlives its tenant's groups",
    violations: strays,
  },
];

function viewers(group: string) {
  return {
    roleRef: { apiGroup, kind: 'ClusterRole', name: clusterRoleName('viewer') },
    subjects: [{ apiGroup, kind: 'Group', name: group }],
  };
}
