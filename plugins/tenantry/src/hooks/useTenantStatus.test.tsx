import { TestApiProvider } from '@backstage/test-utils';
import type { TenantStatus } from '@tenantry/backstage-plugin-tenantry-common';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { refusal } from '../__testUtils__/refusal';
import { payments } from '../__testUtils__/tenants';
import { tenantryApiRef } from '../api/tenantryApiRef';
import { useTenantStatus } from './useTenantStatus';

/** A tenant that is known, and what comes of asking once more. */
async function askTwice(failure: Error) {
  const tenant = jest
    .fn<Promise<TenantStatus>, [string]>()
    .mockResolvedValueOnce(payments)
    .mockRejectedValue(failure);
  const { result } = renderHook(() => useTenantStatus('payments'), {
    wrapper: ({ children }: { children: ReactNode }) => (
      <TestApiProvider apis={[[tenantryApiRef, { tenant }]]}>
        {children}
      </TestApiProvider>
    ),
  });
  await waitFor(() => expect(result.current.status).toBe(payments));
  act(() => result.current.refresh());
  await waitFor(() => expect(result.current.error).toBe(failure));
  return result.current;
}

it('keeps what is known when a question gets no answer', async () => {
  const { status } = await askTwice(new Error('the forge does not answer'));
  expect(status).toBe(payments);
});

it('forgets what may no longer be seen', async () => {
  const { status } = await askTwice(await refusal('not any more'));
  expect(status).toBeUndefined();
});

it('never takes what is known of one tenant for another', async () => {
  const tenant = jest.fn(async (name: string) => ({ ...payments, name }));
  const { result, rerender } = renderHook(
    ({ name }: { name: string }) => useTenantStatus(name),
    {
      initialProps: { name: 'payments' },
      wrapper: ({ children }: { children: ReactNode }) => (
        <TestApiProvider apis={[[tenantryApiRef, { tenant }]]}>
          {children}
        </TestApiProvider>
      ),
    },
  );
  await waitFor(() => expect(result.current.status?.name).toBe('payments'));
  const failure = new Error('the forge does not answer');
  tenant.mockRejectedValueOnce(failure);
  rerender({ name: 'ledger' });
  expect(result.current).toMatchObject({ status: undefined, loading: true });
  await waitFor(() => expect(result.current.error).toBe(failure));
  expect(result.current.status).toBeUndefined();
  act(() => result.current.refresh());
  await waitFor(() => expect(result.current.status?.name).toBe('ledger'));
});
