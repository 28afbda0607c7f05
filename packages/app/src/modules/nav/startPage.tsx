import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { Navigate } from 'react-router-dom';
import { catalogPath } from './places';

/** Whoever comes without a destination sees the tenants. */
export const startPage = PageBlueprint.make({
  name: 'start',
  params: {
    path: '/',
    loader: async () => <Navigate to={catalogPath} replace />,
  },
});
