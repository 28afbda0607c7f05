import { useApi } from '@backstage/core-plugin-api';
import type {
  Unowned,
  UnownedOnCluster,
} from '@tenantry/backstage-plugin-tenantry-common';
import { useCallback, useEffect, useState } from 'react';
import { isForbidden } from '../api/isForbidden';
import { tenantryApiRef } from '../api/tenantryApiRef';

export interface UnownedState {
  /** The newest answer; kept while the next one is on its way, unless it may no longer be seen. */
  readonly unowned?: Unowned;
  /** Why the last question got no answer. */
  readonly error?: Error;
  readonly loading: boolean;
  /** Asks again from the beginning. */
  refresh(): void;
  /** Adds the next page of a cluster. */
  more(cluster: string, offset: number): void;
}

/** Namespaces that no tenant owns, with as many pages as were asked for. */
export function useUnowned(): UnownedState {
  const api = useApi(tenantryApiRef);
  const [answer, setAnswer] = useState<{ unowned?: Unowned; error?: Error }>();
  const [turn, setTurn] = useState(0);
  const refresh = useCallback(() => setTurn(current => current + 1), []);
  const fail = useCallback(
    (error: Error) =>
      setAnswer(last => ({
        unowned: isForbidden(error) ? undefined : last?.unowned,
        error,
      })),
    [],
  );

  useEffect(() => {
    let abandoned = false;
    api.unowned().then(
      unowned => !abandoned && setAnswer({ unowned }),
      error => !abandoned && fail(error),
    );
    return () => {
      abandoned = true;
    };
  }, [api, turn, fail]);

  const more = useCallback(
    (cluster: string, offset: number) => {
      api.unowned({ cluster, offset }).then(
        ({ clusters: [page] }) =>
          setAnswer(last => ({
            unowned: last?.unowned && withPage(last.unowned, page),
          })),
        fail,
      );
    },
    [api, fail],
  );

  return {
    unowned: answer?.unowned,
    error: answer?.error,
    loading: !answer,
    refresh,
    more,
  };
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
