/** Names no tenant and no namespace of a tenant may have, with the reason people are told. */
interface Reservation {
  why: string;
  /** Exactly these. */
  names?: readonly string[];
  /** These, and everything that continues them after a hyphen. */
  families?: readonly string[];
  /** Whether something that belongs to a cluster, and to no tenant, lives in namespaces of these names. */
  components?: true;
}

const RESERVATIONS: readonly Reservation[] = [
  {
    why: 'Kubernetes keeps it for itself',
    components: true,
    names: ['default', 'system', 'local', 'node', 'nodes'],
    families: ['kube', 'kubernetes', 'k8s'],
  },
  {
    why: 'distributions and clouds install their components there',
    components: true,
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
    components: true,
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
    components: true,
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
  RESERVATIONS.flatMap(reservation =>
    [...(reservation.names ?? []), ...(reservation.families ?? [])].map(
      name => [name, reservation] as const,
    ),
  ),
);
const FAMILIES = RESERVATIONS.flatMap(reservation =>
  (reservation.families ?? []).map(family => ({
    prefix: `${family}-`,
    reservation,
  })),
);

/** Why a name is reserved everywhere; undefined when it isn't. */
export function reservedReason(name: string): string | undefined {
  return reservationOf(name)?.why;
}

/** Whether a namespace of this name is of Kubernetes, of a distribution, or of a component that all share. */
export function isComponentNamespace(name: string): boolean {
  return reservationOf(name)?.components ?? false;
}

function reservationOf(name: string): Reservation | undefined {
  return (
    BY_NAME.get(name) ??
    FAMILIES.find(({ prefix }) => name.startsWith(prefix))?.reservation
  );
}
