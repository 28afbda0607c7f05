import { setupServer } from 'msw/node';
import { call } from '../__testUtils__/call';
import {
  exampleRepository,
  type ExampleRepository,
} from '../__testUtils__/exampleRepository';
import {
  fakeCluster,
  handlersOf,
  kubeconfigFor,
  type FakeCluster,
} from '../__testUtils__/fakeCluster';

jest.setTimeout(60_000);

const server = setupServer();
let repository: ExampleRepository;
let cluster: FakeCluster;
const importing = (...argv: string[]) =>
  call(
    [
      ...['import', '--kubeconfig', kubeconfigFor(cluster.server)],
      ...['--cluster', 'prod-1', '--until', '2090-03-31', ...argv],
    ],
    { cwd: repository.directory },
  );

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
beforeEach(async () => {
  repository = await exampleRepository();
  cluster = fakeCluster('https://prod-1.example.com:6443');
  server.resetHandlers(...handlersOf(cluster));
  cluster.objects.push(
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: 'invoices-prod',
        uid: '1',
        creationTimestamp: '2026-01-01T00:00:00Z',
        labels: { 'kubernetes.io/metadata.name': 'invoices-prod' },
        managedFields: [{ manager: 'kubectl' }],
      },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'team', namespace: 'invoices-prod', uid: '2' },
      subjects: [
        {
          kind: 'Group',
          name: 'oidc:invoices',
          apiGroup: 'rbac.authorization.k8s.io',
        },
      ],
      roleRef: {
        kind: 'ClusterRole',
        name: 'admin',
        apiGroup: 'rbac.authorization.k8s.io',
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'kube-system' },
    },
  );
});
afterEach(() => repository.remove());
afterAll(() => server.close());

describe('tenantry import of a live cluster', () => {
  it('makes a tenant of what guards its namespaces, and reads nothing else', async () => {
    const { code, stdout } = await importing();

    expect(code).toBe(0);
    expect(stdout).toMatch(/^# Adopting 1 namespace as 1 tenant\n/);
    expect(stdout).toContain('invoices-prod/rolebinding-team.yaml');
    expect(stdout).not.toContain('kube-system');
    expect(repository.read('tenants/invoices/tenant.yaml')).toMatch(
      /admins:\s+- invoices\n/,
    );
    expect(cluster.asked.filter(asked => !asked.startsWith('GET '))).toEqual(
      [],
    );
    expect(cluster.asked.join(' ')).not.toContain('secrets');
  });

  it('says what it may not read, and writes nothing', async () => {
    cluster.refused.set('v1/resourcequotas', 403);
    const before = repository.git('status', '--short');
    const { code, stderr } = await importing();

    expect(code).toBe(2);
    expect(stderr).toContain('resourcequotas is forbidden');
    expect(repository.git('status', '--short')).toBe(before);
  });
});
