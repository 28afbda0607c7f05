import { parseAllDocuments } from 'yaml';
import { connect, type KubeObject } from './client';

/** The objects of a text with one or several YAML documents. */
export function readObjects(text: string): KubeObject[] {
  return parseAllDocuments(text).flatMap(document => {
    if (document.errors.length > 0) throw document.errors[0];
    const object: KubeObject | null = document.toJS();
    return object ?? [];
  });
}

/** Applies the objects one after the other, as the owner of the kubeconfig. */
export async function applyObjects(
  kubeconfig: string,
  objects: readonly KubeObject[],
): Promise<void> {
  const client = connect(kubeconfig);
  try {
    for (const object of objects) await client.apply(object);
  } finally {
    client.close();
  }
}
