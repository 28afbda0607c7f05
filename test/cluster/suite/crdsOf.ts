import type { Cluster } from '@tenantry/model';
import type { CrdsName } from '../rig/crdSources';

/** Kinds that the guard-rails of this cluster are made of, besides Kubernetes' own. */
export function crdsOf(clusters: readonly Cluster[], name: string): CrdsName[] {
  const facts = clusters.find(({ metadata }) => metadata.name === name)?.spec;
  if (!facts) throw new Error(`no cluster ${name}`);
  return [
    // Argo CD runs somewhere, and tenants must not write its kinds.
    'argo-cd',
    ...(facts.gateway ? ['gateway-api' as const] : []),
    ...(facts.network.clusterNetworkPolicy
      ? ['network-policy-api' as const]
      : []),
    ...(facts.network.plugin === 'cilium' ? ['cilium' as const] : []),
  ];
}
