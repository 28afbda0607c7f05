import { identityOf } from '../objects';
import type { KubernetesObject, PartialObject } from '../objects';

/** Where an object is applied: a cluster's name, or absent for where Argo CD runs. */
export interface Placed<T extends PartialObject = PartialObject> {
  readonly object: T;
  readonly cluster?: string;
}

/** Objects that a repository declares, by cluster and identity. */
export type ObjectIndex = ReadonlyMap<string, KubernetesObject>;

export function indexObjects(
  objects: readonly Placed<KubernetesObject>[],
): ObjectIndex {
  return new Map(objects.map(placed => [keyOf(placed), placed.object]));
}

export function keyOf({ object, cluster = '' }: Placed): string {
  return `${cluster} ${identityOf(object)}`;
}

/** An object in the words of a verdict: `NetworkPolicy payments-dev/default-deny`. */
export function nameOf({ kind, metadata }: PartialObject): string {
  return `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${
    metadata.name
  }`;
}
