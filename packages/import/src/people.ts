import { clusterRoleName, isList, isMap } from '@tenantry/controls';
import type { KubernetesObject } from '@tenantry/controls';
import { groupProblem } from '@tenantry/model';
import type { Role } from '@tenantry/model';
import type { FoundNamespace } from './read/readNamespaces';
import { isRole, roleRefOf, standIns } from './rights/roles';

/** Somebody who is bound. */
export interface Subject {
  readonly kind: 'Group' | 'User' | 'ServiceAccount' | 'unknown';
  readonly name: string;
  /** Of a ServiceAccount. */
  readonly namespace?: string;
}

/** Roles, the widest first. */
export const roleOrder: readonly Role[] = ['admin', 'developer', 'viewer'];

export function subjectsOf({ subjects }: KubernetesObject): Subject[] {
  return (isList(subjects) ? subjects : []).flatMap(subject => {
    if (!isMap(subject) || typeof subject.name !== 'string') return [];
    const { kind, name, namespace } = subject;
    return [
      {
        kind:
          kind === 'Group' || kind === 'User' || kind === 'ServiceAccount'
            ? kind
            : ('unknown' as const),
        name,
        ...(typeof namespace === 'string' ? { namespace } : {}),
      },
    ];
  });
}

/** The role of ours that a binding's role stands for; `undefined` where it is another one. */
export function standInOf(binding: KubernetesObject): Role | undefined {
  const ref = roleRefOf(binding);
  if (ref?.kind !== 'ClusterRole') return undefined;
  return (
    roleOrder.find(role => clusterRoleName(role) === ref.name) ??
    (Object.hasOwn(standIns, ref.name) ? standIns[ref.name] : undefined)
  );
}

/** A group's name as tenant files have it; `undefined` where the API server's prefix is missing or the name can't be one. */
export function groupNamed(
  subject: Subject,
  prefix: string,
): string | undefined {
  if (subject.kind !== 'Group' || !subject.name.startsWith(prefix))
    return undefined;
  const name = subject.name.slice(prefix.length);
  return groupProblem(name) ? undefined : name;
}

/** Groups of a namespace with the widest role that its bindings give each. */
export function peopleOf(
  { objects }: FoundNamespace,
  prefix: string,
): Map<string, Role> {
  const people = new Map<string, Role>();
  for (const { object } of objects) {
    const role = isRole(object, 'RoleBinding') ? standInOf(object) : undefined;
    if (!role) continue;
    for (const subject of subjectsOf(object)) {
      const group = groupNamed(subject, prefix);
      if (group === undefined) continue;
      const before = people.get(group);
      people.set(
        group,
        before === undefined ||
          roleOrder.indexOf(role) < roleOrder.indexOf(before)
          ? role
          : before,
      );
    }
  }
  return people;
}
