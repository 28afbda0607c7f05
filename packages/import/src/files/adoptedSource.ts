import { createHash } from 'node:crypto';
import { toYaml } from '@tenantry/controls';
import type { JsonMap, KubernetesObject } from '@tenantry/controls';
import { tenantFolder } from '@tenantry/gitops';
import { API_VERSION } from '@tenantry/model';
import { canonicalObject } from '../canonicalObject';
import type { ObjectReport } from '../disposition';
import type { FoundObject } from '../read/readNamespaces';
import type { TenantReport } from '../report/report';

/** Where a tenant's kept objects are declared: beside its file, where people keep what Tenantry doesn't write. */
export function adoptedPath(tenant: string): string {
  return `${tenantFolder(tenant)}/adopted.yaml`;
}

/** What was found, by where it stands. */
export type ByPlace = ReadonlyMap<string, KubernetesObject>;

export function byPlace(found: readonly FoundObject[]): ByPlace {
  return new Map(found.map(({ place, object }) => [placeKey(place), object]));
}

/**
 * Declares the guard-rails of a tenant that stay as they are: what they are, where they are written, which control has to
 * say something against them, and the digest by which a change is seen. `undefined` where there are none.
 */
export function adoptedSource(
  { name, namespaces }: TenantReport,
  found: ByPlace,
): string | undefined {
  const environments = namespaces.flatMap(
    ({ environment, namespace, objects }) => {
      const kept = objects
        .filter(
          ({ effect, disposition }) =>
            effect === 'stays' && disposition !== 'untouched',
        )
        .map(object => keptObject(object, found));
      return kept.length > 0 ? [{ name: environment, namespace, kept }] : [];
    },
  );
  return environments.length > 0
    ? toYaml({
        apiVersion: API_VERSION,
        kind: 'Adopted',
        metadata: { name },
        spec: { environments },
      })
    : undefined;
}

function keptObject(
  { kind, name, place, disposition, notes }: ObjectReport,
  found: ByPlace,
): JsonMap {
  const object = found.get(placeKey(place));
  const controls = [
    ...new Set(notes.flatMap(({ control }) => control ?? [])),
  ].sort();
  return {
    kind,
    name,
    disposition,
    controls: controls.length > 0 ? controls : undefined,
    because:
      notes.length > 0
        ? notes.map(({ matter, detail }) => `${matter}: ${detail}`)
        : undefined,
    file: place.file,
    digest:
      object &&
      `sha256:${createHash('sha256')
        .update(JSON.stringify(canonicalObject(object)))
        .digest('hex')}`,
  };
}

function placeKey({ file, document, item }: FoundObject['place']): string {
  return `${file} ${document} ${item ?? ''}`;
}
