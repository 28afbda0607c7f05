import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BadCredentialsError,
  ForgeUnreachableError,
  RepositoryMissingError,
} from './errors';
import { openMirror } from './mirror';
import {
  gitFixture,
  removeTemporaryFolders,
  temporaryFolder,
} from './__testUtils__/gitFixture';

afterAll(removeTemporaryFolders);

function mirrorOf(url: string, more: object = {}) {
  return openMirror({ url, directory: temporaryFolder(), ...more });
}

describe('a mirror', () => {
  it('knows nothing before the first transfer', async () => {
    const mirror = await mirrorOf(gitFixture().url, { branch: 'main' });
    expect(await mirror.head()).toBeUndefined();
  });

  it('says whether the head changed', async () => {
    const origin = gitFixture();
    const first = origin.commit({ 'platform.yaml': 'a\n' });
    const mirror = await mirrorOf(origin.url);
    expect(await mirror.fetch()).toEqual({ head: first, changed: true });
    expect(await mirror.fetch()).toEqual({ head: first, changed: false });

    const second = origin.commit({ 'platform.yaml': 'b\n' });
    expect(await mirror.fetch()).toEqual({ head: second, changed: true });
    expect(await mirror.head()).toBe(second);
  });

  it('finds the base branch by itself, whatever it is called', async () => {
    const origin = gitFixture();
    const commit = origin.commit({ 'platform.yaml': 'a\n' });
    origin.git('branch', '-m', 'trunk');
    origin.git('branch', 'main');
    origin.commit({ 'platform.yaml': 'b\n' });
    const mirror = await mirrorOf(origin.url);
    const { head } = await mirror.fetch();
    expect(head).toBe(origin.git('rev-parse', 'trunk'));
    expect(await mirror.branchTip('main')).toBe(commit);
  });

  it('reads the files of one commit, and of an older one', async () => {
    const origin = gitFixture();
    const first = origin.commit({
      'platform.yaml': 'first\n',
      'tenants/payments/tenant.yaml': 'payments\n',
      'docs/readme.md': 'not ours\n',
    });
    const second = origin.commit({
      'platform.yaml': 'second\n',
      'tenants/payments/tenant.yaml': null,
      'tenants/ledger/tenant.yaml': 'Grüße\n',
    });
    const mirror = await mirrorOf(origin.url);
    await mirror.fetch();

    const now = await mirror.tree(second);
    expect(now.paths()).toEqual([
      'platform.yaml',
      'tenants/ledger/tenant.yaml',
    ]);
    expect(now.read('tenants/ledger/tenant.yaml')).toBe('Grüße\n');
    expect(now.read('tenants/payments/tenant.yaml')).toBeUndefined();
    expect(now.treeSha).toBe(origin.git('rev-parse', `${second}^{tree}`));
    expect(now.time).toBe('2026-03-01T12:00:00Z');

    const before = await mirror.tree(first);
    expect(before.read('platform.yaml')).toBe('first\n');
    expect(before.paths('tenants/')).toEqual(['tenants/payments/tenant.yaml']);
  });

  it('reads each commit once and forgets old ones', async () => {
    const origin = gitFixture();
    const commits = [1, 2, 3, 4].map(version =>
      origin.commit({ 'platform.yaml': `${version}\n` }),
    );
    const mirror = await mirrorOf(origin.url);
    await mirror.fetch();
    const first = await mirror.tree(commits[0]);
    expect(await mirror.tree(commits[0])).toBe(first);
    for (const commit of commits) await mirror.tree(commit);
    const again = await mirror.tree(commits[0]);
    expect(again).not.toBe(first);
    expect(again.read('platform.yaml')).toBe('1\n');
  });

  it('leaves out links, submodules and what is no text, and says so', async () => {
    const origin = gitFixture();
    const other = gitFixture();
    const submodule = other.commit({ 'platform.yaml': 'other\n' });
    origin.commit({
      'platform.yaml': 'x\n',
      'tenants/payments/tenant.yaml': Buffer.from([0x61, 0xff, 0xfe]),
      'tenants/ledger/tenant.yaml': 'x'.repeat(1024 * 1024 + 1),
    });
    origin.link('tenants/risk.yaml', '/etc/passwd');
    origin.git('add', '--all');
    origin.git(
      'update-index',
      '--add',
      '--cacheinfo',
      `160000,${submodule},tenants/sub`,
    );
    origin.git('commit', '--quiet', '--message', 'odd entries');
    const mirror = await mirrorOf(origin.url);
    const { head } = await mirror.fetch();
    const tree = await mirror.tree(head);
    expect(tree.paths()).toEqual(['platform.yaml']);
    expect(
      Object.fromEntries(
        tree.ignored.map(({ path, reason }) => [path, reason]),
      ),
    ).toEqual({
      'tenants/ledger/tenant.yaml': 'it is larger than 1 MiB',
      'tenants/payments/tenant.yaml': 'it is not UTF-8 text',
      'tenants/risk.yaml': 'it is a symbolic link',
      'tenants/sub': 'it is a submodule',
    });
  });

  it('drops branches that are gone and takes rewritten ones', async () => {
    const origin = gitFixture();
    origin.commit({ 'platform.yaml': 'x\n' });
    origin.git('branch', 'tenantry/payments');
    const mirror = await mirrorOf(origin.url);
    await mirror.fetch();
    expect(await mirror.branchTip('tenantry/payments')).toBeDefined();
    origin.git('branch', '-D', 'tenantry/payments');
    origin.git('commit', '--quiet', '--amend', '--message', 'rewritten');
    const { head } = await mirror.fetch();
    expect(await mirror.branchTip('tenantry/payments')).toBeUndefined();
    expect(head).toBe(origin.git('rev-parse', 'main'));
  });

  it('finds the last commit of a path, whatever came after', async () => {
    const origin = gitFixture();
    const wanted = origin.commit(
      { 'tenants/payments/tenant.yaml': 'x\n' },
      'payments: new tenant',
    );
    const head = origin.commit({ 'tenants/ledger/tenant.yaml': 'x\n' });
    const mirror = await mirrorOf(origin.url);
    await mirror.fetch();
    expect(await mirror.log(head, 'tenants/payments')).toEqual({
      sha: wanted,
      time: '2026-03-01T12:00:00Z',
      subject: 'payments: new tenant',
    });
    expect(await mirror.log(head, 'tenants/nobody')).toBeUndefined();
    expect(await mirror.mergeBase(wanted, head)).toBe(wanted);
    expect(await mirror.has(wanted)).toBe(true);
    expect(await mirror.has('1'.repeat(40))).toBe(false);
  });

  it('lists folders with an id that follows what is inside', async () => {
    const origin = gitFixture();
    const first = origin.commit({
      'clusters/dev-1/tenants/ledger/a.yaml': 'a\n',
      'clusters/dev-1/tenants/payments/a.yaml': 'a\n',
      'clusters/dev-1/tenants/readme.md': 'no folder\n',
    });
    const second = origin.commit({
      'clusters/dev-1/tenants/payments/a.yaml': 'b\n',
    });
    const mirror = await mirrorOf(origin.url);
    await mirror.fetch();
    const before = await mirror.folders(first, 'clusters/dev-1/tenants');
    const after = await mirror.folders(second, 'clusters/dev-1/tenants');
    expect([...before.keys()]).toEqual(['ledger', 'payments']);
    expect(after.get('ledger')).toBe(before.get('ledger'));
    expect(after.get('payments')).not.toBe(before.get('payments'));
    expect(await mirror.folders(second, 'clusters/nowhere')).toEqual(new Map());
  });

  it('lets callers share a transfer, and never gives one that began before the call', async () => {
    const origin = gitFixture();
    origin.commit({ 'platform.yaml': '1\n' });
    const events: string[] = [];
    const mirror = await mirrorOf(origin.url, {
      branch: 'main',
      token: async () => {
        events.push('transfer');
        return undefined;
      },
    });
    const early = [mirror.fetch(), mirror.fetch(), mirror.fetch()];
    early[0].then(() => events.push('early callers have their answer'));
    await new Promise(resolve => setImmediate(resolve));
    const latest = origin.commit({ 'platform.yaml': '2\n' });
    const late = [mirror.fetch(), mirror.fetch()];
    await Promise.all(early);
    for (const { head } of await Promise.all(late)) expect(head).toBe(latest);
    expect(events).toEqual([
      'transfer',
      'early callers have their answer',
      'transfer',
    ]);
  });

  it('continues after a transfer that failed', async () => {
    const origin = gitFixture();
    origin.commit({ 'platform.yaml': 'x\n' });
    let broken = true;
    const mirror = await mirrorOf(origin.url, {
      token: async () => {
        if (broken) throw new Error('no token today');
        return undefined;
      },
    });
    await expect(mirror.fetch()).rejects.toThrow('no token today');
    broken = false;
    await expect(mirror.fetch()).resolves.toMatchObject({ changed: true });
  });

  it('is kept over a restart and emptied when it is pointed elsewhere', async () => {
    const [one, two] = [gitFixture(), gitFixture()];
    const directory = temporaryFolder();
    const commit = one.commit({ 'platform.yaml': 'one\n' });
    two.commit({ 'platform.yaml': 'two\n' });
    const open = (url: string) =>
      openMirror({ url, directory, branch: 'main' });
    await (await open(one.url)).fetch();
    expect(await (await open(one.url)).head()).toBe(commit);
    const moved = await open(two.url);
    expect(await moved.head()).toBeUndefined();
    expect(await moved.has(commit)).toBe(false);
  });

  it('refuses a folder that holds something else', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'thesis.txt'), 'years of work');
    await expect(
      openMirror({ url: gitFixture().url, directory }),
    ).rejects.toThrow('neither empty nor a mirror');
  });

  it('does not take what is no commit id for one', async () => {
    const mirror = await mirrorOf(gitFixture().url);
    await expect(mirror.tree('--output=x')).rejects.toThrow('not a commit id');
    await expect(mirror.has('main')).rejects.toThrow('not a commit id');
  });

  it.each(['ssh://git@example.com/x', 'ext::sh', 'https://u:p@example.com/x'])(
    'does not open %s',
    async url => {
      await expect(mirrorOf(url)).rejects.toThrow(/^A mirror's URL/);
    },
  );
});

describe('a transfer that fails', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  });

  const seen: (string | undefined)[] = [];
  async function serve(status: number | 'silence'): Promise<string> {
    seen.length = 0;
    server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      if (status === 'silence') return;
      response.writeHead(status, { location: 'http://example.com/' }).end();
    });
    await new Promise<void>(resolve => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/acme/gitops.git`;
  }

  it.each([
    [401, BadCredentialsError],
    [403, BadCredentialsError],
    [404, RepositoryMissingError],
    [301, RepositoryMissingError],
    [503, ForgeUnreachableError],
  ])(
    'with %i has its own error and never shows the token',
    async (status, type) => {
      const mirror = await mirrorOf(await serve(status), {
        token: async () => 's3cret-token',
      });
      const error = await mirror.fetch().catch(caught => caught);
      expect(error).toBeInstanceOf(type);
      expect(error.message).toContain(error.nextStep);
      const basic = Buffer.from('x-access-token:s3cret-token').toString(
        'base64',
      );
      expect(seen[0]).toBe(`Basic ${basic}`);
      const shown = `${error.stack} ${error.cause.stack} ${JSON.stringify(
        error,
      )} ${JSON.stringify(error.cause)}`;
      expect(shown).not.toContain('s3cret');
      expect(shown).not.toContain(basic);
    },
  );

  it('because nobody listens', async () => {
    const url = await serve(200);
    await new Promise(resolve => server?.close(resolve));
    const mirror = await mirrorOf(url);
    await expect(mirror.fetch()).rejects.toBeInstanceOf(ForgeUnreachableError);
  });

  it('because nobody answers', async () => {
    const mirror = await mirrorOf(await serve('silence'), { timeoutMs: 300 });
    await expect(mirror.fetch()).rejects.toThrow('did not answer in time');
  });

  it('because the repository is missing, empty or has no such branch', async () => {
    const gone = await mirrorOf('file:///nowhere/gitops.git');
    await expect(gone.fetch()).rejects.toBeInstanceOf(RepositoryMissingError);
    const empty = await mirrorOf(gitFixture().url);
    await expect(empty.fetch()).rejects.toThrow('is empty');
    const origin = gitFixture();
    origin.commit({ 'platform.yaml': 'x\n' });
    const other = await mirrorOf(origin.url, { branch: 'release' });
    await expect(other.fetch()).rejects.toThrow('has no branch release');
  });
});
