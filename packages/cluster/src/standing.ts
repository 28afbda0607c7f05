import type { PartialObject } from '@tenantry/controls';
import type { ClusterClient } from './client';
import { make, remove } from './given';

/** Objects that attempts need in a namespace, kept for as long as the next attempts need the same. */
export interface Standing {
  /**
   * Makes these be there, and no others.
   *
   * @throws GivenError when one can't be made.
   */
  need(objects: readonly PartialObject[]): Promise<void>;
  clear(): Promise<void>;
}

export function keepStanding(client: ClusterClient): Standing {
  let there: readonly PartialObject[] = [];

  async function clear() {
    const gone = [...there].reverse();
    there = [];
    for (const object of gone) await remove(object, client);
  }

  return {
    clear,
    async need(objects) {
      if (JSON.stringify(objects) === JSON.stringify(there)) return;
      await clear();
      for (const object of objects) {
        await make(object, client);
        there = [...there, object];
      }
    },
  };
}
