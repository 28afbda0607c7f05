import type { Entity } from '@backstage/catalog-model';
import { coreExtensionData } from '@backstage/frontend-plugin-api';
import { createExtensionTester } from '@backstage/frontend-test-utils';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { tenantAnnotation } from '@tenantry/backstage-plugin-tenantry-common';
import tenantryPlugin, { scaffolderModule, tenantryApiRef } from './index';

const tenant: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'payments',
    annotations: { [tenantAnnotation]: 'payments' },
  },
  spec: { type: 'kubernetes-tenant' },
};

const database: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: { name: 'orders', annotations: { 'example.com/tenant': 'orders' } },
  spec: { type: 'database' },
};

const card = tenantryPlugin.getExtension('entity-card:tenantry/isolation');
const content = tenantryPlugin.getExtension(
  'entity-content:tenantry/isolation',
);

describe('the plugin', () => {
  it('has the ids that an app’s configuration names', () => {
    expect(tenantryPlugin.pluginId).toBe('tenantry');
    // Each of these throws when the plugin has no such extension.
    tenantryPlugin.getExtension('api:tenantry');
    tenantryPlugin.getExtension('page:tenantry');
    tenantryPlugin.getExtension('entity-card:tenantry/isolation');
    tenantryPlugin.getExtension('entity-content:tenantry/isolation');
    expect(tenantryApiRef.id).toBe('plugin.tenantry.api');
  });

  it('leads back to the catalog’s list, wherever the app has it', () => {
    expect(Object.keys(tenantryPlugin.externalRoutes)).toEqual([
      'catalogIndex',
    ]);
  });

  it('has the page of all tenants at /tenantry, with a name for the side bar', () => {
    const tester = createExtensionTester(
      tenantryPlugin.getExtension('page:tenantry'),
    );
    expect(tester.get(coreExtensionData.routePath)).toBe('/tenantry');
    expect(tester.get(coreExtensionData.title)).toBe('Tenants');
    expect(tester.get(coreExtensionData.icon)).toBeDefined();
    expect(tester.get(coreExtensionData.routeRef)).toBe(
      tenantryPlugin.routes.fleet,
    );
  });

  it('shows the card on tenants only', () => {
    const filter = createExtensionTester(card).get(
      EntityCardBlueprint.dataRefs.filterFunction,
    );
    expect(filter?.(tenant)).toBe(true);
    expect(filter?.(database)).toBe(false);
  });

  it('gives the card the width of the page’s content', () => {
    expect(
      createExtensionTester(card).get(EntityCardBlueprint.dataRefs.type),
    ).toBe('content');
  });

  it('shows the tab on tenants only, at /isolation', () => {
    const tester = createExtensionTester(content);
    expect(tester.get(coreExtensionData.routePath)).toBe('/isolation');
    expect(tester.get(EntityContentBlueprint.dataRefs.title)).toBe('Isolation');
    const filter = tester.get(EntityContentBlueprint.dataRefs.filterFunction);
    expect(filter?.(tenant)).toBe(true);
    expect(filter?.(database)).toBe(false);
  });
});

describe('the page of namespaces that nobody owns', () => {
  it('is at /tenantry/unowned, with a title for the navigation', () => {
    const tester = createExtensionTester(
      tenantryPlugin.getExtension('page:tenantry/unowned'),
    );
    expect(tester.get(coreExtensionData.routePath)).toBe('/tenantry/unowned');
    expect(tester.get(coreExtensionData.title)).toBe('Namespaces nobody owns');
    expect(tester.get(coreExtensionData.routeRef)).toBe(
      tenantryPlugin.routes.unowned,
    );
  });
});

describe('the scaffolder module', () => {
  it('belongs to the scaffolder', () => {
    expect(scaffolderModule.pluginId).toBe('scaffolder');
  });
});
