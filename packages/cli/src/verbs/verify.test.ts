import { call } from '../__testUtils__/call';
import {
  exampleRepository,
  type ExampleRepository,
} from '../__testUtils__/exampleRepository';

let repository: ExampleRepository;
const verify = (...argv: string[]) =>
  call(['verify', ...argv], { cwd: repository.directory });

const quota =
  'clusters/dev-1/tenants/ledger/ledger-dev.resourcequota-tenantry.yaml';

jest.setTimeout(60_000);

beforeEach(async () => {
  repository = await exampleRepository();
});
afterEach(() => repository.remove());

describe('tenantry verify', () => {
  it('finds nothing where nothing was changed', async () => {
    expect(await verify()).toEqual({
      code: 0,
      stdout:
        'Nothing stands against this change: 0 changed files, 0 tenants rendered.\n',
      stderr: '',
    });
  });

  it('looks at the working folder, committed or not', async () => {
    repository.edit(quota, 'pods: "20"', 'pods: "9000"');
    const { code, stdout } = await verify();

    expect(code).toBe(1);
    expect(stdout).toBe(`${quota}
  ${lineOf(
    quota,
    '9000',
  )}  error  is not what tenants/ledger/tenant.yaml gives  hand-edited

hand-edited: Run \`tenantry render\` and commit what it writes.

1 finding: 1 changed file, 1 tenant rendered.
`);
  });

  it('annotates the lines of a change in GitHub Actions', async () => {
    repository.edit(quota, 'pods: "20"', 'pods: "9000"');
    const { stdout } = await verify('--format', 'github');

    expect(stdout.split('\n')[0]).toBe(
      `::error file=${quota},line=${lineOf(
        quota,
        '9000',
      )},title=hand-edited::is not what tenants/ledger/tenant.yaml gives`,
    );
  });

  it('writes the report that GitLab shows beside the lines', async () => {
    repository.edit(quota, 'pods: "20"', 'pods: "9000"');
    const { stdout } = await verify('--format', 'gitlab');

    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({
        check_name: 'hand-edited',
        severity: 'blocker',
        location: { path: quota, lines: { begin: lineOf(quota, '9000') } },
      }),
    ]);
  });

  it('checks a branch that is not checked out', async () => {
    repository.git('checkout', '--quiet', '-b', 'change');
    repository.edit(quota, 'pods: "20"', 'pods: "9000"');
    repository.commit();
    repository.git('checkout', '--quiet', 'main');

    expect((await verify()).code).toBe(0);
    expect((await verify('--head', 'change')).code).toBe(1);
  });

  it('refuses the author who is no owner, where the forge tells', async () => {
    repository.edit(
      'tenants/ledger/tenant.yaml',
      'title: Ledger',
      'title: Ledgers',
    );
    await call(['render'], { cwd: repository.directory });

    expect((await verify('--author-group', 'ledger')).code).toBe(0);
    const stranger = await verify('--author-group', 'storefront');
    expect(stranger.code).toBe(1);
    expect(stranger.stdout).toContain('ledger belongs to group:default/ledger');
    expect(
      (await verify(...['--author-group', 'sre', '--platform-group', 'sre']))
        .code,
    ).toBe(0);
  });

  it('answers in JSON', async () => {
    repository.edit(quota, 'pods: "20"', 'pods: "9000"');
    const { stdout } = await verify('--json');

    expect(JSON.parse(stdout)).toMatchObject({
      fine: false,
      files: 1,
      tenants: ['ledger'],
      findings: [{ rule: 'hand-edited', level: 'error', file: quota }],
    });
  });

  it('names a base that is not there', async () => {
    const { code, stderr } = await verify('--base', 'origin/nothing');

    expect(code).toBe(2);
    expect(stderr).toContain('no commit origin/nothing');
  });
});

function lineOf(file: string, text: string): number {
  return (
    repository
      .read(file)
      .split('\n')
      .findIndex(line => line.includes(text)) + 1
  );
}
