import type { Entity } from '@backstage/catalog-model';
import { InMemoryCatalogClient } from '@backstage/catalog-client/testUtils';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import {
  tenantAnnotation,
  tenantEntityType,
  type TenantryApi,
} from '@tenantry/backstage-plugin-tenantry-common';
import { tenantryApiRef } from '../src';
import { fleetMatrix, fleetPage } from '../src/__testUtils__/fleet';
import { offer } from '../src/__testUtils__/offer';
import { goodPreview } from '../src/__testUtils__/preview';
import { refusal } from '../src/__testUtils__/refusal';
import { checkout, ledger, payments } from '../src/__testUtils__/tenants';
import { unowned, unownedRest } from '../src/__testUtils__/unowned';

const tenants = [payments, checkout, ledger];

/** Every state has a tenant; `broken` can't be read, `forbidden` may not be seen and `slow` takes its time. */
const names = [
  ...tenants.map(({ name }) => name),
  'broken',
  'forbidden',
  'slow',
];

function tenantEntity(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name,
      namespace: 'default',
      annotations: { [tenantAnnotation]: name },
    },
    spec: { type: tenantEntityType, owner: `group:default/${name}` },
  };
}

const closed = new Set<string>();

const tenantryApi: TenantryApi = {
  offer: async () => offer,
  checkName: async name => ({ name, free: true, problems: [] }),
  preview: async () => goodPreview,
  tenant: async name => {
    if (name === 'forbidden')
      throw await refusal(
        'you don\'t have the permission tenantry.tenant.read for "forbidden", or there is no such tenant; ask a member of the group that owns it, or whoever keeps the portal\'s permission policy',
      );
    if (name === 'slow') return new Promise(() => {});
    const tenant = tenants.find(other => other.name === name);
    if (!tenant) throw new Error('the GitOps repository does not answer');
    return closed.has(name) ? { ...tenant, pullRequest: undefined } : tenant;
  },
  fleet: async () => fleetPage,
  fleetMatrix: async () => fleetMatrix,
  // Checkout is somebody else's.
  closeRequest: async name => {
    await new Promise(resolve => setTimeout(resolve, 1_000));
    if (name === checkout.name) {
      throw new Error(
        "user:default/guest isn't a member of group:default/checkout, the owner of checkout; ask a member of that group to close the request",
      );
    }
    closed.add(name);
    return { change: 'closed', tenantStays: true };
  },
  unowned: async page => (page ? unownedRest : unowned),
};

export const mockedCatalog = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: catalogApiRef,
          deps: {},
          factory: () =>
            new InMemoryCatalogClient({ entities: names.map(tenantEntity) }),
        }),
    }),
  ],
});

export const mockedTenantry = createFrontendModule({
  pluginId: 'tenantry',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: tenantryApiRef,
          deps: {},
          factory: () => tenantryApi,
        }),
    }),
  ],
});
