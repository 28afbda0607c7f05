import { useApi } from '@backstage/core-plugin-api';
import type { TenantStatus } from '@tenantry/backstage-plugin-tenantry-common';
import { useCallback } from 'react';
import { tenantryApiRef } from '../api/tenantryApiRef';
import { useAnswer } from './useAnswer';
import { useChanged } from './useChanged';

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
  const ask = useCallback(
    async () => ({ name, status: await api.tenant(name) }),
    [api, name],
  );
  const { value, error, refresh } = useAnswer(ask);
  // What is known of another tenant is no answer.
  const status = value?.name === name ? value.status : undefined;
  useChanged(status?.channel, refresh);
  return { status, error, loading: !status && !error, refresh };
}
