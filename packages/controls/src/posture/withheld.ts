import { clusterRoleName } from '../access/roleNames';
import type { Withheld } from '../control';
import { itemsAt } from '../itemsAt';
import { isList, isMap } from '../merge';
import type { Json, KubernetesObject } from '../objects';
import type { ObservedKind } from './liveCluster';

const rbac = 'rbac.authorization.k8s.io/v1';

/** What gives rights on a cluster; a binding does it whoever made it. */
export const rightKinds: readonly ObservedKind[] = [
  { apiVersion: rbac, kind: 'ClusterRole' },
  { apiVersion: rbac, kind: 'ClusterRoleBinding', everybodys: true },
];

/**
 * Where one of the rights that nobody must have is given all the same, in the words of a verdict; `undefined` where none is.
 *
 * @param objects what one cluster holds, or is to hold.
 * @param where whose objects these are, as in “is missing from the repository”.
 */
export function givenAnyway(
  rights: readonly Withheld[],
  objects: readonly KubernetesObject[],
  where: string,
): string | undefined {
  for (const right of rights) {
    const reason = reasonFor(right, objects, where);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function reasonFor(
  { role, clusterWide, ...right }: Withheld,
  objects: readonly KubernetesObject[],
  where: string,
): string | undefined {
  const name = clusterRoleName(role);
  const rolesOfThatName = objects.filter(
    ({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === name,
  );
  if (rolesOfThatName.length === 0)
    return `ClusterRole ${name} is missing from ${where}`;
  const what = `${right.verbs.join(', ')} ${right.resources.join(', ')}`;
  if (clusterWide) {
    const binding = objects.find(
      ({ kind, roleRef }) =>
        kind === 'ClusterRoleBinding' &&
        isMap(roleRef) &&
        roleRef.name === name,
    );
    return binding
      ? `ClusterRoleBinding ${binding.metadata.name} gives ${name} on the whole cluster`
      : undefined;
  }
  const gives = rolesOfThatName
    .flatMap(object => itemsAt(object, 'rules'))
    .some(rule =>
      (['apiGroups', 'resources', 'verbs'] as const).every(field =>
        shares(rule[field], right[field]),
      ),
    );
  return gives ? `ClusterRole ${name} gives ${what}` : undefined;
}

function shares(granted: Json | undefined, withheld: readonly string[]) {
  return (
    isList(granted) &&
    granted.some(
      item =>
        typeof item === 'string' && (item === '*' || withheld.includes(item)),
    )
  );
}
