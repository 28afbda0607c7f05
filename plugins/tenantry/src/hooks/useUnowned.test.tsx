import { TestApiProvider } from '@backstage/test-utils';
import type {
  TenantryApi,
  Unowned,
} from '@tenantry/backstage-plugin-tenantry-common';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { unowned, unownedRest } from '../__testUtils__/unowned';
import { tenantryApiRef } from '../api/tenantryApiRef';
import { useUnowned } from './useUnowned';

it('asks from time to time, and keeps the pages that are shown', async () => {
  jest.useFakeTimers();
  try {
    const ask = jest.fn<Promise<Unowned>, Parameters<TenantryApi['unowned']>>(
      async page => (page ? unownedRest : unowned),
    );
    const { result } = renderHook(() => useUnowned(), {
      wrapper: ({ children }: { children: ReactNode }) => (
        <TestApiProvider apis={[[tenantryApiRef, { unowned: ask }]]}>
          {children}
        </TestApiProvider>
      ),
    });
    const shown = () => {
      const [cluster] = result.current.unowned?.clusters ?? [];
      return cluster?.state === 'read' ? cluster.namespaces.length : undefined;
    };
    await waitFor(() => expect(shown()).toBe(3));
    act(() => result.current.more('dev-1', 3));
    await waitFor(() => expect(shown()).toBe(4));
    ask.mockClear();
    await act(async () => {
      await jest.advanceTimersByTimeAsync(20_000);
    });
    expect(ask.mock.calls).toEqual([[], [{ cluster: 'dev-1', offset: 3 }]]);
    expect(shown()).toBe(4);
  } finally {
    jest.useRealTimers();
  }
});
