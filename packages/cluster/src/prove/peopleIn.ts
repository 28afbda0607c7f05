import { z } from 'zod';
import { RefusedError } from '../client';
import type { ClusterClient } from '../client';
import type { ForeignNamespace } from './foreignStage';

const RoleBindings = z.object({
  items: z.array(
    z.object({
      roleRef: z.object({ name: z.string() }),
      subjects: z
        .array(z.object({ kind: z.string(), name: z.string() }))
        .default([]),
    }),
  ),
});

/** The roles that every cluster has, by what they make of somebody; another role makes a developer. */
const builtIn: Readonly<Record<string, 'admin' | 'viewer'>> = {
  'cluster-admin': 'admin',
  admin: 'admin',
  view: 'viewer',
};

/**
 * The groups that have a role in a namespace, by its RoleBindings; groups of the system are nobody.
 *
 * @throws RefusedError, ClusterUnreachableError.
 */
export async function peopleIn(
  client: ClusterClient,
  namespace: string,
): Promise<ForeignNamespace['people']> {
  const answer = await client.send({
    verb: 'list',
    resource: 'rbac.authorization.k8s.io/v1/rolebindings',
    namespace,
  });
  const { success, data } = RoleBindings.safeParse(answer.body);
  if (answer.status !== 200 || !success) throw new RefusedError(answer);
  const found = new Map<'admin' | 'developer' | 'viewer', Set<string>>();
  for (const { roleRef, subjects } of data.items)
    for (const { kind, name } of subjects) {
      if (kind !== 'Group' || name.startsWith('system:')) continue;
      const role = Object.hasOwn(builtIn, roleRef.name)
        ? builtIn[roleRef.name]
        : 'developer';
      found.set(role, (found.get(role) ?? new Set()).add(name));
    }
  return Object.fromEntries(
    Array.from(found, ([role, groups]) => [role, [...groups].sort()]),
  );
}
