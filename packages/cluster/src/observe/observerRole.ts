import { groupOf, labels, managedBy } from '@tenantry/controls';
import type { KindOfObject, PartialObject } from '@tenantry/controls';
import { resourceOf } from '../resources';

/** The ClusterRole of whoever observes. */
export const observerRoleName = 'tenantry-observer';

/** Every right that observing needs: to read exactly these kinds. */
export function observerRole(kinds: readonly KindOfObject[]): PartialObject {
  const byGroup = new Map<string, Set<string>>();
  for (const kind of kinds) {
    const resources = byGroup.get(groupOf(kind)) ?? new Set();
    byGroup.set(
      groupOf(kind),
      resources.add(resourceOf(kind).split('/').at(-1) as string),
    );
  }
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: {
      name: observerRoleName,
      labels: { [labels.managedBy]: managedBy },
    },
    rules: Array.from(byGroup)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([group, resources]) => ({
        apiGroups: [group],
        resources: [...resources].sort(),
        verbs: ['get', 'list', 'watch'],
      })),
  };
}
