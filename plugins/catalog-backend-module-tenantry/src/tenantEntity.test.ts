import type { Tenant } from '@tenantry/model';
import { tenantEntity } from './tenantEntity';

const coordinates = {
  forge: 'github' as const,
  host: 'localhost:7008',
  owner: 'platform',
  repo: 'tenants',
  branch: 'main',
  apiBaseUrl: 'http://localhost:7008/api/v3',
  htmlUrl: 'http://localhost:7008/platform/tenants',
};
const tenant: Tenant = {
  apiVersion: 'tenantry.dev/v1',
  kind: 'Tenant',
  metadata: { name: 'payments' },
  spec: {
    title: 'Payments',
    owner: 'group:default/payments',
    access: { admins: ['payments-leads'], developers: [], viewers: [] },
    profile: 'hardened',
    size: 'medium',
    repositories: [],
    environments: [
      { name: 'dev', cluster: 'dev-1', hosts: [], egress: [], peers: [] },
    ],
  },
};
const proposal = {
  tenant: 'payments',
  number: 4,
  title: 'payments: new tenant, 1 environment',
  url: 'http://localhost:7008/platform/tenants/pull/4',
  branch: 'tenantry/payments',
  headSha: 'a'.repeat(40),
  createdAt: '2027-01-04T09:00:00Z',
  draft: false,
};

it('describes a tenant of the main branch', () => {
  expect(tenantEntity({ tenant, phase: 'merged', coordinates })).toEqual({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: 'payments',
      title: 'Payments',
      description:
        'Place on shared clusters: dev on dev-1. Profile hardened, size medium.',
      labels: { 'tenantry.dev/phase': 'merged' },
      annotations: {
        'backstage.io/managed-by-location':
          'url:http://localhost:7008/platform/tenants/tree/main/tenants/payments',
        'backstage.io/managed-by-origin-location':
          'url:http://localhost:7008/platform/tenants/tree/main/tenants/payments',
        'backstage.io/source-location':
          'url:http://localhost:7008/platform/tenants/tree/main/tenants/payments/',
        'backstage.io/view-url':
          'http://localhost:7008/platform/tenants/tree/main/tenants/payments',
        'backstage.io/edit-url':
          'http://localhost:7008/platform/tenants/blob/main/tenants/payments/tenant.yaml',
        'backstage.io/kubernetes-label-selector':
          'tenantry.dev/tenant=payments',
        'tenantry.dev/tenant': 'payments',
      },
      tags: ['hardened'],
      links: [
        {
          url: 'http://localhost:7008/platform/tenants/tree/main/tenants/payments',
          title: 'Folder in the GitOps repository',
          type: 'folder',
        },
        {
          url: 'http://localhost:7008/platform/tenants/blob/main/clusters/dev-1/tenants/payments/payments-dev.namespace.yaml',
          title: 'Namespace payments-dev on dev-1',
          type: 'namespace',
        },
      ],
    },
    spec: { type: 'kubernetes-tenant', owner: 'group:default/payments' },
  });
});

it('leads to the branch while only a pull request knows of the tenant', () => {
  const { metadata } = tenantEntity({
    tenant,
    phase: 'requested',
    proposal,
    coordinates,
  });
  expect(metadata.labels).toEqual({ 'tenantry.dev/phase': 'requested' });
  expect(metadata.annotations?.['tenantry.dev/pull-request']).toBe(
    proposal.url,
  );
  expect(metadata.links?.map(({ url }) => url)).toEqual([
    'http://localhost:7008/platform/tenants/tree/tenantry/payments/tenants/payments',
    proposal.url,
    'http://localhost:7008/platform/tenants/blob/tenantry/payments/clusters/dev-1/tenants/payments/payments-dev.namespace.yaml',
  ]);
});

it('leads a merged tenant to its last and its open change', () => {
  const { metadata } = tenantEntity({
    tenant,
    phase: 'merged',
    proposal,
    merged: { tenant: 'payments', number: 3, url: 'https://forge.example/3' },
    coordinates,
  });
  expect(metadata.links?.map(({ title }) => title)).toEqual([
    'Folder in the GitOps repository',
    'Open pull request #4',
    'Merged pull request #3',
    'Namespace payments-dev on dev-1',
  ]);
});
