import { platformYaml, tenantYaml } from '../__testUtils__/fleet';
import {
  gitFixture,
  removeTemporaryFolders,
} from '../__testUtils__/gitFixture';
import {
  findingsIn,
  pathIn,
  rendered,
  renderedRepository,
  told,
} from '../__testUtils__/verifyFixture';

// Git is started some dozens of times in each.
jest.setTimeout(60_000);

afterAll(removeTemporaryFolders);

describe('verifyChange', () => {
  it('has nothing against a tenant that was rendered as it should be', async () => {
    const fixture = renderedRepository();
    fixture.commit(rendered(tenantYaml('payments')));

    expect(await findingsIn(fixture)).toEqual([]);
  });

  it('has nothing against notes beside tenant.yaml, or comments in it', async () => {
    const fixture = renderedRepository();
    fixture.commit({
      'tenants/ledger/notes.md': 'Call somebody else.\n',
      'tenants/ledger/tenant.yaml': `# Ask Pat.\n${tenantYaml('ledger')}`,
    });

    expect(await findingsIn(fixture)).toEqual([]);
  });

  it('names the line of a rendered file that was edited by hand', async () => {
    const fixture = renderedRepository();
    const path = pathIn(
      fixture,
      'clusters/dev-1/tenants/ledger/ledger-dev.resourcequota-',
    );
    const text = fixture.git('show', `HEAD:${path}`);
    const line = text.split('\n').findIndex(row => row.includes('pods:'));
    fixture.commit({ [path]: text.replace(/pods: .*/, "pods: '9000'\n") });

    expect(await findingsIn(fixture)).toEqual([
      expect.objectContaining({
        rule: 'hand-edited',
        level: 'error',
        file: path,
        line: line + 1,
      }),
    ]);
  });

  it('looks at what the merge would give, not at the branch alone', async () => {
    const fixture = renderedRepository();
    // Somebody else's change that was merged meanwhile takes the same host.
    const withHost = (name: string) =>
      tenantYaml(name).replace(
        'cluster: dev-1\n',
        'cluster: dev-1\n      hosts: [pay.example.com]\n',
      );
    fixture.commit(rendered(withHost('payments')));
    expect(await findingsIn(fixture)).toEqual([]);
    fixture.git('checkout', '--quiet', 'main');
    fixture.commit(rendered(withHost('billing')));

    expect(await findingsIn(fixture)).toEqual([
      expect.objectContaining({
        rule: 'not-given',
        file: 'tenants/payments/tenant.yaml',
        line: 15,
        message: expect.stringContaining('belongs to the tenant billing'),
      }),
    ]);
  });

  it('says where a change conflicts with its base', async () => {
    const fixture = renderedRepository();
    fixture.commit({ 'tenants/ledger/notes.md': 'Call Ann.\n' });
    fixture.git('checkout', '--quiet', 'main');
    fixture.commit({ 'tenants/ledger/notes.md': 'Call Bob.\n' });

    expect(told(await findingsIn(fixture))).toEqual([
      'merge-conflict tenants/ledger/notes.md',
    ]);
  });

  it('tells what was left as it was from what was edited by hand', async () => {
    const fixture = renderedRepository();
    fixture.commit({
      'tenants/ledger/tenant.yaml': tenantYaml('ledger').replace(
        'size: small',
        'size: medium',
      ),
    });

    expect([
      ...new Set((await findingsIn(fixture)).map(({ rule }) => rule)),
    ]).toEqual(['not-rendered']);
  });

  it('warns of an adopted or observed environment where nobody knows the author', async () => {
    const fixture = renderedRepository();
    const source = tenantYaml('ledger').replace(
      'cluster: dev-1\n',
      'cluster: dev-1\n      observed: { until: 2090-03-31 }\n',
    );
    fixture.commit(
      Object.fromEntries(
        fixture
          .git('ls-files')
          .split('\n')
          .filter(path => path.includes('/tenants/ledger/'))
          .map(path => [path, null]),
      ),
    );
    fixture.commit(rendered(source));

    expect(await findingsIn(fixture)).toEqual([
      expect.objectContaining({
        rule: 'platform-field',
        level: 'warning',
        path: ['spec', 'environments', 0, 'observed'],
      }),
    ]);
    expect(
      await findingsIn(fixture, {
        author: { groups: ['sre'], platformGroups: ['SRE'] },
      }),
    ).toEqual([]);
  });

  it('renders everything anew after a change of the platform', async () => {
    const fixture = renderedRepository();
    fixture.commit({
      'platform.yaml': platformYaml.replace('pods: 20', 'pods: 30'),
    });

    const findings = await findingsIn(fixture);
    const tenants = new Set(
      findings
        .filter(({ rule }) => rule === 'not-rendered')
        .map(({ file }) => file?.split('/')[3]),
    );
    expect([...tenants].sort()).toEqual(
      expect.arrayContaining(['billing', 'ledger', 'store-front']),
    );
  });

  it('gives no name in a clone that lacks older commits, where it may have been used', async () => {
    const fixture = renderedRepository();
    const clone = gitFixture();
    clone.git('remote', 'add', 'origin', fixture.url);
    fixture.commit(rendered(tenantYaml('payments')));
    const fetch = (...options: readonly string[]) =>
      clone.git(
        ...['fetch', '--quiet', ...options, 'origin'],
        ...['+main:main', '+change:change'],
      );
    clone.git('checkout', '--quiet', '--orphan', 'nothing');
    fixture.git('checkout', '--quiet', 'main');
    fixture.commit({ 'README.md': 'Read this.\n' });
    fixture.git('checkout', '--quiet', 'change');
    fixture.git('rebase', '--quiet', 'main');

    fetch('--depth=2');
    expect(await findingsIn(clone)).toEqual([
      expect.objectContaining({
        rule: 'id-reused',
        file: 'tenants/payments/tenant.yaml',
        message: expect.stringContaining('older commits are missing'),
      }),
    ]);

    fetch('--unshallow');
    expect(await findingsIn(clone)).toEqual([]);
  });
});
