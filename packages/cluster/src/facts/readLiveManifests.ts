import { isMap, toYaml } from '@tenantry/controls';
import type { JsonMap, KubernetesObject } from '@tenantry/controls';
import { isComponentNamespace } from '@tenantry/model';
import type { ClusterClient } from '../client';
import { list } from '../observe/followKind';

/** One object as somebody would have written it. */
export interface LiveManifest {
  /** `<namespace>/<kind>-<name>.yaml`. */
  readonly path: string;
  readonly text: string;
}

/** What guards a namespace or says what it is reached by; of everything else nothing is read, Secrets least of all. */
const kinds = [
  { apiVersion: 'v1', kind: 'Namespace' },
  { apiVersion: 'v1', kind: 'ResourceQuota' },
  { apiVersion: 'v1', kind: 'LimitRange' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role' },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' },
] as const;

/**
 * The guard-rails of the namespaces of a cluster, without those of the cluster itself, as manifests: what the API server
 * and controllers keep in them is left out. One list a kind, in pages.
 *
 * @throws RefusedError where a kind may not be read; ClusterUnreachableError.
 */
export async function readLiveManifests(
  client: ClusterClient,
): Promise<LiveManifest[]> {
  const manifests: LiveManifest[] = [];
  for (const kind of kinds)
    await list({
      client,
      kind,
      onPage: objects => manifests.push(...objects.flatMap(manifestOf)),
    });
  return manifests.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function manifestOf(live: KubernetesObject): LiveManifest[] {
  const object = asWritten(live);
  const { name, namespace = name } = object.metadata;
  return isComponentNamespace(namespace)
    ? []
    : [
        {
          path: `${namespace}/${object.kind.toLowerCase()}-${name}.yaml`,
          text: toYaml(object),
        },
      ];
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
