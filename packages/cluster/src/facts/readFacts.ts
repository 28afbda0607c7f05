import {
  Cidr,
  KubernetesVersion,
  normaliseCidrs,
  Toleration,
} from '@tenantry/model';
import type { ClusterSpec, RuntimeFacts } from '@tenantry/model';
import { z } from 'zod';
import type { ClusterClient } from '../client';
import { readLists, type Lists } from './lists';

/** What a live cluster says of itself. What could not be read is absent: nothing is guessed. */
export interface ClusterFacts {
  readonly kubernetesVersion?: string;
  readonly plugin?: ClusterSpec['network']['plugin'];
  readonly podCIDRs?: readonly string[];
  readonly serviceCIDRs?: readonly string[];
  readonly nodeCIDRs?: readonly string[];
  readonly controlPlaneCIDRs?: readonly string[];
  readonly dns?: Pick<
    ClusterSpec['dns'],
    'namespace' | 'podLabels' | 'nodeLocalAddresses'
  >;
  readonly policyEngine?: ClusterSpec['policyEngine'];
  readonly runtimes: Partial<
    Record<'gvisor' | 'kata' | 'firecracker', RuntimeFacts>
  >;
  /** All there are; which of them tenants may use is for a person to say. */
  readonly storageClasses: readonly string[];
  readonly defaultStorageClass?: string;
  readonly ingressClasses: readonly string[];
  readonly gatewayClasses: readonly string[];
  /** Argo CD's kinds are there. */
  readonly hasArgoCd: boolean;
  /** What a person should know of how this was found, or why something was not, a sentence each. */
  readonly notes: readonly string[];
}

/** Part of the facts, with what to know of it. */
type Found<K extends keyof ClusterFacts> = Pick<ClusterFacts, K> & {
  readonly notes: readonly string[];
};

/**
 * Reads the facts of a cluster, with rights to list what they are made of.
 *
 * @throws ClusterUnreachableError
 */
export async function readFacts(client: ClusterClient): Promise<ClusterFacts> {
  const version = await versionOf(client);
  const lists = await readLists(client);
  const addresses = addressesOf(lists);
  const engine = engineOf(lists, version.kubernetesVersion);
  const plugin = pluginOf(lists);
  const pods = podsOf(lists, plugin.plugin);
  return {
    ...version,
    ...plugin,
    ...pods,
    ...serviceRangesOf(lists),
    ...addresses,
    ...dnsOf(lists),
    ...engine,
    runtimes: runtimesOf(lists),
    storageClasses: namesOf(lists.storageClasses.items),
    defaultStorageClass: lists.storageClasses.items.find(
      ({ metadata }) =>
        metadata.annotations?.[
          'storageclass.kubernetes.io/is-default-class'
        ] === 'true',
    )?.metadata.name,
    ingressClasses: namesOf(lists.ingressClasses.items),
    gatewayClasses: namesOf(lists.gatewayClasses.items),
    hasArgoCd: hasKind(lists, 'applications.argoproj.io'),
    notes: [
      ...version.notes,
      ...plugin.notes,
      ...pods.notes,
      ...addresses.notes,
      ...engine.notes,
      ...unreadableNotes(lists),
    ],
  };
}

async function versionOf(
  client: ClusterClient,
): Promise<Found<'kubernetesVersion'>> {
  const { status, message, body } = await client.get('/version');
  const parsed = z
    .object({ major: z.string(), minor: z.string() })
    .safeParse(body);
  if (status !== 200 || !parsed.success)
    return { notes: [`its version could not be read: ${message}`] };
  // A provider may write 34+.
  const kubernetesVersion = `${parsed.data.major}.${parsed.data.minor.replace(
    /[^0-9].*$/,
    '',
  )}`;
  const known = KubernetesVersion.safeParse(kubernetesVersion);
  return {
    kubernetesVersion,
    notes: known.success
      ? []
      : [`it runs Kubernetes ${kubernetesVersion}, which is too old`],
  };
}

function pluginOf(lists: Lists): Found<'plugin'> {
  const daemons = lists.daemonSets.items.map(({ metadata }) => metadata.name);
  const isThere = (kinds: readonly string[], names: readonly string[]) =>
    kinds.some(kind => hasKind(lists, kind)) &&
    (lists.daemonSets.unreadable !== undefined ||
      daemons.some(name => names.includes(name)));
  if (isThere(['ciliumnetworkpolicies.cilium.io'], ['cilium']))
    return { plugin: 'cilium', notes: [] };
  if (isThere(['ippools.crd.projectcalico.org'], ['calico-node', 'canal']))
    return { plugin: 'calico', notes: [] };
  const other = daemons.find(name =>
    /kindnet|flannel|weave|antrea|kube-router|aws-node|azure-cni|netd/.test(
      name,
    ),
  );
  return other === undefined
    ? { notes: ['its network plugin is none that is known here'] }
    : {
        plugin: 'other',
        notes: [
          `its network plugin seems to be ${other}; make sure that it enforces NetworkPolicy, or tenants are not kept apart`,
        ],
      };
}

/** A plugin with addresses of its own is asked first: what nodes say is then not what pods have. */
function podsOf(
  lists: Lists,
  plugin: ClusterFacts['plugin'],
): Found<'podCIDRs'> {
  const pools = lists.ipPools.items
    .filter(({ spec }) => !spec.disabled)
    .map(({ spec }) => spec.cidr);
  if (plugin === 'calico' && pools.length > 0)
    return { podCIDRs: ranges(pools), notes: [] };
  const { data = {} } = lists.ciliumConfig.items[0] ?? {};
  const own = [
    data['cluster-pool-ipv4-cidr'],
    data['cluster-pool-ipv6-cidr'],
    data['ipv4-native-routing-cidr'],
  ].flatMap(text => text?.split(/[\s,]+/).filter(Boolean) ?? []);
  if (plugin === 'cilium' && data.ipam === 'cluster-pool' && own.length > 0)
    return { podCIDRs: ranges(own), notes: [] };
  const perNode = lists.nodes.items.flatMap(({ spec }) => spec.podCIDRs ?? []);
  if (perNode.length === 0)
    return { notes: ["no range of its pods' addresses could be read"] };
  return {
    podCIDRs: ranges(perNode),
    notes: [
      `its pods' addresses are those of ${present(
        lists,
      )}; nodes that come later have others, so give the whole range if you know it`,
    ],
  };
}

function serviceRangesOf({
  serviceCidrs,
}: Lists): Pick<ClusterFacts, 'serviceCIDRs'> {
  const cidrs = serviceCidrs.items.flatMap(({ spec }) => spec.cidrs);
  return cidrs.length > 0 ? { serviceCIDRs: ranges(cidrs) } : {};
}

function addressesOf(lists: Lists): Found<'nodeCIDRs' | 'controlPlaneCIDRs'> {
  const { nodes, apiServers } = lists;
  const own = nodes.items
    .flatMap(({ status }) => status.addresses ?? [])
    .filter(({ type }) => type === 'InternalIP' || type === 'ExternalIP')
    .map(({ address }) => single(address));
  const masters = apiServers.items
    .flatMap(({ endpoints }) => endpoints ?? [])
    .flatMap(({ addresses }) => addresses.map(single))
    .filter(address => !own.includes(address));
  return {
    ...(own.length > 0 ? { nodeCIDRs: ranges(own) } : {}),
    ...(masters.length > 0 ? { controlPlaneCIDRs: ranges(masters) } : {}),
    notes:
      own.length > 0
        ? [
            `its nodes' addresses are those of ${present(
              lists,
            )}; give the network they are in if more may come`,
          ]
        : ["none of its nodes' addresses could be read"],
  };
}

function present({ nodes }: Lists): string {
  const count = nodes.items.length;
  return count === 1
    ? 'the one node there is now'
    : `the ${count} nodes there are now`;
}

function dnsOf({ services, daemonSets }: Lists): Pick<ClusterFacts, 'dns'> {
  const service = services.items.find(
    ({ metadata }) =>
      metadata.name === 'kube-dns' ||
      metadata.labels?.['kubernetes.io/name'] === 'CoreDNS',
  );
  const podLabels = service?.spec.selector;
  if (podLabels === undefined) return {};
  const cache = daemonSets.items.find(
    ({ metadata }) => metadata.name === 'node-local-dns',
  );
  const words = (cache?.spec.template.spec.containers ?? []).flatMap(
    ({ command = [], args = [] }) => [...command, ...args],
  );
  const local = words[words.indexOf('-localip') + 1] ?? '';
  return {
    dns: {
      namespace: 'kube-system',
      podLabels,
      nodeLocalAddresses: words.includes('-localip')
        ? local.split(',').filter(address => address.startsWith('169.254.'))
        : [],
    },
  };
}

function engineOf(lists: Lists, version = ''): Found<'policyEngine'> {
  const kyverno = lists.crds.items.find(
    ({ metadata }) =>
      metadata.name === 'validatingpolicies.policies.kyverno.io',
  );
  if (
    kyverno?.spec.versions.some(({ name, served }) => served && name === 'v1')
  )
    return { policyEngine: 'kyverno', notes: [] };
  const old = kyverno ? 'an older Kyverno than 1.19' : 'no Kyverno';
  return Number(version.split('.')[1]) >= 36
    ? {
        policyEngine: 'native',
        notes: [`it has ${old}, so the API server itself enforces the rules`],
      }
    : {
        notes: [
          `it has ${old}, and the API server can do without only from Kubernetes 1.36 on: install Kyverno 1.19 or newer before tenants come`,
        ],
      };
}

function runtimesOf({ runtimeClasses }: Lists): ClusterFacts['runtimes'] {
  const found: Partial<
    Record<'gvisor' | 'kata' | 'firecracker', RuntimeFacts>
  > = {};
  for (const { handler, overhead, scheduling } of runtimeClasses.items) {
    const runtime = runtimeOf(handler);
    if (runtime === undefined || found[runtime]) continue;
    const tolerations = (scheduling?.tolerations ?? []).flatMap(toleration => {
      const parsed = Toleration.safeParse(toleration);
      return parsed.success ? [parsed.data] : [];
    });
    const { cpu, memory } = overhead?.podFixed ?? {};
    found[runtime] = {
      handler,
      ...(cpu || memory
        ? {
            overhead: {
              ...(cpu ? { cpu } : {}),
              ...(memory ? { memory } : {}),
            },
          }
        : {}),
      ...(scheduling?.nodeSelector
        ? { nodeSelector: scheduling.nodeSelector }
        : {}),
      ...(tolerations.length > 0 ? { tolerations } : {}),
    };
  }
  return found;
}

function runtimeOf(
  handler: string,
): 'gvisor' | 'kata' | 'firecracker' | undefined {
  if (/^(runsc|gvisor)/.test(handler)) return 'gvisor';
  if (/^kata-(fc|firecracker)/.test(handler)) return 'firecracker';
  return handler.startsWith('kata') ? 'kata' : undefined;
}

function unreadableNotes(lists: Lists): string[] {
  return Object.entries(lists).flatMap(([what, { unreadable }]) =>
    unreadable === undefined
      ? []
      : [`${what} could not be read: ${unreadable}`],
  );
}

function hasKind({ crds }: Lists, name: string): boolean {
  return crds.items.some(({ metadata }) => metadata.name === name);
}

function namesOf(
  items: readonly { readonly metadata: { readonly name: string } }[],
): string[] {
  return items.map(({ metadata }) => metadata.name).sort();
}

function single(address: string): string {
  return address.includes(':') ? `${address}/128` : `${address}/32`;
}

/** The fewest ranges for the same addresses, of what is a range at all. */
function ranges(texts: readonly string[]): string[] {
  return normaliseCidrs(texts.filter(text => Cidr.safeParse(text).success));
}
