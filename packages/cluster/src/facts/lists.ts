import { z } from 'zod';
import type { ClusterClient } from '../client';

/** What is asked of a cluster; nothing more than this has to be granted. */
const paths = {
  crds: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  nodes: '/api/v1/nodes',
  daemonSets: '/apis/apps/v1/daemonsets',
  services: '/api/v1/namespaces/kube-system/services',
  serviceCidrs: '/apis/networking.k8s.io/v1/servicecidrs',
  apiServers:
    '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dkubernetes',
  ipPools: '/apis/crd.projectcalico.org/v1/ippools',
  ciliumConfig: '/api/v1/namespaces/kube-system/configmaps/cilium-config',
  runtimeClasses: '/apis/node.k8s.io/v1/runtimeclasses',
  storageClasses: '/apis/storage.k8s.io/v1/storageclasses',
  ingressClasses: '/apis/networking.k8s.io/v1/ingressclasses',
  gatewayClasses: '/apis/gateway.networking.k8s.io/v1/gatewayclasses',
} as const;

const named = z.object({ name: z.string() });
const texts = z.record(z.string(), z.string());
const metadata = named.extend({
  namespace: z.string().optional(),
  labels: texts.optional(),
  annotations: texts.optional(),
});

const schemas = {
  crds: z.object({
    metadata: named,
    spec: z.object({
      versions: z.array(z.object({ name: z.string(), served: z.boolean() })),
    }),
  }),
  nodes: z.object({
    metadata: named,
    spec: z.object({ podCIDRs: z.array(z.string()).optional() }),
    status: z.object({
      addresses: z
        .array(z.object({ type: z.string(), address: z.string() }))
        .optional(),
    }),
  }),
  daemonSets: z.object({
    metadata,
    spec: z.object({
      template: z.object({
        spec: z.object({
          containers: z.array(
            z.object({
              args: z.array(z.string()).optional(),
              command: z.array(z.string()).optional(),
            }),
          ),
        }),
      }),
    }),
  }),
  services: z.object({
    metadata,
    spec: z.object({ selector: texts.optional() }),
  }),
  serviceCidrs: z.object({ spec: z.object({ cidrs: z.array(z.string()) }) }),
  apiServers: z.object({
    endpoints: z.array(z.object({ addresses: z.array(z.string()) })).nullish(),
  }),
  ipPools: z.object({
    spec: z.object({ cidr: z.string(), disabled: z.boolean().optional() }),
  }),
  ciliumConfig: z.object({ data: texts.optional() }),
  runtimeClasses: z.object({
    metadata: named,
    handler: z.string(),
    overhead: z.object({ podFixed: texts.optional() }).optional(),
    scheduling: z
      .object({
        nodeSelector: texts.optional(),
        tolerations: z.array(z.record(z.string(), z.unknown())).optional(),
      })
      .optional(),
  }),
  storageClasses: z.object({ metadata }),
  ingressClasses: z.object({ metadata }),
  gatewayClasses: z.object({ metadata }),
} as const;

type Key = keyof typeof paths;

/** Lists by what they hold; one that could not be read is told apart from an empty one. */
export type Lists = {
  readonly [K in Key]: Listed<z.output<(typeof schemas)[K]>>;
};

export interface Listed<T> {
  /** Empty where it can't be read. */
  readonly items: readonly T[];
  /** Why it can't be read. */
  readonly unreadable?: string;
}

/**
 * Reads what the facts are made of: one request each, all at once, and nothing that holds a secret.
 *
 * @throws ClusterUnreachableError
 */
export async function readLists(client: ClusterClient): Promise<Lists> {
  const read = <T>(key: Key, schema: z.ZodType<T>) =>
    readList(client, paths[key], schema);
  const [
    crds,
    nodes,
    daemonSets,
    services,
    serviceCidrs,
    apiServers,
    ipPools,
    ciliumConfig,
    runtimeClasses,
    storageClasses,
    ingressClasses,
    gatewayClasses,
  ] = await Promise.all([
    read('crds', schemas.crds),
    read('nodes', schemas.nodes),
    read('daemonSets', schemas.daemonSets),
    read('services', schemas.services),
    read('serviceCidrs', schemas.serviceCidrs),
    read('apiServers', schemas.apiServers),
    read('ipPools', schemas.ipPools),
    read('ciliumConfig', schemas.ciliumConfig),
    read('runtimeClasses', schemas.runtimeClasses),
    read('storageClasses', schemas.storageClasses),
    read('ingressClasses', schemas.ingressClasses),
    read('gatewayClasses', schemas.gatewayClasses),
  ]);
  return {
    crds,
    nodes,
    daemonSets,
    services,
    serviceCidrs,
    apiServers,
    ipPools,
    ciliumConfig,
    runtimeClasses,
    storageClasses,
    ingressClasses,
    gatewayClasses,
  };
}

async function readList<T>(
  client: ClusterClient,
  path: string,
  schema: z.ZodType<T>,
): Promise<Listed<T>> {
  const { status, message, body } = await client.get(path);
  // A kind that the cluster doesn't have is one of which it has none.
  if (status === 404) return { items: [] };
  if (status !== 200) return { items: [], unreadable: message };
  const many = z.object({ items: z.array(schema) }).safeParse(body);
  if (many.success) return { items: many.data.items };
  const one = schema.safeParse(body);
  return one.success
    ? { items: [one.data] }
    : { items: [], unreadable: 'the answer is not understood' };
}
