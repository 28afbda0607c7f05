import { useApi } from '@backstage/core-plugin-api';
import type {
  TenantryApi,
  Unowned,
  UnownedOnCluster,
} from '@tenantry/backstage-plugin-tenantry-common';
import { useCallback, useState } from 'react';
import { tenantryApiRef } from '../api/tenantryApiRef';
import { useAnswer } from './useAnswer';

export interface UnownedState {
  /** The newest answer; kept while the next one is on its way, unless it may no longer be seen. */
  readonly unowned?: Unowned;
  /** Why the last question got no answer. */
  readonly error?: Error;
  readonly loading: boolean;
  /** Asks again, for all pages that are shown. */
  refresh(): void;
  /** Adds the page of a cluster that begins there. */
  more(cluster: string, offset: number): void;
}

/** By cluster: where the last page begins that is shown. */
type LastPages = Readonly<Record<string, number>>;

/** Namespaces that no tenant owns, with as many pages as were asked for. */
export function useUnowned(): UnownedState {
  const api = useApi(tenantryApiRef);
  const [last, setLast] = useState<LastPages>({});
  const ask = useCallback(() => readPages(api, last), [api, last]);
  const { value: unowned, error, refresh } = useAnswer(ask);
  const more = useCallback(
    (cluster: string, offset: number) =>
      setLast(before => ({ ...before, [cluster]: offset })),
    [],
  );
  return { unowned, error, loading: !unowned && !error, refresh, more };
}

async function readPages(
  api: Pick<TenantryApi, 'unowned'>,
  last: LastPages,
): Promise<Unowned> {
  let unowned = await api.unowned();
  for (const [cluster, end] of Object.entries(last)) {
    let offset = nextOf(unowned, cluster);
    while (offset !== undefined && offset <= end) {
      const { clusters } = await api.unowned({ cluster, offset });
      unowned = withPage(unowned, clusters[0]);
      offset = nextOf(unowned, cluster);
    }
  }
  return unowned;
}

/** Where the first page of a cluster begins that isn't known yet. */
function nextOf({ clusters }: Unowned, name: string): number | undefined {
  const found = clusters.find(({ cluster }) => cluster === name);
  return found?.state === 'read' ? found.next : undefined;
}

/** What became unreadable in between replaces what was known. */
function withPage(known: Unowned, page: UnownedOnCluster): Unowned {
  return {
    ...known,
    clusters: known.clusters.map(before => {
      if (before.cluster !== page.cluster) return before;
      if (before.state !== 'read' || page.state !== 'read') return page;
      const names = new Set(page.namespaces.map(({ name }) => name));
      const earlier = before.namespaces.filter(({ name }) => !names.has(name));
      return { ...page, namespaces: [...earlier, ...page.namespaces] };
    }),
  };
}
