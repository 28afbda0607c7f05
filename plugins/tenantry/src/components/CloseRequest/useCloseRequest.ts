import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { toError } from '@backstage/errors';
import { catalogApiRef, useEntity } from '@backstage/plugin-catalog-react';
import { tenantEntityType } from '@tenantry/backstage-plugin-tenantry-common';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { tenantryApiRef } from '../../api/tenantryApiRef';
import { useNotice } from '../../hooks/useNotice';
import { catalogIndexRouteRef } from '../../routes';
import { closedNotice } from './closedNotice';
import type { ClosableRequest } from './types';
import { waitUntilGone } from './waitUntilGone';

/** Closes a request: a tenant that goes with it leads back to the list, any other is read again. */
export function useCloseRequest(
  { tenant, pullRequest, onClosed }: ClosableRequest,
  onDone: () => void,
) {
  const tenantry = useApi(tenantryApiRef);
  const catalog = useApi(catalogApiRef);
  const { entity } = useEntity();
  const list = useRouteRef(catalogIndexRouteRef);
  const navigate = useNavigate();
  const tell = useNotice();
  const [error, setError] = useState<Error>();
  const [isBusy, setIsBusy] = useState(false);

  async function close(): Promise<void> {
    setIsBusy(true);
    setError(undefined);
    try {
      const { number } = pullRequest;
      const closed = await tenantry.closeRequest(tenant.name, {
        pullRequest: number,
      });
      if (closed.tenantStays) {
        onClosed();
        onDone();
      } else {
        // The list would show it once more.
        await waitUntilGone(catalog, stringifyEntityRef(entity));
        navigate(tenantsPath(list?.()));
      }
      tell(closedNotice(closed, pullRequest));
    } catch (failure) {
      setError(toError(failure));
    }
    setIsBusy(false);
  }

  return { close, error, isBusy };
}

/** The catalog, narrowed to everybody's tenants. */
function tenantsPath(catalogPath = '/'): string {
  return `${catalogPath}?filters[kind]=resource&filters[type]=${tenantEntityType}&filters[user]=all`;
}
