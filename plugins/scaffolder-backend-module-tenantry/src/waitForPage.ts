import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { setTimeout as sleep } from 'node:timers/promises';

const pauseMs = 250;

/**
 * Waits until the catalog has an entity, so that a link to its page leads somewhere. The catalog takes a moment to work
 * a new entity in.
 *
 * @returns whether it came in time.
 */
export async function waitForPage(
  catalog: CatalogService,
  entityRef: string,
  options: { credentials: BackstageCredentials; patienceMs: number },
): Promise<boolean> {
  const { credentials, patienceMs } = options;
  const deadline = Date.now() + patienceMs;
  for (;;) {
    if (await catalog.getEntityByRef(entityRef, { credentials })) return true;
    if (Date.now() >= deadline) return false;
    await sleep(pauseMs);
  }
}
