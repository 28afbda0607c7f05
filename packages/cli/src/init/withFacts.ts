import type { ClusterFacts } from '@tenantry/cluster';
import type { InitFlags } from './initFlags';

/** What Argo CD calls the cluster that it runs on. */
const inCluster = 'https://kubernetes.default.svc';

interface WithFacts {
  readonly flags: InitFlags;
  /** What a person should know, a sentence each. */
  readonly notes: readonly string[];
}

/** What flags leave open, taken from a live cluster. A flag counts more than what was read. */
export function withFacts(
  given: InitFlags,
  facts: ClusterFacts,
  server: string,
): WithFacts {
  const { podCIDRs, serviceCIDRs, nodeCIDRs, controlPlaneCIDRs } = facts;
  const found: InitFlags = {
    server: facts.hasArgoCd ? inCluster : server,
    kubernetesVersion: facts.kubernetesVersion,
    networkPlugin: facts.plugin,
    podCidr: podCIDRs?.join(','),
    serviceCidr: serviceCIDRs?.join(','),
    nodeCidr: nodeCIDRs?.join(','),
    controlPlaneCidr: controlPlaneCIDRs?.join(','),
    policyEngine: facts.policyEngine,
    storageClass: facts.defaultStorageClass
      ? [facts.defaultStorageClass]
      : undefined,
  };
  return {
    flags: { ...withoutAbsent(found), ...withoutAbsent(given) },
    notes: [
      ...serverNotes(given, facts, server),
      ...facts.notes.filter(stillTrue(given)),
      ...choiceNotes(given, facts),
    ],
  };
}

function serverNotes(
  { server: given }: InitFlags,
  { hasArgoCd }: ClusterFacts,
  server: string,
): string[] {
  if (given !== undefined) return [];
  return hasArgoCd
    ? [
        `Argo CD's kinds are on this cluster, so it was taken to run there, and to call it ${inCluster}; if it runs elsewhere, give --server`,
      ]
    : [
        `its API server was taken from the kubeconfig, ${server}; Argo CD must call it exactly that, or give --server`,
      ];
}

/** A note about something that a flag decides is none. */
function stillTrue(given: InitFlags): (note: string) => boolean {
  const about: readonly [keyof InitFlags, RegExp][] = [
    ['podCidr', /pods' addresses/],
    ['nodeCidr', /nodes' addresses/],
    ['policyEngine', /Kyverno/],
    ['networkPlugin', /network plugin is none/],
    ['kubernetesVersion', /version could not be read/],
  ];
  return note =>
    !about.some(
      ([key, pattern]) => given[key] !== undefined && pattern.test(note),
    );
}

/** What a person has to decide. */
function choiceNotes(
  given: InitFlags,
  {
    storageClasses,
    defaultStorageClass,
    ingressClasses,
    gatewayClasses,
    dns,
  }: ClusterFacts,
): string[] {
  const others = storageClasses.filter(name => name !== defaultStorageClass);
  return [
    ...(given.storageClass === undefined && others.length > 0
      ? [
          `tenants may use ${
            defaultStorageClass
              ? `the default storage class, ${defaultStorageClass}`
              : 'no storage class'
          }; there ${others.length === 1 ? 'is' : 'are'} also ${others.join(
            ', ',
          )} (--storage-class)`,
        ]
      : []),
    ...(given.ingressClass === undefined && ingressClasses.length > 0
      ? [
          `no ingress class is offered; there ${
            ingressClasses.length === 1 ? 'is' : 'are'
          } ${ingressClasses.join(
            ', ',
          )} (--ingress-class, with the namespace of its controller)`,
        ]
      : []),
    ...(given.gatewayClass === undefined && gatewayClasses.length > 0
      ? [
          `no gateway class is offered; there ${
            gatewayClasses.length === 1 ? 'is' : 'are'
          } ${gatewayClasses.join(
            ', ',
          )} (--gateway-class, with the namespace of its proxies)`,
        ]
      : []),
    ...(dns === undefined
      ? [
          'its DNS service could not be read: the pods labelled k8s-app=kube-dns in kube-system are taken for it',
        ]
      : []),
  ];
}

function withoutAbsent(flags: InitFlags): InitFlags {
  return Object.fromEntries(
    Object.entries(flags).filter(([, value]) => value !== undefined),
  );
}
