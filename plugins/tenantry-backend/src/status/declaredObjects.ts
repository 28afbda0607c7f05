import type { RepositorySnapshot } from '@tenantry/backstage-plugin-tenantry-node';
import {
  indexObjects,
  type Json,
  type JsonMap,
  type KubernetesObject,
  type ObjectIndex,
} from '@tenantry/controls';
import {
  clusterOfPath,
  isRenderedPath,
  tenantOfPath,
  type Tree,
} from '@tenantry/gitops';
import { z } from 'zod';
import { parseAllDocuments } from 'yaml';

const KubernetesShape = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});

/** Objects common to all tenants are parsed once a commit. */
const common = new WeakMap<Tree, ObjectIndex>();

/** What the repository declares for one tenant: its own objects, and those of its clusters and of Argo CD. */
export function declaredObjects(
  { tree }: Pick<RepositorySnapshot, 'tree'>,
  tenant: string,
): ObjectIndex {
  const own = indexPaths(tree, path => tenantOfPath(path) === tenant);
  const shared =
    common.get(tree) ??
    indexPaths(tree, path => tenantOfPath(path) === undefined);
  common.set(tree, shared);
  return new Map([...shared, ...own]);
}

function indexPaths(
  tree: Tree,
  wanted: (path: string) => boolean,
): ObjectIndex {
  return indexObjects(
    tree
      .paths()
      .filter(path => isRenderedPath(path) && wanted(path))
      .flatMap(path =>
        objectsIn(tree.read(path) ?? '').map(object => ({
          object,
          cluster: clusterOfPath(path),
        })),
      ),
  );
}

/** A file that can't be read declares nothing, which is what the posture then says. */
export function objectsIn(text: string): KubernetesObject[] {
  return parseAllDocuments(text, { uniqueKeys: true }).flatMap(document => {
    if (document.errors.length > 0) return [];
    const value: unknown = document.toJS({ maxAliasCount: 0 });
    return isKubernetesObject(value) ? [value] : [];
  });
}

function isKubernetesObject(value: unknown): value is KubernetesObject {
  return isJson(value) && KubernetesShape.safeParse(value).success;
}

function isJson(value: unknown): value is Json {
  if (
    value === null ||
    ['string', 'number', 'boolean'].includes(typeof value)
  ) {
    return true;
  }
  if (Array.isArray(value)) return value.every(isJson);
  return isJsonMap(value);
}

function isJsonMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null
    ? Object.values(value).every(isJson)
    : false;
}
