import {
  clusterRoleName,
  grantsOn,
  groupOf,
  verbsOf,
} from '@tenantry/controls';
import type { Cluster } from '@tenantry/model';
import type { Place } from '../cluster/place';
import { listAt, textAt } from '../value';
import type { Value, ValueMap } from '../value';
import type { Applier } from './rights';
import { error } from './violation';
import type { Violation } from './violation';

const roles = ['admin', 'developer', 'viewer', 'deployer'] as const;
type RoleName = (typeof roles)[number];

/** The control that keeps the roles free of what would let somebody grant more than they hold. */
const control = 'tenant-roles';

/**
 * Roles that grant, and bindings of the platform's roles that give, more than the one who writes them holds. The API
 * server refuses both to whoever has neither `escalate` nor `bind`, and no role of a tenant has.
 */
export function escalations(
  object: ValueMap,
  applier: Applier,
  { context }: Place,
): Violation[] {
  const { cluster } = context;
  const apiVersion = textAt(object, 'apiVersion') ?? '';
  const kind = textAt(object, 'kind') ?? '';
  if (groupOf({ apiVersion }) !== 'rbac.authorization.k8s.io') return [];
  const holds = holderOf(applier, cluster);
  if (kind === 'Role')
    return listAt(object, 'rules').flatMap((rule, index) => {
      const beyond = rightsIn(rule).filter(right => !holds(right));
      return beyond.length > 0 ? [refusal(beyond, ['rules', index])] : [];
    });
  const bound = roles.find(
    role =>
      kind === 'RoleBinding' &&
      textAt(object, 'roleRef', 'kind') === 'ClusterRole' &&
      textAt(object, 'roleRef', 'name') === clusterRoleName(role),
  );
  const beyond = bound
    ? rightsOf(bound, cluster).filter(right => !holds(right))
    : [];
  return beyond.length > 0 ? [refusal(beyond, ['roleRef', 'name'])] : [];
}

interface Right {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
}

function rightsOf(role: RoleName, cluster: Cluster): Right[] {
  return grantsOn(cluster).flatMap(({ group, resource, verbs }) => {
    const access = verbs[role];
    return access
      ? verbsOf[access].map(verb => ({ group, resource, verb }))
      : [];
  });
}

function rightsIn(rule: Value): Right[] {
  const texts = (key: string) => listAt(rule, key).map(String);
  return texts('apiGroups').flatMap(group =>
    texts('resources').flatMap(resource =>
      texts('verbs').map(verb => ({ group, resource, verb })),
    ),
  );
}

function holderOf(role: RoleName, cluster: Cluster) {
  const held = new Set(rightsOf(role, cluster).map(keyOf));
  return (right: Right) => held.has(keyOf(right));
}

function keyOf({ group, resource, verb }: Right): string {
  return `${verb} ${group}/${resource}`;
}

function refusal(
  beyond: readonly Right[],
  path: (string | number)[],
): Violation {
  const [first, ...others] = beyond.map(
    ({ group, resource, verb }) =>
      `{APIGroups:["${group}"], Resources:["${resource}"], Verbs:["${verb}"]}`,
  );
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return error(
    control,
    `is attempting to grant RBAC permissions not currently held: ${first}${more}`,
    path,
  );
}
