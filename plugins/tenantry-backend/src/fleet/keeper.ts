import type { LoggerService } from '@backstage/backend-plugin-api';
import type { FleetStore } from './fleetStore';
import type { JudgedTenant } from './judged';
import { shortened } from './shortened';

/**
 * Puts what was judged, and tells of whom the store has it now. One tenant that it doesn't take is named in the log, once a
 * reason, and keeps out nobody else. Throws where it takes nobody.
 */
export function keeper(
  store: Pick<FleetStore, 'put' | 'judgedBefore'>,
  logger: LoggerService,
): (judged: readonly JudgedTenant[]) => Promise<readonly JudgedTenant[]> {
  /** Tenants that the store doesn't take → why. */
  const refused = new Map<string, string>();

  async function isTaken(tenant: JudgedTenant): Promise<boolean> {
    const { name } = tenant;
    try {
      await store.put([tenant]);
      refused.delete(name);
      return true;
    } catch (error) {
      const reason = shortened(error);
      if (refused.get(name) !== reason)
        logger.warn(`What was judged of ${name} can't be kept: ${reason}`);
      refused.set(name, reason);
      return false;
    }
  }

  return async judged => {
    try {
      await store.put(judged);
      for (const { name } of judged) refused.delete(name);
      return judged;
    } catch (error) {
      // A database that doesn't answer isn't asked for each of them.
      await store.judgedBefore('', 1);
      const kept: JudgedTenant[] = [];
      for (const tenant of judged) if (await isTaken(tenant)) kept.push(tenant);
      if (kept.length === 0) throw error;
      return kept;
    }
  };
}
