import { groupOf, platformKinds } from '@tenantry/controls';
import type { KubernetesObject } from '@tenantry/controls';

const rbac = 'rbac.authorization.k8s.io';

/** Kinds that controls render into namespaces, and those that give rights there. */
const guardRails = new Set([
  '/Namespace',
  `${rbac}/Role`,
  ...platformKinds.map(({ group, kind }) => `${group}/${kind}`),
]);

/** A tenant may have these beside the one that is rendered. */
const alsoTenants = new Set(['/ServiceAccount']);

/**
 * Whether an object guards a namespace, and so is the import's business. Policies of network plug-ins are, whoever's kind
 * they are, for they can open what ours close.
 */
export function isGuardRail(
  object: KubernetesObject,
  isRendered: boolean,
): boolean {
  const key = `${groupOf(object)}/${object.kind}`;
  if (alsoTenants.has(key)) return isRendered;
  return guardRails.has(key) || object.kind.endsWith('NetworkPolicy');
}
