import type { KubernetesObject } from '@tenantry/controls';

/** Objects that came, changed or went between two lists: by key, each as JSON text. */
export function* changesBetween(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Generator<KubernetesObject> {
  for (const [key, text] of after) {
    const known = before.get(key);
    if (known === text) continue;
    const object: KubernetesObject = JSON.parse(text);
    if (known === undefined || matters(known, object)) yield object;
  }
  for (const [key, text] of before) if (!after.has(key)) yield JSON.parse(text);
}

/**
 * Whether an object differs in what anybody declares. The status is the cluster's own: what a quota has used changes with
 * every pod.
 */
export function matters(before: string, after: KubernetesObject): boolean {
  return declaredPart(JSON.parse(before)) !== declaredPart(after);
}

function declaredPart({ metadata, ...object }: KubernetesObject): string {
  const { resourceVersion, managedFields, generation, ...kept } =
    metadata as KubernetesObject['metadata'] & Record<string, unknown>;
  const { status, ...rest } = object as Record<string, unknown>;
  return JSON.stringify({ ...rest, metadata: kept });
}
