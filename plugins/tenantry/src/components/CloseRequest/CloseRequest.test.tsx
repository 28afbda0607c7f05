import type { Entity } from '@backstage/catalog-model';
import { toastApiRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef, EntityProvider } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  tenantProposePermission,
  type ClosedRequest,
  type TenantryApi,
} from '@tenantry/backstage-plugin-tenantry-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { tenantryApiRef } from '../../api/tenantryApiRef';
import { checkout, payments } from '../../__testUtils__/tenants';
import { catalogIndexRouteRef } from '../../routes';
import { CloseRequest } from './CloseRequest';
import type { ClosableRequest } from './types';

const url = 'http://localhost:7008/platform/tenants/pull/128';
const closed: ClosedRequest = {
  change: 'closed',
  pullRequest: { number: 128, url, state: 'closed' },
  branch: { name: 'tenantry/payments', deleted: true },
  tenantStays: true,
};

function Address() {
  const { pathname, search } = useLocation();
  return <output aria-label="Address">{`${pathname}${search}`}</output>;
}

async function show(
  answer: TenantryApi['closeRequest'],
  tenant: typeof payments = payments,
  permission = mockApis.permission(),
) {
  const { name, pullRequest } = tenant;
  if (!pullRequest) throw new Error(`${name} has no request`);
  const entity: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: { name, namespace: 'default' },
  };
  const catalog = catalogApiMock.mock({
    getEntityByRef: jest
      .fn()
      .mockResolvedValueOnce(entity)
      .mockResolvedValue(undefined),
  });
  const closeRequest = jest.fn(answer);
  const toasts = { post: jest.fn() };
  const onClosed = jest.fn<void, Parameters<ClosableRequest['onClosed']>>();
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [tenantryApiRef, { closeRequest }],
        [catalogApiRef, catalog],
        [toastApiRef, toasts],
        [permissionApiRef, permission],
      ]}
    >
      <EntityProvider entity={entity}>
        <CloseRequest
          tenant={tenant}
          pullRequest={pullRequest}
          onClosed={onClosed}
        />
      </EntityProvider>
      <Address />
    </TestApiProvider>,
    { mountedRoutes: { '/catalog': catalogIndexRouteRef } },
  );
  return { closeRequest, catalog, toasts, onClosed };
}

async function open() {
  await userEvent.click(
    await screen.findByRole('button', { name: 'Close request' }),
  );
  return within(await screen.findByRole('dialog'));
}

async function confirm() {
  const dialog = await open();
  await userEvent.click(dialog.getByRole('button', { name: 'Close request' }));
  return dialog;
}

describe('CloseRequest', () => {
  it('says of a tenant that exists that only the change is dropped', async () => {
    await show(async () => closed);
    const dialog = await open();
    expect(
      dialog.getByRole('heading', { name: 'Close request #128?' }),
    ).toBeInTheDocument();
    expect(
      dialog.getByText(/Only this change is dropped. Payments stays as it is/),
    ).toBeInTheDocument();
    expect(
      dialog.getByText(/Members of group:default\/payments may do this/),
    ).toBeInTheDocument();
  });

  it('says of a tenant that is only asked for that it disappears', async () => {
    await show(async () => closed, checkout);
    const dialog = await open();
    expect(
      dialog.getByText(/Checkout is only asked for.*disappears from the list/),
    ).toBeInTheDocument();
  });

  it.each(['Keep it', 'Close'])('does nothing by %s', async name => {
    const { closeRequest } = await show(async () => closed);
    const dialog = await open();
    await userEvent.click(dialog.getByRole('button', { name }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(closeRequest).not.toHaveBeenCalled();
  });

  it('closes the request that was seen, and has the tenant read again', async () => {
    const { closeRequest, onClosed, toasts } = await show(async () => closed);
    await confirm();
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(closeRequest).toHaveBeenCalledWith('payments', { pullRequest: 128 });
    expect(onClosed).toHaveBeenCalledTimes(1);
    expect(toasts.post).toHaveBeenCalledWith(
      expect.objectContaining({
        title: 'Request #128 is closed',
        status: 'success',
      }),
    );
    expect(screen.getByLabelText('Address')).toHaveTextContent(/^\/$/);
  });

  it('leads back to the list from a tenant that is gone, once the catalog has forgotten it', async () => {
    const { catalog, onClosed, toasts } = await show(
      async () => ({ ...closed, tenantStays: false }),
      checkout,
    );
    await confirm();
    await waitFor(() =>
      expect(screen.getByLabelText('Address')).toHaveTextContent(
        '/catalog?filters[kind]=resource&filters[type]=kubernetes-tenant&filters[user]=all',
      ),
    );
    expect(catalog.getEntityByRef).toHaveBeenCalledTimes(2);
    expect(toasts.post).toHaveBeenCalledWith(
      expect.objectContaining({ title: 'Request #131 is closed' }),
    );
    expect(onClosed).not.toHaveBeenCalled();
  });

  it('stays open while it closes, and takes no second order', async () => {
    let end = (_: ClosedRequest) => {};
    const { closeRequest } = await show(
      () => new Promise(resolve => (end = resolve)),
    );
    const dialog = await confirm();
    expect(dialog.getByRole('button', { name: 'Keep it' })).toBeDisabled();
    await userEvent.keyboard('{Escape}');
    const button = dialog.getByRole('button', { name: /Close request/ });
    await userEvent.click(button);
    expect(screen.getByRole('dialog')).toBeInTheDocument();
    expect(closeRequest).toHaveBeenCalledTimes(1);
    end(closed);
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('is not offered to those who may not propose, of this tenant', async () => {
    const authorize = jest.fn((): AuthorizeResult.DENY => AuthorizeResult.DENY);
    const { closeRequest } = await show(
      async () => closed,
      { ...payments, name: 'refunds' },
      mockApis.permission({ authorize }),
    );
    await waitFor(() =>
      expect(authorize).toHaveBeenCalledWith({
        permission: tenantProposePermission,
        resourceRef: 'refunds',
      }),
    );
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
    expect(closeRequest).not.toHaveBeenCalled();
  });

  it('says who may, and lets a person try again', async () => {
    const { closeRequest, onClosed } = await show(async () => closed);
    closeRequest.mockRejectedValueOnce(
      new Error("user:default/guest isn't a member of group:default/payments"),
    );
    const dialog = await confirm();
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      "The request was not closeduser:default/guest isn't a member of group:default/payments",
    );
    expect(onClosed).not.toHaveBeenCalled();
    await userEvent.click(
      dialog.getByRole('button', { name: 'Close request' }),
    );
    await waitFor(() => expect(onClosed).toHaveBeenCalledTimes(1));
  });
});
