import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import type { Source } from '@tenantry/controls';
import { treeFromFiles } from '@tenantry/gitops';
import { join } from 'node:path';
import { connectClusters, type ConnectedClusters } from './connectedClusters';
import { nobodysKubeconfig } from '../__testUtils__/nobodysKubeconfig';
import {
  startTestCluster,
  type TestCluster,
} from '../__testUtils__/testCluster';

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

/** What could give a right that is withheld. */
const clusterRoleBindings = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
};

const kind = { apiVersion: 'v1', kind: 'ResourceQuota' };

describe('connectClusters', () => {
  const directory = createMockDirectory();

  it('says of each cluster why it is not read, and goes on', async () => {
    directory.setContent({
      'nobody.yaml': nobodysKubeconfig,
      'broken.yaml': 'users:\n - user:\n    token: a-secret-token\n   b: [',
    });
    const logger = mockServices.logger.mock();
    const connected = connectClusters(
      [
        {
          name: 'dev-1',
          access: { kubeconfig: join(directory.path, 'nobody.yaml') },
          argoCd: true,
        },
        {
          name: 'prod-1',
          access: { kubeconfig: join(directory.path, 'absent.yaml') },
          argoCd: false,
        },
        {
          name: 'broken-1',
          access: { kubeconfig: join(directory.path, 'broken.yaml') },
          argoCd: false,
        },
        {
          name: 'other-1',
          access: {
            kubeconfig: join(directory.path, 'nobody.yaml'),
            context: 'other',
          },

          argoCd: false,
        },
      ],
      logger,
    );
    const told = new Set<string>();
    connected.onChange((cluster, change) =>
      told.add(`${cluster} ${change.kind.kind}`),
    );
    try {
      const view = connected.view(tree);
      const reasonOf = (name: string) => {
        const source = view.clusters.get(name)?.source(kind);
        return source?.state === 'unreadable' ? source.reason : undefined;
      };
      while (
        reasonOf('dev-1') === 'not read yet' ||
        reasonOf('prod-1') === 'not read yet'
      )
        await new Promise(resolve => setTimeout(resolve, 5));
      expect(reasonOf('dev-1')).toMatch(
        /^no answer from https:\/\/127.0.0.1:1: /,
      );
      expect(reasonOf('prod-1')).toMatch(
        /^it can't be opened: a file can not be read \(ENOENT\)$/,
      );
      expect(told).toContain('dev-1 ResourceQuota');
      expect([...told].join()).not.toContain('prod-1');
      expect(view.argoCd).toBe(view.clusters.get('dev-1'));
      expect(
        view.argoCd?.source({
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'AppProject',
        }),
      ).toMatchObject({ state: 'unreadable' });
      expect(connected.sources()).toEqual(
        expect.arrayContaining([
          {
            cluster: 'dev-1',
            apiVersion: 'argoproj.io/v1alpha1',
            kind: 'AppProject',
            source: expect.objectContaining({ state: 'unreadable' }),
          },
          {
            cluster: 'prod-1',
            ...clusterRoleBindings,
            source: { state: 'unreadable', reason: reasonOf('prod-1') },
          },
        ]),
      );
      expect(connected.proofOf('dev-1', 'payments-dev')).toMatchObject({
        unreadable: expect.stringContaining("can't be read"),
      });
      expect(
        connected.proofOf('prod-1', 'payments-prod').unreadable,
      ).toBeDefined();
      expect(reasonOf('broken-1')).toBe(
        "it can't be opened: its kubeconfig is none; see whether kubectl can use it",
      );
      expect(reasonOf('other-1')).toBe(
        "it can't be opened: it has no context other with a cluster",
      );
      expect(logger.warn).toHaveBeenCalledTimes(3);
      expect(JSON.stringify(logger.warn.mock.calls)).not.toContain('a-secret');
    } finally {
      await connected.stop();
    }
  });

  it('remembers of what an ApplicationSet made what is looked at, and of what is declared all', async () => {
    const application = (name: string, labels: Record<string, string>) => ({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name, namespace: 'argocd', labels },
      spec: { project: 'default' },
      status: { sync: { status: 'Synced' } },
    });
    const made = application('guard-rails-dev-1.payments', {
      'tenantry.dev/tenant': 'payments',
    });
    const declared = application('tenantry-projects', {});
    const { apiVersion } = made;
    const cluster = await startTestCluster([made, declared]);
    directory.setContent({ 'dev-1.yaml': cluster.kubeconfig() });
    const connected = connectClusters(
      [
        {
          name: 'dev-1',
          access: { kubeconfig: join(directory.path, 'dev-1.yaml') },
          argoCd: true,
        },
      ],
      mockServices.logger.mock(),
    );
    try {
      const { argoCd } = connected.view(
        treeFromFiles(
          new Map([
            [
              'argocd/tenantry-projects.yaml',
              `apiVersion: ${apiVersion}\nkind: Application\nmetadata: { name: tenantry-projects }\n`,
            ],
          ]),
        ),
      );
      while (argoCd?.source(made).state !== 'read')
        await new Promise(resolve => setTimeout(resolve, 5));
      expect(argoCd.find(made)).not.toHaveProperty('spec');
      expect(argoCd.find(declared)).toHaveProperty('spec');
      const place = { cluster: 'dev-1', tenant: 'payments' };
      expect(
        connected.syncOf({ ...place, namespace: 'argocd' }).record?.status,
      ).toBe('Synced');
    } finally {
      await connected.stop();
      await cluster.stop();
    }
  });

  describe('with a cluster that answers', () => {
    let cluster: TestCluster;
    let connected: ConnectedClusters;
    let source: () => Source | undefined;

    const putKubeconfig = () =>
      directory.setContent({ 'dev-1.yaml': cluster.kubeconfig() });
    async function until(isSo: () => boolean) {
      while (!isSo()) await new Promise(resolve => setTimeout(resolve, 5));
    }

    beforeEach(async () => {
      cluster = await startTestCluster([]);
      putKubeconfig();
      connected = connectClusters(
        [
          {
            name: 'dev-1',
            access: { kubeconfig: join(directory.path, 'dev-1.yaml') },
            argoCd: false,
          },
        ],
        mockServices.logger.mock(),
      );
      const { clusters } = connected.view(tree);
      source = () => clusters.get('dev-1')?.source(kind);
      await until(() => source()?.state === 'read');
    });
    afterEach(async () => {
      jest.restoreAllMocks();
      await connected.stop();
      await cluster.stop();
    });

    it('takes the credentials that are there once those that it has are refused', async () => {
      const hasReason = (reason: string) => {
        const now = source();
        return now?.state === 'unreadable' && now.reason === reason;
      };
      cluster.replaceToken();
      await until(() =>
        hasReason('the cluster does not accept the credentials'),
      );
      putKubeconfig();
      const later = Date.now() + 6_000;
      jest.spyOn(Date, 'now').mockReturnValue(later);
      await until(() => source()?.state === 'read');
      expect(source()).not.toHaveProperty('reason');
    });

    it('knows nothing of a cluster that is no longer looked at, and holds no connection', async () => {
      await connected.stop();
      expect(source()).toEqual({
        state: 'unreadable',
        reason: 'nobody looks at this kind',
      });
      expect(connected.proofOf('dev-1', 'payments-dev')).toMatchObject({
        unreadable: expect.stringContaining('nobody looks at this kind'),
      });
      await until(() => cluster.sockets() === 0);
    });
  });
});
