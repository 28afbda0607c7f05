import type { Stage } from '@tenantry/controls';
import { environmentContexts } from '@tenantry/controls';
import {
  parseCluster,
  parsePlatform,
  parseTenant,
  unwrap,
} from '@tenantry/model';
import { person, serviceAccount } from '../actors';
import type { Cast } from '../actors';

/** A namespace that somebody else set up: with another operator, by hand, or not at all. */
export interface ForeignNamespace {
  readonly namespace: string;
  /** Groups of the people in it, by what they may do; one role is enough. */
  readonly people: {
    readonly admin?: readonly string[];
    readonly developer?: readonly string[];
    readonly viewer?: readonly string[];
  };
  /** Another team's namespace on the same cluster, for attacks on neighbours. */
  readonly neighbour: {
    readonly namespace: string;
    readonly groups: readonly string[];
  };
  /** A registry, with its path, that images may come from there. Default: `registry.k8s.io`. */
  readonly registry?: string;
  /** Kinds of ingress that are in use there. */
  readonly ingressClass?: string;
  /** A host name that belongs to the namespace. */
  readonly host?: string;
  /** By what it is judged. Default: `hardened`. */
  readonly profile?: ForeignProfile;
}

/** What somebody else's namespace can be held against: profiles that need no facts of its cluster. */
export const foreignProfiles = {
  hardened: { podSecurity: 'restricted', egress: 'allow-list' },
  shared: { podSecurity: 'baseline', egress: 'internet' },
} as const;

export type ForeignProfile = keyof typeof foreignProfiles;

export interface ForeignTarget {
  readonly stage: Stage;
  readonly cast: Cast;
}

/** Amounts are such that nobody agreed to them: what admits them bounds nothing. */
const platformText = (registry: string, profile: ForeignProfile) => `
apiVersion: tenantry.dev/v1
kind: Platform
metadata: { name: foreign }
spec:
  title: Somebody else's platform
  repository: { url: 'https://git.example.com/platform/tenants.git' }
  registries: [${registry}]
  defaults: { profile: foreign, size: foreign }
  profiles:
    foreign:
      title: Foreign
      summary: Judged by what such an environment has
      podSecurity: ${foreignProfiles[profile].podSecurity}
      runtime: host
      egress: ${foreignProfiles[profile].egress}
  sizes:
    foreign:
      title: Foreign
      summary: Unknown
      requests: { cpu: '10000', memory: 10Ti, ephemeralStorage: 10Ti }
      limits: { cpu: '10000', memory: 10Ti, ephemeralStorage: 10Ti }
      storage: 100Ti
      pods: 10
      container:
        defaultRequest: { cpu: 50m, memory: 64Mi, ephemeralStorage: 64Mi }
        default: { cpu: '500', memory: 1Ti, ephemeralStorage: 1Ti }
        max: { cpu: '10000', memory: 10Ti, ephemeralStorage: 10Ti }
`;

const clusterText = (ingressClass: string | undefined) => `
apiVersion: tenantry.dev/v1
kind: Cluster
metadata: { name: foreign }
spec:
  title: Somebody else's cluster
  kubernetesVersion: '1.36'
  server: https://foreign.example.com
  network:
    plugin: other
    podCIDRs: [10.0.0.0/16]
    serviceCIDRs: [10.96.0.0/16]
    nodeCIDRs: [192.168.0.0/20]
  policyEngine: native
  ${
    ingressClass
      ? `ingress: { class: ${ingressClass}, namespace: ingress }`
      : ''
  }
`;

const tenantText = (host: string | undefined) => `
apiVersion: tenantry.dev/v1
kind: Tenant
metadata: { name: foreign }
spec:
  title: Somebody else's tenant
  owner: group:default/foreign
  access: { admins: [foreign] }
  profile: foreign
  size: foreign
  environments:
    - { name: here, cluster: foreign${host ? `, hosts: [${host}]` : ''} }
`;

/** What the attacks need to know of a namespace that Tenantry never rendered; the rest is as in an environment of the profile. */
export function foreignStage({
  namespace,
  people,
  neighbour,
  registry = 'registry.k8s.io',
  ingressClass,
  host,
  profile = 'hardened',
}: ForeignNamespace): ForeignTarget {
  const fleet = {
    platform: unwrap(parsePlatform(platformText(registry, profile))),
    clusters: [unwrap(parseCluster(clusterText(ingressClass)))],
    tenants: [],
  };
  const tenant = unwrap(parseTenant(tenantText(host)));
  const [context] = environmentContexts(tenant, fleet);
  const anyone = people.developer ?? people.admin ?? people.viewer ?? [];
  const cast: Cast = {
    admin: person('admin', people.admin ?? anyone),
    developer: person('developer', anyone),
    // Whoever may write is no viewer, whose attacks are writing.
    ...(people.viewer ? { viewer: person('viewer', people.viewer) } : {}),
    workload: serviceAccount(namespace, 'default'),
    neighbour: person('neighbour', neighbour.groups),
    anybody: person('anybody', []),
  };
  return {
    cast,
    stage: {
      ...context,
      namespace,
      neighbour: {
        tenant: 'neighbour',
        namespace: neighbour.namespace,
        adminGroups: neighbour.groups,
      },
    },
  };
}
