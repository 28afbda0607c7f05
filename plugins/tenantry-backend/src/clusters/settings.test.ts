import { mockServices } from '@backstage/backend-test-utils';
import { readClusterSettings } from './settings';

function read(tenantry: object, more: object = {}) {
  return readClusterSettings(
    mockServices.rootConfig({ data: { ...more, tenantry } as never }),
  );
}

/** As Backstage's Kubernetes plugin has it. */
const kubernetes = (cluster: object) => ({
  kubernetes: {
    clusterLocatorMethods: [
      { type: 'catalog' },
      {
        type: 'config',
        clusters: [
          {
            name: 'dev',
            url: 'https://dev.example.com',
            authProvider: 'serviceAccount',
            serviceAccountToken: 'a-token',
            caData: 'Q0E=',
            ...cluster,
          },
        ],
      },
    ],
  },
});

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
        { backend: { workingDirectory: '/srv/portal' } },
      ),
    ).toEqual([
      {
        name: 'dev-1',
        access: { kubeconfig: '/srv/portal/dev.yaml', context: undefined },
        argoCd: false,
      },
      {
        name: 'prod-1',
        access: { kubeconfig: '/etc/prod.yaml', context: 'p' },
        argoCd: true,
      },
    ]);
  });

  it('takes the service account of its pod, and clusters of the Kubernetes plugin', () => {
    expect(
      read(
        {
          clusters: {
            'dev-1': { kubernetes: 'dev' },
            'prod-1': { serviceAccount: true, argoCd: true },
          },
        },
        kubernetes({}),
      ),
    ).toEqual([
      {
        name: 'dev-1',
        access: {
          server: 'https://dev.example.com',
          token: 'a-token',
          caData: 'Q0E=',
          caFile: undefined,
        },
        argoCd: false,
      },
      { name: 'prod-1', access: { serviceAccount: true }, argoCd: true },
    ]);
  });

  it.each([
    { cluster: { authProvider: 'google' }, message: /authProvider is not/ },
    { cluster: { skipTLSVerify: true }, message: /skipTLSVerify would let/ },
    {
      cluster: { serviceAccountToken: undefined },
      message: /serviceAccountToken/,
    },
  ])(
    'refuses a cluster of the Kubernetes plugin for $message',
    ({ cluster, message }) => {
      expect(() =>
        read(
          { clusters: { 'dev-1': { kubernetes: 'dev' } } },
          kubernetes(cluster),
        ),
      ).toThrow(message);
    },
  );

  it.each<[string, object, string]>([
    [
      'no way in',
      { 'dev-1': { argoCd: true } },
      'tenantry.clusters.dev-1 needs one of kubeconfig, serviceAccount, kubernetes',
    ],
    [
      'two ways in',
      { 'dev-1': { kubeconfig: 'a', serviceAccount: true } },
      'tenantry.clusters.dev-1 needs one of kubeconfig, serviceAccount, kubernetes, and has kubeconfig and serviceAccount',
    ],
    [
      "a cluster that Backstage's configuration hasn't",
      { 'dev-1': { kubernetes: 'dev' } },
      'kubernetes.clusterLocatorMethods, cluster dev: there is none of this name',
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
