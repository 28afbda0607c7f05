import { labels, managedBy, observerRoleName } from '@tenantry/controls';
import type { KindOfObject, PartialObject } from '@tenantry/controls';
import { resourceOf } from '../resources';
import { rulesFor } from '../rules';

/** Every right that observing needs: to list and watch exactly these kinds. */
export function observerRole(kinds: readonly KindOfObject[]): PartialObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: {
      name: observerRoleName,
      labels: { [labels.managedBy]: managedBy },
    },
    rules: rulesFor(kinds.map(resourceOf).sort(), ['list', 'watch']),
  };
}
