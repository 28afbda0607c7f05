import type { KindOfObject } from '@tenantry/controls';

/** Plurals that aren't the kind in lower case with an s or es. */
const irregular: Readonly<Record<string, string>> = {
  NetworkPolicy: 'networkpolicies',
  CiliumNetworkPolicy: 'ciliumnetworkpolicies',
  ClusterNetworkPolicy: 'clusternetworkpolicies',
  ValidatingPolicy: 'validatingpolicies',
  MutatingPolicy: 'mutatingpolicies',
  ValidatingAdmissionPolicy: 'validatingadmissionpolicies',
  MutatingAdmissionPolicy: 'mutatingadmissionpolicies',
};

/** The resource path of an object, such as `apps/v1/deployments`. */
export function resourceOf({ apiVersion, kind }: KindOfObject): string {
  const lower = kind.toLowerCase();
  const plural =
    irregular[kind] ?? (/(s|x|ch)$/.test(lower) ? `${lower}es` : `${lower}s`);
  return `${apiVersion}/${plural}`;
}
