import type { Cluster } from './cluster';
import type { Platform } from './platform';

/** `system:serviceaccount:<namespace>:<name>`, as platformUsers of a cluster may name somebody. */
const serviceAccount = /^system:serviceaccount:([^:]+):/;

/** Namespaces of a cluster that its own file or the platform's names: they are no tenant's. */
export function keptNamespaces(
  { spec: facts }: Cluster,
  { spec }: Platform,
): ReadonlySet<string> {
  const { dns, ingress, gateway, platformUsers } = facts;
  const named = [
    dns.namespace,
    ingress?.namespace,
    gateway?.namespace,
    gateway?.shared?.namespace,
    ...platformUsers.map(user => serviceAccount.exec(user)?.[1]),
    spec.argocd.namespace,
    ...spec.reservedNames,
  ];
  return new Set(named.filter(name => name !== undefined));
}
