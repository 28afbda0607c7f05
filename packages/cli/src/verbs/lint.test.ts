import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { call } from '../__testUtils__/call';
import {
  exampleRepository,
  type ExampleRepository,
} from '../__testUtils__/exampleRepository';

// The first linter of a process reads all rules.
jest.setTimeout(60_000);

const probe = `# The shop's front.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  selector:
    matchLabels: { app: shop }
  template:
    metadata:
      labels: { app: shop }
    spec:
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        seccompProfile: { type: RuntimeDefault }
      containers:
        - name: shop
          image: registry.example.com/shop:1.0
          securityContext:
            allowPrivilegeEscalation: false
            capabilities: { drop: [ALL] }
          livenessProbe:
            httpGet:
              port: 8080
              host: 169.254.169.254
`;
const harmless = probe.replace('              host: 169.254.169.254\n', '');

let repository: ExampleRepository;
const lint = (argv: readonly string[], stdin = '') =>
  call(['lint', '-C', repository.directory, ...argv], {
    cwd: repository.directory,
    stdin,
  });

function write(name: string, text: string): void {
  mkdirSync(join(repository.directory, 'deploy'), { recursive: true });
  writeFileSync(join(repository.directory, 'deploy', name), text);
}

beforeAll(async () => {
  repository = await exampleRepository();
});
afterAll(() => repository.remove());

describe('tenantry lint', () => {
  it('names the line of what the cluster would refuse, and by which control', async () => {
    write('shop.yaml', probe);
    const { code, stdout } = await lint(['-e', 'ledger/prod', 'deploy']);

    expect(code).toBe(1);
    expect(stdout).toMatch(/^deploy\/shop\.yaml\n {2}26:\d+ {2}error {2}/);
    expect(stdout).toMatch(/httpGet\.host: .* {2}host-probes\n/);
    // Pod Security knows of it, too, since Kubernetes 1.34.
    expect(stdout).toMatch(/its pods are refused: .* {2}pod-security\n/);
    expect(stdout).toMatch(/\n2 errors in 1 object for ledger\/prod\.\n$/);
  });

  it('has nothing against the same without it', async () => {
    write('shop.yaml', harmless);

    expect(await lint(['-e', 'ledger/prod', 'deploy/shop.yaml'])).toEqual({
      code: 0,
      stdout: 'Nothing here would be refused: 1 object for ledger/prod.\n',
      stderr: '',
    });
  });

  it('reads what a chart gives from standard input, under the names of its files', async () => {
    const { code, stdout } = await lint(
      ['-e', 'ledger/prod'],
      `---\n# Source: shop/templates/deployment.yaml\n${probe}`,
    );

    expect(code).toBe(1);
    expect(stdout).toMatch(/^shop\/templates\/deployment\.yaml\n/);
  });

  it('writes SARIF, with the controls as rules', async () => {
    const { stdout } = await lint(
      ['-e', 'ledger/prod', '--format', 'sarif'],
      probe,
    );
    const [{ tool, results }] = JSON.parse(stdout).runs;

    expect(results).toHaveLength(2);
    expect(tool.driver.rules).toEqual([
      expect.objectContaining({ id: 'host-probes' }),
      expect.objectContaining({ id: 'pod-security' }),
    ]);
  });

  it('does not call it fine when there was nothing to look at', async () => {
    const { code, stderr } = await lint(['-e', 'ledger/prod'], '');

    expect(code).toBe(2);
    expect(stderr).toContain('there was no object in what was read');
  });

  it('lists what a green check says nothing of', async () => {
    const { stdout } = await lint(
      ['-e', 'ledger/prod', '--not-judged'],
      harmless,
    );

    expect(stdout).toMatch(/^Not judged here\n/);
  });

  it.each([
    [['-e', 'nobody/prod'], 'there is no tenant nobody; there are ledger'],
    [['-e', 'ledger'], 'name an environment of ledger: ledger/dev'],
    [['-e', 'ledger/test'], 'ledger has no environment test; it has'],
    [[], "required option '-e, --environment"],
    [['-e', 'ledger/dev', 'nowhere.yaml'], 'ENOENT'],
  ])('refuses %j with exit code 2, and the way out', async (argv, message) => {
    const { code, stderr } = await lint(argv, harmless);

    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
