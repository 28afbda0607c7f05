/** Names no tenant and no namespace of a tenant may have, with the reason people are told. */
interface Reservation {
  why: string;
  /** Exactly these. */
  names?: readonly string[];
  /** These, and everything that continues them after a hyphen. */
  families?: readonly string[];
}

const RESERVATIONS: readonly Reservation[] = [
  {
    why: 'Kubernetes keeps it for itself',
    names: ['default', 'system', 'local', 'node', 'nodes'],
    families: ['kube', 'kubernetes', 'k8s'],
  },
  {
    why: 'distributions and clouds install their components there',
    families: [
      'openshift',
      'cattle',
      'rancher',
      'fleet',
      'gke',
      'gmp',
      'aks',
      'eks',
      'amazon',
      'azure',
      'calico',
      'cilium',
      'tigera',
      'istio',
      'linkerd',
      'knative',
      'metallb',
      'olm',
    ],
    names: ['operators', 'local-path-storage', 'node-feature-discovery'],
  },
  {
    why: 'Tenantry keeps it for itself',
    names: [
      'platform',
      'backstage',
      'tenant',
      'tenants',
      'cluster',
      'clusters',
    ],
    families: ['tenantry'],
  },
  {
    why: 'shared components that guard or deliver to every tenant live there',
    names: [
      'cert-manager',
      'crossplane-system',
      'external-dns',
      'external-secrets',
      'ingress',
      'ingress-nginx',
      'nginx-ingress',
      'gateway',
      'gateway-system',
      'envoy-gateway-system',
      'traefik',
      'haproxy',
      'kong',
      'gitops',
      'monitoring',
      'prometheus',
      'grafana',
      'loki',
      'logging',
      'observability',
      'opentelemetry',
      'sealed-secrets',
      'secrets-store',
      'vault',
      'velero',
      'opa',
      'falco',
      'rook-ceph',
      'longhorn-system',
    ],
    families: [
      'argo',
      'argocd',
      'flux',
      'flux-system',
      'gatekeeper',
      'kubewarden',
      'kyverno',
      'policy-reporter',
    ],
  },
  {
    why: 'it means every tenant or its administrators',
    names: [
      'admin',
      'administrator',
      'all',
      'any',
      'anonymous',
      'root',
      'public',
    ],
  },
  {
    why: 'programs give it a meaning of its own',
    names: ['constructor', 'prototype', 'undefined', 'localhost'],
  },
  {
    why: 'it is the name of a device on Windows, where the files could not be checked out',
    names: [
      ...['con', 'prn', 'aux', 'nul'],
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap(n => [`com${n}`, `lpt${n}`]),
    ],
  },
];

const BY_NAME = new Map(
  RESERVATIONS.flatMap(({ names = [], families = [], why }) =>
    [...names, ...families].map(name => [name, why] as const),
  ),
);
const FAMILIES = RESERVATIONS.flatMap(({ families = [], why }) =>
  families.map(family => ({ prefix: `${family}-`, why })),
);

/** Why a name is reserved everywhere; undefined when it isn't. */
export function reservedReason(name: string): string | undefined {
  return (
    BY_NAME.get(name) ??
    FAMILIES.find(({ prefix }) => name.startsWith(prefix))?.why
  );
}
