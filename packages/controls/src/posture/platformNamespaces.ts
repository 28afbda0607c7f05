import { isComponentNamespace } from '@tenantry/model';
import type { Cluster, Platform } from '@tenantry/model';
import type { ClusterContext } from '../control';
import { registry } from '../registry';

/** `system:serviceaccount:<namespace>:<name>`, as platformUsers of a cluster may name somebody. */
const serviceAccount = /^system:serviceaccount:([^:]+):/;

/**
 * Whether a namespace belongs to the cluster itself or to its platform: by its name, because Kubernetes, a distribution or a
 * shared component has it; because the files of the cluster or of the platform name it; or because controls put it there.
 */
export function platformNamespaces(
  context: ClusterContext,
  controls = registry,
): (name: string) => boolean {
  const named = new Set([
    ...namedByCluster(context.cluster),
    ...namedByPlatform(context.platform),
    ...controls.flatMap(({ cluster }) =>
      (cluster?.(context) ?? [])
        .filter(({ kind }) => kind === 'Namespace')
        .map(({ metadata }) => metadata.name),
    ),
  ]);
  return name => isComponentNamespace(name) || named.has(name);
}

function namedByCluster({ spec }: Cluster): (string | undefined)[] {
  const { dns, ingress, gateway, platformUsers } = spec;
  return [
    dns.namespace,
    ingress?.namespace,
    gateway?.namespace,
    gateway?.shared?.namespace,
    ...platformUsers.map(user => serviceAccount.exec(user)?.[1]),
  ];
}

function namedByPlatform({ spec }: Platform): string[] {
  return [spec.argocd.namespace, ...spec.reservedNames];
}
