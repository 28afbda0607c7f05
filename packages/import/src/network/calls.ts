import type { RenderedObject } from '@tenantry/controls';
import { statementsIn } from '../facts';
import { networkRendering } from '../map/network';
import type { FoundNamespace } from '../read/readNamespaces';
import type { NamespaceIndex } from './namespaceIndex';

/** By namespace, the others that let it in by a policy of theirs: what it probably calls. */
export type Calls = ReadonlyMap<string, ReadonlySet<string>>;

/** Who lets whom in, over all namespaces of the input. Own pods and namespaces of the platform are left out. */
export function findCalls(
  namespaces: readonly FoundNamespace[],
  index: NamespaceIndex,
): Calls {
  const calls = new Map<string, Set<string>>();
  for (const namespace of namespaces)
    for (const statement of statementsIn(namespace)) {
      if (statement.says !== 'open' || statement.direction !== 'Ingress')
        continue;
      const { peer } = statement;
      if (peer.sort !== 'pods' || peer.namespaces === 'own') continue;
      for (const caller of index.namesOf(peer.namespaces))
        if (caller !== namespace.name && !index.isPlatforms(caller))
          calls.set(
            caller,
            (calls.get(caller) ?? new Set()).add(namespace.name),
          );
    }
  return calls;
}

/** Those that a namespace is let in by and can't call any more with what is rendered for it. */
export function cutOff(
  namespace: string,
  calls: Calls,
  rendered: readonly RenderedObject[],
  index: NamespaceIndex,
): string[] {
  const reachable = new Set(
    networkRendering(rendered, namespace).ours.flatMap(({ statement }) =>
      statement.says === 'open' &&
      statement.direction === 'Egress' &&
      statement.peer.sort === 'pods' &&
      statement.peer.namespaces !== 'own'
        ? index.namesOf(statement.peer.namespaces)
        : [],
    ),
  );
  return [...(calls.get(namespace) ?? [])]
    .filter(name => !reachable.has(name))
    .sort();
}
