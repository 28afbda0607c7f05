import { treeFromFiles } from '../tree';
import { declaredKinds } from './declaredKinds';

const quota = (name: string) => `apiVersion: v1
kind: ResourceQuota
metadata: { name: ${name}, namespace: payments-dev }
`;

const tree = treeFromFiles(
  new Map([
    [
      'clusters/dev-1/cluster.yaml',
      'apiVersion: tenantry.dev/v1\nkind: Cluster\nmetadata: { name: dev-1 }\n',
    ],
    [
      'clusters/dev-1/tenants/payments/payments-dev.resourcequota-compute.yaml',
      quota('compute'),
    ],
    [
      'clusters/dev-1/tenants/ledger/ledger-dev.resourcequota-compute.yaml',
      quota('compute'),
    ],
    [
      'clusters/dev-1/tenants/payments/payments-dev.namespace.yaml',
      'apiVersion: v1\nkind: Namespace\nmetadata: { name: payments-dev }\n',
    ],
    [
      'argocd/projects/payments.yaml',
      'apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: { name: payments }\n',
    ],
    ['tenants/payments/tenant.yaml', 'kind: Tenant\n'],
  ]),
);

describe('declaredKinds', () => {
  it('gives each kind once a cluster, and those where Argo CD runs apart', () => {
    const kinds = declaredKinds(tree);
    expect(kinds.get('dev-1')?.map(each => each.kind)).toEqual([
      'ResourceQuota',
      'Namespace',
    ]);
    expect(kinds.get(undefined)?.map(each => each.kind)).toEqual([
      'AppProject',
    ]);
    expect(declaredKinds(tree)).toBe(kinds);
  });
});
