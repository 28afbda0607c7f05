import { setupServer } from 'msw/node';
import { appProjectName, labels, managedBy } from '@tenantry/controls';
import type { KubernetesObject } from '@tenantry/controls';
import { declaredObjects, folderTree } from '@tenantry/gitops';
import { call } from '../__testUtils__/call';
import {
  fakeCluster,
  handlersOf,
  kubeconfigFor,
  type FakeCluster,
} from '../__testUtils__/fakeCluster';
import {
  clusterYaml,
  removeTemporaryFolders,
  tenantsRepository,
  tenantYaml,
  type TenantsRepository,
} from '../__testUtils__/tenantsRepository';

jest.setTimeout(60_000);

const server = setupServer();
let repository: TenantsRepository;
let declared: readonly KubernetesObject[];
let cluster: FakeCluster;
let kubeconfig: string;

beforeAll(async () => {
  server.listen({ onUnhandledRequest: 'error' });
  repository = await tenantsRepository();
  const tree = folderTree(repository.directory);
  declared = [undefined, 'ledger', 'payments'].flatMap(name => [
    ...declaredObjects(tree, name).values(),
  ]);
});
beforeEach(() => {
  cluster = fakeCluster('https://dev-1.example.com:6443');
  cluster.objects.push(...declared.map(withStatus));
  kubeconfig = kubeconfigFor(cluster.server);
  server.resetHandlers(...handlersOf(cluster));
});
afterAll(() => {
  server.close();
  removeTemporaryFolders();
});

/** Quotas count. */
function withStatus(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'ResourceQuota') return object;
  const { hard } = object.spec as { hard: Record<string, string> };
  const used = Object.fromEntries(Object.keys(hard).map(key => [key, '0']));
  return { ...object, status: { hard, used } };
}

function replace(
  kind: string,
  name: string,
  change: (object: KubernetesObject) => KubernetesObject | undefined,
): void {
  const index = cluster.objects.findIndex(
    object => object.kind === kind && object.metadata.name === name,
  );
  if (index < 0) throw new Error(`there is no ${kind} ${name}`);
  const changed = change(cluster.objects[index]);
  cluster.objects.splice(index, 1, ...(changed ? [changed] : []));
}

const diff = (...argv: string[]) =>
  call(['diff', '--kubeconfig', kubeconfig, ...argv], {
    cwd: repository.directory,
  });

describe('tenantry diff', () => {
  it('says that everything is as declared, and what it didn’t look at', async () => {
    const { code, stdout, stderr } = await diff();

    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^ledger \/ dev on dev-1, namespace ledger-dev: \d+ controls hold, \d+ but for Argo CD's share\n {2}CPU 0 of 2 \(0 %\), Memory 0 of 4Gi \(0 %\), /,
    );
    expect(stdout).toMatch(
      /\n\nAs declared: \d+ objects on dev-1\.\nNot looked at: what Argo CD’s cluster holds \(name it with --argocd\)\.\n$/,
    );
    expect(stdout).not.toContain('a-secret-token');
    expect(cluster.asked.every(line => line.startsWith('GET '))).toBe(true);
    expect(new Set(cluster.asked).size).toBe(cluster.asked.length);
  });

  it('looks at Argo CD’s share where it is told that it runs there', async () => {
    const { code, stdout } = await diff('--argocd', 'dev-1');
    expect(code).toBe(0);
    expect(stdout).not.toContain('Not looked at');
    replace('AppProject', appProjectName('payments'), () => undefined);
    expect((await diff('--argocd', 'dev-1')).stdout).toContain(
      `dev-1  AppProject argocd/${appProjectName('payments')} is missing`,
    );
  });

  it('tells by object and field what differs, and who wrote it', async () => {
    replace('NetworkPolicy', 'default-deny', object => ({
      ...object,
      metadata: {
        ...object.metadata,
        managedFields: [
          {
            manager: 'kubectl-edit',
            time: '2026-11-26T08:00:00Z',
            fieldsV1: { 'f:spec': { 'f:ingress': {} } },
          },
        ],
      },
      spec: { ...(object.spec as object), ingress: [{}] },
    }));
    replace('ResourceQuota', 'tenantry', () => undefined);
    cluster.objects.push({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'not-looked-at', namespace: 'payments-dev' },
    });
    cluster.objects.push({
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: {
        name: 'left-over',
        namespace: 'ledger-dev',
        labels: { [labels.managedBy]: managedBy },
      },
    });
    const { code, stdout } = await diff('ledger');

    expect(code).toBe(1);
    expect(stdout).toContain(
      [
        'Objects that are not as declared',
        '  dev-1  NetworkPolicy ledger-dev/default-deny: spec.ingress has {} as well, last written by kubectl-edit at 2026-11-26T08:00:00Z',
        '  dev-1  ResourceQuota ledger-dev/tenantry is missing',
        '',
        'Objects with our label that nobody declares',
        '  dev-1  LimitRange ledger-dev/left-over',
        '',
      ].join('\n'),
    );
    expect(stdout).toMatch(/^ {2}no {2}default-deny: NetworkPolicy /m);
    expect(stdout).toMatch(
      /^Not as declared, or not known: 2 differences; \d+ controls not holding; 1 object of nobody; \d+ objects on dev-1\.$/m,
    );
    expect(stdout).not.toContain('payments');
  });

  it('is not fine where it may not read, and says what it doesn’t know', async () => {
    cluster.refused.set('networking.k8s.io/v1/networkpolicies', 403);
    const { code, stdout } = await diff('--json');

    expect(code).toBe(1);
    const { drift, unknown, fine } = JSON.parse(stdout);
    expect([fine, drift]).toEqual([false, []]);
    expect(unknown).toEqual([
      {
        cluster: 'dev-1',
        kind: 'NetworkPolicy',
        reason: "the credentials don't allow it (networkpolicies is forbidden)",
      },
    ]);
  });

  it('says once what it says of many controls', async () => {
    cluster.refused.set('v1/resourcequotas', 403);
    const { stdout } = await diff('payments');
    const reason =
      "ResourceQuota objects of dev-1 can't be read: the credentials don't allow it (resourcequotas is forbidden)";
    expect(stdout).toMatch(
      /^ {2}unknown {2}[a-z-]+, [a-z-]+, [a-z-]+, \d+ more: ResourceQuota objects/m,
    );
    expect(stdout).toContain(`  use unknown: ${reason}\n`);
    expect(stdout.split(reason)).toHaveLength(3);
  });

  it('compares a revision, and not the working folder', async () => {
    repository.write({
      'tenants/payments/tenant.yaml': tenantYaml('payments', {
        size: 'medium',
      }),
    });
    await repository.render();
    try {
      expect((await diff('payments')).code).toBe(1);
      expect((await diff('payments', '--revision', 'main')).code).toBe(0);
    } finally {
      repository.git('checkout', '--quiet', '--', '.');
    }
  });

  it('compares what all share, and no tenant, with --platform', async () => {
    replace('NetworkPolicy', 'default-deny', () => undefined);
    expect((await diff('--platform')).code).toBe(0);
    replace('ClusterRole', 'tenantry-admin', object => ({
      ...object,
      rules: [],
    }));
    const { code, stdout } = await diff('--platform');
    expect(code).toBe(1);
    expect(stdout).toContain('ClusterRole tenantry-admin: rules');
  });

  it('names environments on clusters that it isn’t led to', async () => {
    repository.write({
      'clusters/prod-1/cluster.yaml': clusterYaml('prod-1'),
      'tenants/payments/tenant.yaml': `${tenantYaml(
        'payments',
      )}    - { name: prod, cluster: prod-1 }\n`,
    });
    await repository.render();
    try {
      expect((await diff('payments')).stdout).toContain(
        'Not looked at: prod-1, to which no kubeconfig leads; ',
      );
      expect((await diff('ledger')).stdout).not.toContain('prod-1');
    } finally {
      repository.git('checkout', '--quiet', '--', '.');
      repository.git('clean', '--quiet', '-fd');
    }
  });

  it('says what it was called in vain with', async () => {
    expect(await diff('paymets')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no tenant paymets'),
    });
    expect(await diff('--platform', 'ledger')).toMatchObject({ code: 2 });
    expect(await diff('--argocd', 'prod-1')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--argocd prod-1 is none of'),
    });
  });
});
