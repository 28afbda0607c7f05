import type { KubernetesObject } from '@tenantry/controls';

type Texts = ReadonlyMap<string, { readonly text: string }>;

/** An object that came, changed or went, and as it was where it didn't come. */
interface Change {
  readonly object: KubernetesObject;
  readonly before?: KubernetesObject;
}

/** What came, changed or went between two lists: by key, each as JSON text. */
export function* changesBetween(
  before: Texts,
  after: Texts,
): Generator<Change> {
  for (const [key, { text }] of after) {
    const known = before.get(key)?.text;
    if (known === text) continue;
    if (known === undefined) yield { object: JSON.parse(text) };
    else if (matters(known, text))
      yield { object: JSON.parse(text), before: JSON.parse(known) };
  }
  for (const [key, { text }] of before)
    if (!after.has(key))
      yield { object: JSON.parse(text), before: JSON.parse(text) };
}

/**
 * Whether an object differs in what anybody declares. The status is the cluster's own: what a quota has used changes with
 * every pod.
 */
export function matters(before: string, after: string): boolean {
  return declaredPart(JSON.parse(before)) !== declaredPart(JSON.parse(after));
}

function declaredPart({ metadata, ...object }: KubernetesObject): string {
  const { resourceVersion, managedFields, generation, ...kept } =
    metadata as KubernetesObject['metadata'] & Record<string, unknown>;
  const { status, ...rest } = object as Record<string, unknown>;
  return JSON.stringify({ ...rest, metadata: kept });
}
