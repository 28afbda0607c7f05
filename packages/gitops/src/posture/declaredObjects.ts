import {
  indexObjects,
  toYaml,
  type Json,
  type JsonMap,
  type KubernetesObject,
  type ObjectIndex,
  type Placed,
} from '@tenantry/controls';
import type { ObjectsByPath } from '../files';
import { clusterOfPath, isRenderedPath } from '../layout';
import type { Tree } from '../tree';
import { z } from 'zod';
import { parseAllDocuments } from 'yaml';
import { pathsByTenant } from '../pathsByTenant';

const KubernetesShape = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});

/**
 * What a repository declares for one tenant, or for `undefined` what is common to all.
 *
 * @param rendered what rendering gives: a file that says the same needn't be parsed, and declares that very object.
 */
export function declaredObjects(
  tree: Tree,
  tenant: string | undefined,
  rendered: ObjectsByPath = new Map(),
): ObjectIndex {
  const paths = pathsByTenant(tree).get(tenant) ?? [];
  return indexObjects(
    paths.filter(isRenderedPath).flatMap((path): Placed<KubernetesObject>[] => {
      const text = tree.read(path) ?? '';
      const item = rendered.get(path);
      return item && toYaml(item.object) === text
        ? [item]
        : objectsIn(text).map(object => ({
            object,
            cluster: clusterOfPath(path),
          }));
    }),
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
