import { z } from 'zod';
import type { ClusterClient } from '../client';

const named = z.object({ name: z.string() });
const texts = z.record(z.string(), z.string());
const metadata = named.extend({
  namespace: z.string().optional(),
  labels: texts.optional(),
  annotations: texts.optional(),
});

/** What is asked of a cluster; nothing more than this has to be granted. */
const sources = {
  crds: {
    path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    schema: z.object({
      metadata: named,
      spec: z.object({
        versions: z.array(z.object({ name: z.string(), served: z.boolean() })),
      }),
    }),
  },
  nodes: {
    path: '/api/v1/nodes',
    schema: z.object({
      metadata: named,
      spec: z.object({ podCIDRs: z.array(z.string()).optional() }),
      status: z.object({
        addresses: z
          .array(z.object({ type: z.string(), address: z.string() }))
          .optional(),
      }),
    }),
  },
  daemonSets: {
    path: '/apis/apps/v1/daemonsets',
    schema: z.object({
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
  },
  services: {
    path: '/api/v1/namespaces/kube-system/services',
    schema: z.object({
      metadata,
      spec: z.object({ selector: texts.optional() }),
    }),
  },
  serviceCidrs: {
    path: '/apis/networking.k8s.io/v1/servicecidrs',
    schema: z.object({ spec: z.object({ cidrs: z.array(z.string()) }) }),
  },
  apiServers: {
    path: '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dkubernetes',
    schema: z.object({
      endpoints: z
        .array(z.object({ addresses: z.array(z.string()) }))
        .nullish(),
    }),
  },
  ipPools: {
    path: '/apis/crd.projectcalico.org/v1/ippools',
    schema: z.object({
      spec: z.object({ cidr: z.string(), disabled: z.boolean().optional() }),
    }),
  },
  ciliumConfig: {
    path: '/api/v1/namespaces/kube-system/configmaps/cilium-config',
    schema: z.object({ data: texts.optional() }),
  },
  runtimeClasses: {
    path: '/apis/node.k8s.io/v1/runtimeclasses',
    schema: z.object({
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
  },
  storageClasses: {
    path: '/apis/storage.k8s.io/v1/storageclasses',
    schema: z.object({ metadata }),
  },
  ingressClasses: {
    path: '/apis/networking.k8s.io/v1/ingressclasses',
    schema: z.object({ metadata }),
  },
  gatewayClasses: {
    path: '/apis/gateway.networking.k8s.io/v1/gatewayclasses',
    schema: z.object({ metadata }),
  },
} as const;

type Key = keyof typeof sources;

/** Lists by what they hold; one that could not be read is told apart from an empty one. */
export type Lists = {
  readonly [K in Key]: Listed<z.output<(typeof sources)[K]['schema']>>;
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
  const each: [string, { path: string; schema: z.ZodType }][] =
    Object.entries(sources);
  const read = each.map(
    async ([key, { path, schema }]) =>
      [key, await readList(client, path, schema)] as const,
  );
  // Each by its own schema, which the type of an object's entries forgets.
  return Object.fromEntries(await Promise.all(read)) as unknown as Lists;
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
