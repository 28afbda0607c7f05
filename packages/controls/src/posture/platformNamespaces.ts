import { isComponentNamespace, keptNamespaces } from '@tenantry/model';
import type { ClusterContext } from '../control';
import { registry } from '../registry';

/**
 * Whether a namespace belongs to the cluster itself or to its platform: by its name, because Kubernetes, a distribution or a
 * shared component has it; because the files of the cluster or of the platform name it; or because controls put it there.
 */
export function platformNamespaces(
  context: ClusterContext,
  controls = registry,
): (name: string) => boolean {
  const named = new Set([
    ...keptNamespaces(context.cluster, context.platform),
    ...controls.flatMap(({ cluster }) =>
      (cluster?.(context) ?? [])
        .filter(({ kind }) => kind === 'Namespace')
        .map(({ metadata }) => metadata.name),
    ),
  ]);
  return name => isComponentNamespace(name) || named.has(name);
}
