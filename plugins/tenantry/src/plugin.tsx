import {
  ApiBlueprint,
  createFrontendPlugin,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import {
  RiFolderUnknowLine,
  RiLayoutGridLine,
  RiShieldCheckLine,
} from '@remixicon/react';
import {
  createTenantryClient,
  tenantAnnotation,
} from '@tenantry/backstage-plugin-tenantry-common';
import { tenantryApiRef } from './api/tenantryApiRef';
import {
  catalogIndexRouteRef,
  fleetRouteRef,
  isolationContentRouteRef,
  unownedNamespacesRouteRef,
} from './routes';

/** Only entities that stand for a tenant have an isolation to show. */
const isTenant = {
  [`metadata.annotations.${tenantAnnotation}`]: { $exists: true },
};

const tenantryApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: tenantryApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) =>
        createTenantryClient({ fetch: fetchApi.fetch.bind(fetchApi) }),
    }),
});

const isolationCard = EntityCardBlueprint.make({
  name: 'isolation',
  params: {
    type: 'content',
    filter: isTenant,
    loader: () =>
      import('./components/IsolationCard').then(({ IsolationCard }) => (
        <IsolationCard />
      )),
  },
});

const isolationContent = EntityContentBlueprint.make({
  name: 'isolation',
  params: {
    path: '/isolation',
    title: 'Isolation',
    icon: <RiShieldCheckLine />,
    filter: isTenant,
    routeRef: isolationContentRouteRef,
    loader: () =>
      import('./components/IsolationContent').then(({ IsolationContent }) => (
        <IsolationContent />
      )),
  },
});

const unownedNamespaces = PageBlueprint.make({
  name: 'unowned',
  params: {
    path: '/tenantry/unowned',
    title: 'Namespaces nobody owns',
    icon: <RiFolderUnknowLine />,
    routeRef: unownedNamespacesRouteRef,
    loader: () =>
      import('./components/UnownedNamespaces').then(({ UnownedNamespaces }) => (
        <UnownedNamespaces />
      )),
  },
});

const fleetPage = PageBlueprint.make({
  params: {
    path: '/tenantry',
    title: 'Tenants',
    icon: <RiLayoutGridLine />,
    routeRef: fleetRouteRef,
    loader: () =>
      import('./components/FleetPage').then(({ FleetPage }) => <FleetPage />),
  },
});

/** Tenants in Backstage: the page of all of them, the isolation card and tab of their catalog pages, and what belongs to no tenant. */
export default createFrontendPlugin({
  pluginId: 'tenantry',
  title: 'Tenantry',
  icon: <RiShieldCheckLine />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    fleet: fleetRouteRef,
    isolation: isolationContentRouteRef,
    unowned: unownedNamespacesRouteRef,
  },
  externalRoutes: { catalogIndex: catalogIndexRouteRef },
  extensions: [
    tenantryApi,
    fleetPage,
    isolationCard,
    isolationContent,
    unownedNamespaces,
  ],
});
