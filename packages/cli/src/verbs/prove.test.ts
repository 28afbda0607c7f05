import { http, HttpResponse } from 'msw';
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
  temporaryFolder,
  tenantsRepository,
  type TenantsRepository,
} from '../__testUtils__/tenantsRepository';

jest.setTimeout(60_000);

const server = setupServer();
let repository: TenantsRepository;
let cluster: FakeCluster;
let kubeconfig: string;

beforeAll(async () => {
  server.listen({ onUnhandledRequest: 'error' });
  repository = await tenantsRepository();
});
beforeEach(() => {
  cluster = fakeCluster('https://dev-1.example.com:6443');
  kubeconfig = kubeconfigFor(cluster.server);
  server.resetHandlers(...handlersOf(cluster));
});
afterAll(() => {
  server.close();
  removeTemporaryFolders();
});

const prove = (...argv: string[]) =>
  call(['prove', '--kubeconfig', kubeconfig, ...argv], {
    cwd: repository.directory,
  });

/** As the rule of the control host-probes would. */
const refusesHosts: FakeCluster['decide'] = body =>
  /"host":"[^"]/.test(body)
    ? {
        status: 422,
        message:
          "ValidatingAdmissionPolicy 'tenantry-workloads' denied request: host-probes: no hosts",
      }
    : { status: 201 };

describe('tenantry prove', () => {
  it('proves a control whose attacks are refused, and whose twins get in', async () => {
    cluster.decide = refusesHosts;
    const { code, stdout, stderr } = await prove(
      'payments',
      '--control',
      'host-probes',
    );

    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.replace(/\d+\.\d s/, '0.1 s')).toMatch(
      new RegExp(
        [
          '^environment {3}cluster  proved  failed  undecided  not tried here  took',
          'payments/dev  dev-1 {4}1 {7}0 {7}0 {10}0 {15}0.1 s',
          '',
          'Proved: 1 environment, 1 control, \\d+ attempts; no reports were written.',
          '$',
        ].join('\n'),
      ),
    );
    expect(
      cluster.asked.filter(
        line => line.startsWith('PATCH') && /reports/.test(line),
      ),
    ).toEqual([]);
  });

  it('tells of each attempt that gets in what was expected, and what the API server said', async () => {
    const { code, stdout } = await prove(
      'payments/dev',
      '--control',
      'host-probes',
    );

    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^ {2}failed {2}host-probes: P\d+ .* \(.*, as developer\)\n {4}expected a refusal by host-probes\n {4}the API server said: admitted$/m,
    );
    expect(stdout).toMatch(/^payments\/dev {2}dev-1 {4}0 {7}1 {7}0 /m);
    expect(stdout).toContain('Not proved: 1 environment, 1 control, ');
  });

  it('takes no refusal by another control for the one that was asked for', async () => {
    cluster.decide = body =>
      refusesHosts(body, '').status === 201
        ? { status: 201 }
        : { status: 422, message: 'volumes: no host paths' };
    const { code, stdout } = await prove(
      'payments',
      '--control',
      'host-probes',
    );
    expect(code).toBe(1);
    expect(stdout).toContain('the API server said: volumes: no host paths');
  });

  it('writes the reports of everything that it tried, for each environment', async () => {
    cluster.decide = refusesHosts;
    const { code, stdout } = await prove('--json');

    expect(code).toBe(1);
    const { environments } = JSON.parse(stdout);
    expect(environments).toMatchObject([
      { namespace: 'ledger-dev', reports: ['PolicyReport', 'Report'] },
      { namespace: 'payments-dev', reports: ['PolicyReport', 'Report'] },
    ]);
    expect(environments[0].counts.proved).toBeGreaterThan(0);
    expect(environments[0].counts.notTriedHere).toBeGreaterThan(0);
    expect(cluster.asked).toContain(
      'PATCH /apis/wgpolicyk8s.io/v1alpha2/namespaces/ledger-dev/policyreports/tenantry-proof',
    );
    expect(stdout).not.toContain('a-secret-token');
  });

  it('is not fine where it may not try, and says what right is missing', async () => {
    cluster.decide = () => ({
      status: 403,
      message:
        'groups "payments-devs" is forbidden: User "me" cannot impersonate resource "groups"',
    });
    const { code, stdout } = await prove(
      'payments',
      '--control',
      'host-probes',
    );

    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^ {2}undecided {2}host-probes: .*cannot impersonate/m,
    );
    expect(stdout).toContain('apply what `tenantry prove --role` prints');
  });

  it('says where the cluster doesn’t answer, and asks it no more', async () => {
    server.resetHandlers(http.all('*', () => HttpResponse.error()));
    const { code, stdout } = await prove('--no-reports');
    expect(code).toBe(1);
    expect(
      stdout.match(/problem {2}no answer from https:\/\/dev-1/g),
    ).toHaveLength(2);
  });

  it('tells a person who waits how far it is', async () => {
    const { stderr } = await call(
      [
        'prove',
        'payments',
        '--control',
        'host-probes',
        '--kubeconfig',
        kubeconfig,
      ],
      { cwd: repository.directory, terminal: true, env: { NO_COLOR: '1' } },
    );
    expect(stderr).toMatch(
      /proving payments-dev \(1 of 1\): 1 of \d+ attempts/,
    );
    expect(stderr.endsWith('\r\u001b[K')).toBe(true);
  });

  it('prints the role that it takes, for no more than it is asked to prove', async () => {
    const { code, stdout } = await call(['prove', 'payments', '--role'], {
      cwd: repository.directory,
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^apiVersion: rbac.authorization.k8s.io\/v1\nkind: ClusterRole\n/,
    );
    expect(stdout).toContain('- payments-devs');
    expect(stdout).not.toContain('ledger-devs\n');
  });

  it('says what it was called in vain with', async () => {
    expect((await prove('paymets')).stderr).toContain(
      'there is no environment of paymets on dev-1',
    );
    expect((await prove('payments/prod')).code).toBe(2);
    expect((await prove('--control', 'host-probe')).stderr).toContain(
      'there is no control host-probe',
    );
  });
});

describe('tenantry prove --namespace', () => {
  const score = (...argv: string[]) =>
    call(['prove', '--kubeconfig', kubeconfig, '--namespace', 'web', ...argv], {
      cwd: temporaryFolder(),
    });

  beforeEach(() => {
    cluster.objects.push({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'team', namespace: 'web' },
      roleRef: { kind: 'ClusterRole', name: 'edit' },
      subjects: [{ kind: 'Group', name: 'web-devs' }],
    });
  });

  it('scores a namespace without a repository, by component, and writes nothing', async () => {
    cluster.decide = refusesHosts;
    const { code, stdout, stderr } = await score();

    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(
      /^web on https:\/\/dev-1\.example\.com:6443, as developer: web-devs\nHeld against the profile hardened: \d+ of \d+ attacks refused \(\d+ %\); \d+ can't be told, \d+ were not tried\.\n/,
    );
    expect(stdout).toMatch(/^kubelet: \d+ of \d+ refused/m);
    expect(stdout).toMatch(/^ {2}succeeds {2}P01 .*: pod-security$/m);
    expect(stdout).toMatch(
      /^What would stop them\n {2}[a-z-]+: .* \(\d+ attacks?\)$/m,
    );
    expect(stdout).not.toMatch(/^ {2}host-probes: /m);
    expect(cluster.asked.filter(line => /reports/.test(line))).toEqual([]);
  });

  it('gives the numbers to a program, and holds it against another profile', async () => {
    const [hardened, shared] = await Promise.all(
      ['hardened', 'shared'].map(async profile =>
        JSON.parse((await score('--profile', profile, '--json')).stdout),
      ),
    );
    const { score: numbers, components } = hardened;
    expect(hardened).toMatchObject({ fine: false, namespace: 'web' });
    expect(numbers.decided).toBeGreaterThan(100);
    expect(numbers.refused).toBe(0);
    expect(
      components.reduce(
        (sum: number, { decided }: { decided: number }) => sum + decided,
        0,
      ),
    ).toBe(numbers.decided);
    expect(shared.score.decided).toBeLessThan(numbers.decided);
  });

  it('asks who is there where nobody is known, and says that it isn’t there', async () => {
    cluster.objects.length = 0;
    expect((await score()).stderr).toContain(
      'no group has a role in web: name one with --developer-group <group>',
    );
    cluster.refused.set('rbac.authorization.k8s.io/v1/rolebindings', 403);
    expect((await score()).stderr).toContain('rolebindings is forbidden');
    cluster.refused.set('v1/namespaces/web', 404);
    expect((await score()).stderr).toContain('has no namespace web');
    expect(await score('payments')).toMatchObject({ code: 2 });
  });
});
