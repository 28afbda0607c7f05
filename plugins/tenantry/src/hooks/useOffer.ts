import { useApi } from '@backstage/core-plugin-api';
import useAsync from 'react-use/esm/useAsync';
import { tenantryApiRef } from '../api/tenantryApiRef';

/** What a person can choose from: profiles, sizes, clusters. */
export function useOffer() {
  const api = useApi(tenantryApiRef);
  const { value: offer, error, loading } = useAsync(() => api.offer(), [api]);
  return { offer, error, loading };
}
