import { mockServices } from '@backstage/backend-test-utils';
import { readClusterSettings } from './settings';

function read(tenantry: object, backend = {}) {
  return readClusterSettings(
    mockServices.rootConfig({ data: { backend, tenantry } as never }),
  );
}

describe('readClusterSettings', () => {
  it('has none by default', () => {
    expect(read({})).toEqual([]);
  });

  it('takes paths from the working directory', () => {
    expect(
      read(
        {
          clusters: {
            'dev-1': { kubeconfig: 'dev.yaml' },
            'prod-1': {
              kubeconfig: '/etc/prod.yaml',
              context: 'p',
              argoCd: true,
            },
          },
        },
        { workingDirectory: '/srv/portal' },
      ),
    ).toEqual([
      { name: 'dev-1', kubeconfig: '/srv/portal/dev.yaml', argoCd: false },
      {
        name: 'prod-1',
        kubeconfig: '/etc/prod.yaml',
        context: 'p',
        argoCd: true,
      },
    ]);
  });

  it.each<[string, object, string]>([
    [
      'no kubeconfig',
      { 'dev-1': {} },
      "Missing required config value at 'tenantry.clusters.dev-1.kubeconfig'",
    ],
    [
      'two clusters with Argo CD',
      {
        'dev-1': { kubeconfig: 'a', argoCd: true },
        'prod-1': { kubeconfig: 'b', argoCd: true },
      },
      'tenantry.clusters says of dev-1 and prod-1 that Argo CD runs there; it is one cluster',
    ],
  ])('refuses %s by name', (_, clusters, message) => {
    expect(() => read({ clusters })).toThrow(message);
  });
});
