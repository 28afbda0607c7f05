import type { CatalogApi } from '@backstage/plugin-catalog-react';

const pauseMs = 250;

/** Waits until the catalog has forgotten an entity, which takes it a moment; not for ever, for it will. */
export async function waitUntilGone(
  catalog: CatalogApi,
  entityRef: string,
  patienceMs = 10_000,
): Promise<void> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; ) {
    try {
      if (!(await catalog.getEntityByRef(entityRef))) return;
    } catch {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, pauseMs));
  }
}
