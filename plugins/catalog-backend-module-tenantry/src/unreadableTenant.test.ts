import { treeFromFiles } from '@tenantry/gitops';
import { unreadableTenantEntity, unreadableTenants } from './unreadableTenant';

const coordinates = {
  forge: 'github' as const,
  host: 'localhost:7008',
  owner: 'platform',
  repo: 'tenants',
  branch: 'main',
  apiBaseUrl: 'http://localhost:7008/api/v3',
  htmlUrl: 'http://localhost:7008/platform/tenants',
};
const problem = {
  path: [],
  file: 'tenants/ledger/tenant.yaml',
  line: 3,
  message: 'is not YAML',
};
const ledger = { name: 'ledger', problem };

function namespace(tenant: string, owner: string): [string, string] {
  return [
    `clusters/dev-1/tenants/${tenant}/${tenant}-dev.namespace.yaml`,
    `metadata:\n  annotations:\n    tenantry.dev/owner: ${owner}\n`,
  ];
}

it('finds each tenant whose file has problems, with the first of them', () => {
  expect(
    unreadableTenants({
      problems: [
        problem,
        { ...problem, line: 4 },
        { ...problem, file: 'tenants/ledger/lock.yaml' },
        { ...problem, file: 'tenants/Not A Name/tenant.yaml' },
        { ...problem, file: 'clusters/dev-1/cluster.yaml' },
        { path: [], message: 'nowhere' },
      ],
    }),
  ).toEqual([ledger]);
});

it('describes a tenant by its folder, what is wrong and who owned it', () => {
  const tree = treeFromFiles(
    new Map([
      namespace('storefront', 'group:default/storefront'),
      namespace('ledger', 'group:default/bookkeeping'),
    ]),
  );
  expect(unreadableTenantEntity(ledger, tree, coordinates)).toMatchObject({
    metadata: {
      name: 'ledger',
      title: 'ledger',
      description: "Can't be read: tenants/ledger/tenant.yaml:3: is not YAML",
      labels: { 'tenantry.dev/phase': 'merged' },
      links: [
        {
          url: 'http://localhost:7008/platform/tenants/tree/main/tenants/ledger',
        },
      ],
    },
    spec: { type: 'kubernetes-tenant', owner: 'group:default/bookkeeping' },
  });
});

it.each([
  ['no namespace is rendered', []],
  ['the namespace names no group', [namespace('ledger', 'nonsense!')]],
])('has an unknown owner when %s', (_when, files) => {
  const { spec } = unreadableTenantEntity(
    ledger,
    treeFromFiles(new Map(files)),
    coordinates,
  );
  expect(spec.owner).toBe('group:default/unknown');
});
