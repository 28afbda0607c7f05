import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { call } from '../__testUtils__/call';
import {
  exampleRepository,
  type ExampleRepository,
} from '../__testUtils__/exampleRepository';

jest.setTimeout(60_000);

const namespace = `apiVersion: v1
kind: Namespace
metadata:
  name: invoices-prod
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: team
  namespace: invoices-prod
subjects:
  - kind: Group
    name: oidc:invoices
    apiGroup: rbac.authorization.k8s.io
roleRef:
  kind: ClusterRole
  name: admin
  apiGroup: rbac.authorization.k8s.io
`;
const alerts = `# Ask Ann.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: alerts, namespace: invoices-prod }
`;

let repository: ExampleRepository;
const found = 'found/invoices-prod';
const importing = (...argv: string[]) =>
  call(['import', ...argv], { cwd: repository.directory });

function write(path: string, text: string): void {
  const place = join(repository.directory, path);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, text);
}

beforeEach(async () => {
  repository = await exampleRepository();
  write(`${found}/namespace.yaml`, namespace);
  write(`${found}/alerts.yaml`, alerts);
});
afterEach(() => repository.remove());

describe('tenantry import', () => {
  it('makes a tenant that the check has nothing against, and tells of every object', async () => {
    const { code, stdout } = await importing(
      ...['found', '--cluster', 'prod-1', '--until', '2090-03-31'],
    );

    expect(code).toBe(0);
    expect(stdout).toMatch(/^# Adopting 1 namespace as 1 tenant\n/);
    expect(stdout).toContain('binds the ClusterRole admin');
    expect(stdout).toMatch(/\n\d+ files of 1 tenant written\.\n$/);
    expect(repository.read('tenants/invoices/tenant.yaml')).toMatch(
      /observed:\n +until: "?'?2090-03-31/,
    );
    expect(repository.read(`${found}/alerts.yaml`)).toBe(alerts);
    repository.git('checkout', '--quiet', '-b', 'import');
    repository.commit();
    // The manifests lie in the repository, for want of another place.
    const { stdout: said } = await call(['verify', '--bulk'], {
      cwd: repository.directory,
    });
    expect(said).toContain('Nothing stands against this change');
    expect(said).toContain('is to be observed, and so not isolated');
  });

  it('writes nothing where it only shows', async () => {
    const before = repository.git('status', '--short');
    const { code, stdout } = await importing(
      ...['found', '--cluster', 'prod-1', '--until', '2090-03-31'],
      '--dry-run',
    );

    expect(code).toBe(0);
    expect(stdout).toMatch(/\n\d+ files of 1 tenant would be written\.\n$/);
    expect(repository.git('status', '--short')).toBe(before);
  });

  it('takes what ours stand in for out of its file, and nothing else', async () => {
    const { stdout } = await importing(
      ...['found', '--cluster', 'prod-1', '--adopt', 'enforce', '--cut'],
    );

    expect(stdout).toContain('What ours stand in for left 1 manifest file.');
    const left = readFileSync(
      join(repository.directory, `${found}/namespace.yaml`),
      'utf8',
    );
    expect(namespace.startsWith(left.trimEnd())).toBe(true);
    expect(left).not.toContain('RoleBinding');
    expect(repository.read(`${found}/alerts.yaml`)).toBe(alerts);
  });

  it.each([
    [['found'], 'say until which day'],
    [['found', '--until', 'soon'], '--until soon: '],
    [['found', '--until', '2020-01-01'], 'has passed'],
    [['found', '--until', '2090-03-31'], 'say which cluster they are on'],
    [['--until', '2090-03-31'], 'name files or folders'],
    [['found', '--kubeconfig', 'x', '--until', '2090-03-31'], 'not both'],
    [
      ['found', '--cluster', 'moon', '--until', '2090-03-31'],
      'no cluster moon; it has dev-1, prod-1',
    ],
    [
      ['found', '--until', '2090-03-31', '--hints', 'found/hints.yaml'],
      'found/hints.yaml: ',
    ],
  ])('refuses %j with exit code 2, and the way out', async (argv, message) => {
    write('found/hints.yaml', 'owners: [team]\n');
    const { code, stderr } = await importing(
      ...argv,
      ...(argv.includes('--hints') ? ['--cluster', 'prod-1'] : []),
    );

    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
