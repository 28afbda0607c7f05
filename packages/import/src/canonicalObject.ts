import { isList, isMap } from '@tenantry/controls';
import type { Json, KubernetesObject } from '@tenantry/controls';
import { canonicalQuantity, quantityValue } from '@tenantry/model';
import { boundsOf } from './bounds';

/**
 * An object in one form, so that two that mean the same to the API server are the same text: keys sorted, `null`
 * left out, amounts of quotas and limits as Kubernetes itself would write them.
 */
export function canonicalObject(object: KubernetesObject): KubernetesObject {
  const canonical = canonicalJson(object, boundsOf(object) !== undefined);
  return isObject(canonical) ? canonical : object;
}

function canonicalJson(value: Json, hasAmounts: boolean): Json {
  if (isList(value)) return value.map(item => canonicalJson(item, hasAmounts));
  if (!isMap(value))
    return hasAmounts &&
      (typeof value === 'string' || typeof value === 'number') &&
      quantityValue(String(value)) !== undefined
      ? canonicalQuantity(String(value))
      : value;
  return Object.fromEntries(
    Object.entries(value)
      .flatMap(([key, child]): [string, Json][] =>
        child === undefined || child === null
          ? []
          : [[key, canonicalJson(child, hasAmounts)]],
      )
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}

function isObject(value: Json): value is KubernetesObject {
  return (
    isMap(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    isMap(value.metadata) &&
    typeof value.metadata.name === 'string'
  );
}

/** Whether two objects are the same but for their metadata, whatever the order of lists: none of those in the kinds that are rendered into namespaces has a meaning. */
export function sameContents(
  left: KubernetesObject,
  right: KubernetesObject,
): boolean {
  const [one, other] = [left, right].map(object => {
    const { metadata: _, ...contents } = canonicalObject(object);
    return JSON.stringify(unordered(contents));
  });
  return one === other;
}

function unordered(value: Json): Json {
  if (isList(value))
    return value
      .map(unordered)
      .sort((one, other) =>
        JSON.stringify(one) < JSON.stringify(other) ? -1 : 1,
      );
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      unordered(child ?? null),
    ]),
  );
}
