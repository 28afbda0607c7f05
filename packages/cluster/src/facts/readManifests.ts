import { isMap, toYaml } from '@tenantry/controls';
import type { JsonMap, KubernetesObject } from '@tenantry/controls';
import { isComponentNamespace } from '@tenantry/model';
import { z } from 'zod';
import { RefusedError } from '../client';
import type { ClusterClient } from '../client';

/** One object as somebody would have written it. */
export interface LiveManifest {
  /** `<namespace>/<kind>-<name>.yaml`. */
  readonly path: string;
  readonly text: string;
}

/** What guards a namespace or says what it is reached by; of everything else nothing is read, Secrets least of all. */
const kinds = [
  { resource: 'v1/namespaces', kind: 'Namespace' },
  { resource: 'v1/resourcequotas', kind: 'ResourceQuota' },
  { resource: 'v1/limitranges', kind: 'LimitRange' },
  {
    resource: 'networking.k8s.io/v1/networkpolicies',
    kind: 'NetworkPolicy',
  },
  { resource: 'networking.k8s.io/v1/ingresses', kind: 'Ingress' },
  { resource: 'rbac.authorization.k8s.io/v1/roles', kind: 'Role' },
  {
    resource: 'rbac.authorization.k8s.io/v1/rolebindings',
    kind: 'RoleBinding',
  },
] as const;

const List = z.object({
  metadata: z.object({ continue: z.string().optional() }),
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({
        name: z.string(),
        namespace: z.string().optional(),
      }),
    }),
  ),
});

const pageSize = 500;

/**
 * The guard-rails of the namespaces of a cluster, without those of the cluster itself, as manifests: what the API server
 * and controllers keep in them is left out. One list a kind, in pages.
 *
 * @throws RefusedError where a kind may not be read; ClusterUnreachableError.
 */
export async function readManifests(
  client: ClusterClient,
): Promise<LiveManifest[]> {
  const manifests: LiveManifest[] = [];
  for (const { resource, kind } of kinds) {
    const apiVersion = resource.slice(0, resource.lastIndexOf('/'));
    for await (const item of itemsOf(client, resource)) {
      const object = asWritten({
        ...item,
        apiVersion,
        kind,
      } as KubernetesObject);
      const namespace = object.metadata.namespace ?? object.metadata.name;
      if (isComponentNamespace(namespace)) continue;
      manifests.push({
        path: `${namespace}/${kind.toLowerCase()}-${object.metadata.name}.yaml`,
        text: toYaml(object),
      });
    }
  }
  return manifests.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function* itemsOf(
  client: ClusterClient,
  resource: string,
): AsyncGenerator<z.output<typeof List>['items'][number]> {
  let next: string | undefined;
  do {
    const answer = await client.send(
      { verb: 'list', resource },
      {
        query: { limit: String(pageSize), ...(next ? { continue: next } : {}) },
      },
    );
    if (answer.status !== 200) throw new RefusedError(answer);
    const { items, metadata } = List.parse(answer.body);
    yield* items;
    next = metadata.continue || undefined;
  } while (next);
}

/** Of an object's metadata, what its author can say. */
function asWritten(object: KubernetesObject): KubernetesObject {
  const { apiVersion, kind, metadata, status: _, ...rest } = object;
  const { name, namespace, labels, annotations } = metadata;
  const { 'kubernetes.io/metadata.name': __, ...ownLabels } = labels ?? {};
  const {
    'kubectl.kubernetes.io/last-applied-configuration': ___,
    ...ownAnnotations
  } = annotations ?? {};
  const { spec, ...others } = rest;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...unlessEmpty('labels', ownLabels),
      ...unlessEmpty('annotations', ownAnnotations),
    },
    ...others,
    // Of a Namespace it holds the API server's own finalizer alone.
    ...(kind === 'Namespace' || !isMap(spec) ? {} : { spec }),
  };
}

function unlessEmpty(key: string, map: JsonMap): JsonMap {
  return Object.keys(map).length > 0 ? { [key]: map } : {};
}
