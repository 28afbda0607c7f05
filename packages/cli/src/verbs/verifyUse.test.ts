import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setupServer } from 'msw/node';
import { call } from '../__testUtils__/call';
import {
  fakeCluster,
  handlersOf,
  kubeconfigFor,
  type FakeCluster,
} from '../__testUtils__/fakeCluster';
import {
  removeTemporaryFolders,
  tenantsRepository,
  tenantYaml,
  type TenantsRepository,
} from '../__testUtils__/tenantsRepository';

jest.setTimeout(30_000);

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => {
  server.close();
  removeTemporaryFolders();
});

let repository: TenantsRepository;
let cluster: FakeCluster;
let kubeconfig: string;

/** The tenant payments becomes small, and was medium. */
beforeEach(async () => {
  repository = await tenantsRepository();
  const ofSize = async (size: string) => {
    repository.write({
      'tenants/payments/tenant.yaml': tenantYaml('payments', { size }),
    });
    await repository.render();
    repository.commit(`Be ${size}`);
  };
  await ofSize('medium');
  repository.git('checkout', '--quiet', '-b', 'smaller');
  await ofSize('small');
  cluster = fakeCluster('https://dev-1.example.com:6443');
  kubeconfig = kubeconfigFor(cluster.server);
  server.resetHandlers(...handlersOf(cluster));
});

const verify = (...argv: string[]) =>
  call(['verify', '--base', 'main', ...argv], { cwd: repository.directory });

const inUse = (used: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'compute', namespace: 'payments-dev' },
  status: { used },
});

describe('tenantry verify --kubeconfig', () => {
  it('refuses a size below what is in use, by one request', async () => {
    cluster.objects.push(inUse({ 'limits.cpu': '6' }));
    const { code, stdout } = await verify('--kubeconfig', kubeconfig);

    expect(code).toBe(1);
    expect(stdout).toContain(
      'gives payments-dev on dev-1 limits.cpu 4, and 6 are in use',
    );
    expect(stdout).toContain('Use less first, or keep the size.');
    expect(cluster.asked).toEqual([
      'GET /api/v1/namespaces/payments-dev/resourcequotas',
    ]);
  });

  it('has nothing against a size above what is in use', async () => {
    cluster.objects.push(inUse({ 'limits.cpu': '3' }));
    const { code, stdout } = await verify(
      '--kubeconfig',
      `dev-1=${kubeconfig}`,
    );

    expect(code).toBe(0);
    expect(stdout).toMatch(/^Nothing stands against this change: /);
  });

  it('warns where it may not look, and refuses nothing for it', async () => {
    cluster.refused.set('v1/resourcequotas', 403);
    const { code, stdout } = await verify('--kubeconfig', kubeconfig);

    expect(code).toBe(0);
    expect(stdout).toContain(
      "what is in use can't be found out: resourcequotas is forbidden",
    );
    expect(stdout).toContain('1 warning');
  });

  it('asks which cluster a kubeconfig leads to, where none has its address', async () => {
    const other = kubeconfigFor('https://other.example.com');
    const { code, stderr } = await verify('--kubeconfig', other);

    expect(code).toBe(2);
    expect(stderr).toContain(
      'leads to https://other.example.com, which no cluster.yaml names (dev-1: https://dev-1.example.com:6443)',
    );
    expect(
      (await verify('--kubeconfig', `prod-9=${kubeconfig}`)).stderr,
    ).toContain('the repository has no cluster prod-9');
  });

  it('says of a kubeconfig that can’t be used why, and none of its secrets', async () => {
    const broken = join(repository.directory, 'kube.yaml');
    writeFileSync(
      broken,
      'users:\n - user:\n    token: a-secret-token\n   b: [',
    );
    const { code, stderr } = await verify('--kubeconfig', broken);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('no kubeconfig'),
    ]);
    expect(stderr).not.toContain('a-secret');
    expect(
      (await verify('--kubeconfig', 'dev-1=absent.yaml')).stderr,
    ).toContain("the file can't be read (ENOENT)");
    expect(
      (await verify('--kubeconfig', `${kubeconfig}#prod`)).stderr,
    ).toContain('it has no context prod with a cluster');
  });
});
