import { useApi } from '@backstage/core-plugin-api';
import { useCallback, useEffect, useState } from 'react';
import type { TenantStatus } from '@tenantry/backstage-plugin-tenantry-common';
import { isForbidden } from '../api/isForbidden';
import { tenantryApiRef } from '../api/tenantryApiRef';
import { useChanged } from './useChanged';

const REFRESH_MILLISECONDS = 20_000;

export interface TenantStatusState {
  /** The newest answer; kept while the next one is on its way, unless it may no longer be seen. */
  readonly status?: TenantStatus;
  /** Why the last question got no answer. */
  readonly error?: Error;
  readonly loading: boolean;
  refresh(): void;
}

/** The state of one tenant, asked again when it changed, and from time to time, while the page is open. */
export function useTenantStatus(name: string): TenantStatusState {
  const api = useApi(tenantryApiRef);
  const [answer, setAnswer] = useState<{
    name: string;
    status?: TenantStatus;
    error?: Error;
  }>();
  const [turn, setTurn] = useState(0);
  const refresh = useCallback(() => setTurn(current => current + 1), []);

  useEffect(() => {
    let abandoned = false;
    api.tenant(name).then(
      status => !abandoned && setAnswer({ name, status }),
      error =>
        !abandoned &&
        setAnswer(last => ({
          name,
          status:
            last?.name === name && !isForbidden(error)
              ? last.status
              : undefined,
          error,
        })),
    );
    const timer = setTimeout(refresh, REFRESH_MILLISECONDS);
    return () => {
      abandoned = true;
      clearTimeout(timer);
    };
  }, [api, name, turn, refresh]);

  const current = answer?.name === name ? answer : undefined;
  useChanged(current?.status?.channel, refresh);
  return {
    status: current?.status,
    error: current?.error,
    loading: !current,
    refresh,
  };
}
