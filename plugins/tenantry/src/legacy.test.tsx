import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { tenantAnnotation } from '@tenantry/backstage-plugin-tenantry-common';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { tenantryApiRef } from './api/tenantryApiRef';
import * as legacy from './legacy';
import { fleetPage } from './__testUtils__/fleet';
import { payments } from './__testUtils__/tenants';
import { unowned } from './__testUtils__/unowned';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'payments',
    annotations: { [tenantAnnotation]: 'payments' },
  },
};

function page(children: JSX.Element) {
  return (
    <TestApiProvider
      apis={[
        [tenantryApiRef, { tenant: async () => payments }],
        [permissionApiRef, mockApis.permission()],
      ]}
    >
      <EntityProvider entity={entity}>{children}</EntityProvider>
    </TestApiProvider>
  );
}

const options = {
  mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
};

describe('the first frontend system', () => {
  it('renders the card', async () => {
    await renderInTestApp(page(<legacy.EntityIsolationCard />), options);
    expect(
      await screen.findByRole('list', { name: 'Environments' }),
    ).toBeInTheDocument();
  });

  it('renders the tab', async () => {
    await renderInTestApp(
      page(
        <Routes>
          <Route path="/" element={<legacy.EntityIsolationContent />} />
        </Routes>,
      ),
      options,
    );
    expect(
      await screen.findByRole('region', { name: 'Network' }),
    ).toBeInTheDocument();
  });

  it('renders the page of namespaces that nobody owns, with a heading', async () => {
    await renderInTestApp(
      <TestApiProvider
        apis={[[tenantryApiRef, { unowned: async () => unowned }]]}
      >
        <Routes>
          <Route path="/" element={<legacy.UnownedNamespacesPage />} />
        </Routes>
      </TestApiProvider>,
    );
    expect(
      await screen.findByRole('heading', { name: 'Namespaces nobody owns' }),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('region', { name: 'dev-1' }),
    ).toBeInTheDocument();
  });

  it('renders the page of all tenants', async () => {
    await renderInTestApp(
      <TestApiProvider
        apis={[[tenantryApiRef, { fleet: async () => fleetPage }]]}
      >
        <Routes>
          <Route path="/" element={<legacy.TenantFleetPage />} />
        </Routes>
      </TestApiProvider>,
      options,
    );
    expect(
      await screen.findByRole('link', { name: 'payments' }),
    ).toBeInTheDocument();
  });

  it('has an API and all fields', () => {
    expect(
      [...legacy.tenantryPlugin.getApis()].map(({ api }) => api.id),
    ).toEqual(['plugin.tenantry.api']);
    expect(
      Object.keys(legacy).filter(name => name.endsWith('FieldExtension')),
    ).toHaveLength(8);
  });

  it('knows a tenant when it sees one', () => {
    expect(legacy.isTenantEntity(entity)).toBe(true);
    expect(
      legacy.isTenantEntity({ ...entity, metadata: { name: 'orders' } }),
    ).toBe(false);
  });
});
