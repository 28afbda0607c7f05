import {
  clusterObjectPath,
  clusterOfPath,
  isRenderedPath,
  tenantObjectPath,
  tenantOfPath,
} from './layout';

function object(kind: string, name: string, namespace?: string) {
  return { apiVersion: 'v1', kind, metadata: { name, namespace } };
}

describe('the path of an object', () => {
  it.each([
    [
      'Namespace',
      'payments-dev',
      undefined,
      'dev',
      'payments-dev.namespace.yaml',
    ],
    [
      'ResourceQuota',
      'tenantry',
      'payments-dev',
      'dev',
      'payments-dev.resourcequota-tenantry.yaml',
    ],
    [
      'ClusterRole',
      'payments:dev',
      undefined,
      'dev',
      'clusterrole-payments-dev.yaml',
    ],
    [
      'ServiceAccount',
      'payments',
      'tenantry-deployers',
      undefined,
      'serviceaccount-payments.yaml',
    ],
  ])(
    'of a %s is in the folder of its tenant on its cluster',
    (kind, name, namespace, environment, file) => {
      const path = tenantObjectPath('payments', {
        object: object(kind, name, namespace),
        controls: [],
        cluster: 'dev-1',
        environment,
      });
      expect(path).toBe(`clusters/dev-1/tenants/payments/${file}`);
      expect(tenantOfPath(path)).toBe('payments');
      expect(clusterOfPath(path)).toBe('dev-1');
      expect(isRenderedPath(path)).toBe(true);
    },
  );

  it('is under argocd for what belongs there', () => {
    const inArgo = (kind: string) =>
      tenantObjectPath('payments', {
        object: object(kind, 'tenant-payments', 'argocd'),
        controls: [],
      });
    expect(inArgo('AppProject')).toBe('argocd/projects/payments.yaml');
    expect(inArgo('Secret')).toBe(
      'argocd/projects/payments.secret-tenant-payments.yaml',
    );
    expect(tenantOfPath(inArgo('Secret'))).toBe('payments');
  });

  it('never leaves its folder, whatever the object is called', () => {
    expect(clusterObjectPath('dev-1', object('Secret', '../../x'))).toBe(
      'clusters/dev-1/platform/secret-..-..-x.yaml',
    );
  });
});

it.each([
  'platform.yaml',
  'clusters/dev-1/cluster.yaml',
  'clusters/dev-1/platform/clusterrole-tenantry-admin.yaml',
  'argocd/appproject-tenantry-guard-rails.yaml',
  'tenants/README.md',
  'README.md',
])('%s belongs to no tenant', path => {
  expect(tenantOfPath(path)).toBeUndefined();
});
