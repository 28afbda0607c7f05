import { createHash } from 'node:crypto';

import {
  git,
  portal,
  refusalOf,
  repo,
  startTestForge,
  type TestForge,
} from '../__testUtils__/harness';

let forge: TestForge;

beforeAll(async () => {
  forge = await startTestForge();
});
afterAll(() => forge.stop());

type Entry = {
  path: string;
  mode?: '100644' | '100755' | '040000' | '160000' | '120000';
  content?: string;
  sha?: string | null;
};

function createTree(tree: Entry[], base_tree?: string) {
  return forge.as(portal).git.createTree({ ...repo, base_tree, tree });
}

async function pathsOf(tree: string): Promise<string[]> {
  const { data } = await forge
    .as()
    .git.getTree({ ...repo, tree_sha: tree, recursive: 'true' });
  return data.tree
    .filter(({ type }) => type !== 'tree')
    .map(({ path }) => path ?? '');
}

describe('trees', () => {
  it('take contents, objects and modes on top of a base', async () => {
    const base = await forge.headOf('main');
    const { data: blob } = await forge
      .as(portal)
      .git.createBlob({ ...repo, content: 'QQ==', encoding: 'base64' });
    const { data } = await createTree(
      [
        {
          path: 'tenants/payments/tenant.yaml',
          mode: '100644',
          content: 'name: payments\n',
        },
        {
          path: 'tenants/payments/run.sh',
          mode: '100755',
          content: '#!/bin/sh\n',
        },
        {
          path: 'tenants/payments/link',
          mode: '120000',
          content: 'tenant.yaml',
        },
        { path: 'tenants/payments/blob', mode: '100644', sha: blob.sha },
        // Valid on GitHub, and what some tools send: no mode at all.
        { path: 'umlaut-ä.yaml', content: 'a: ä\n' },
      ],
      base,
    );
    expect(await pathsOf(data.sha)).toEqual([
      'README.md',
      'tenants/ledger/tenant.yaml',
      'tenants/payments/blob',
      'tenants/payments/link',
      'tenants/payments/run.sh',
      'tenants/payments/tenant.yaml',
      'umlaut-ä.yaml',
    ]);
  });

  it('equal what git itself would write', async () => {
    const base = await forge.headOf('main');
    const { data } = await createTree(
      [{ path: 'z/y.yaml', content: 'y: 1\n' }],
      base,
    );
    const directory = `${forge.dataDir}/oracle`;
    await git([
      'clone',
      '--quiet',
      `${forge.forge.url}/platform/tenants.git`,
      directory,
    ]);
    const blob = createHash('sha1').update('blob 5\0y: 1\n').digest('hex');
    await git([
      '-C',
      directory,
      'update-index',
      '--add',
      '--cacheinfo',
      `100644,${blob},z/y.yaml`,
    ]);
    const tree = await git(['-C', directory, 'write-tree', '--missing-ok']);
    expect(data.sha).toBe(tree.trim());
  });

  it('lose files and whole folders, and what becomes empty with them', async () => {
    const { data: base } = await createTree([
      { path: 'a/b/one.yaml', content: '1' },
      { path: 'a/b/two.yaml', content: '2' },
      { path: 'c/three.yaml', content: '3' },
      { path: 'four.yaml', content: '4' },
    ]);
    const { data: less } = await createTree(
      [
        { path: 'a/b', mode: '040000', sha: null },
        { path: 'c/three.yaml', mode: '100644', sha: null },
      ],
      base.sha,
    );
    expect(await pathsOf(less.sha)).toEqual(['four.yaml']);
  });

  it('let a file become a folder', async () => {
    const { data: base } = await createTree([{ path: 'x', content: 'file' }]);
    const { data } = await createTree(
      [{ path: 'x/y', content: 'inside' }],
      base.sha,
    );
    expect(await pathsOf(data.sha)).toEqual(['x/y']);
  });

  it('refuse to delete what is not there', async () => {
    const base = await forge.headOf('main');
    const call = createTree(
      [{ path: 'no/such.yaml', mode: '100644', sha: null }],
      base,
    );
    expect(await refusalOf(call)).toMatchObject({ status: 422 });
  });

  it.each([
    '../escape',
    '/absolute',
    'a//b',
    'a/./b',
    'a/../b',
    '.git/config',
    'a/.GIT/hooks/post-checkout',
    'a/.git /x',
    'git~1/config',
    'a/.g\u200cit/config',
    'new\nline',
    'nul\0byte',
    'back\\slash',
    '',
  ])('refuse the path %j', async path => {
    const call = createTree([{ path, content: 'x' }]);
    expect(await refusalOf(call)).toMatchObject({ status: 422 });
  });

  it('refuse objects that are missing or of another kind', async () => {
    const main = await forge.headOf('main');
    for (const sha of [main, 'c0ffee'.padEnd(40, '0')]) {
      const call = createTree([{ path: 'x', mode: '100644', sha }]);
      expect(await refusalOf(call)).toMatchObject({ status: 422 });
    }
    const base = createTree(
      [{ path: 'x', content: '' }],
      'c0ffee'.padEnd(40, '0'),
    );
    expect(await refusalOf(base)).toMatchObject({ status: 422 });
  });

  it('of 300 files are written quickly', async () => {
    const files = Array.from({ length: 300 }, (_, index) => ({
      path: `bulk/${index % 20}/${index}.yaml`,
      content: `index: ${index}\n`,
    }));
    const started = performance.now();
    const { data } = await createTree(files);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect((await pathsOf(data.sha)).length).toBe(300);
  });
});

describe('commits', () => {
  it('have the id that follows from what they say', async () => {
    const parent = await forge.headOf('main');
    const { data: parentCommit } = await forge
      .as()
      .git.getCommit({ ...repo, commit_sha: parent });
    const input = {
      ...repo,
      message: 'payments: new tenant\n\nRequest-Id: 42',
      tree: parentCommit.tree.sha,
      parents: [parent],
      author: {
        name: 'Ada Leads',
        email: 'ada@example.com',
        date: '2026-03-04T05:06:07+02:00',
      },
    };
    const { data: first } = await forge.as(portal).git.createCommit(input);
    const { data: second } = await forge.as(portal).git.createCommit(input);
    const seconds = Date.parse(input.author.date) / 1000;
    const body = [
      `tree ${input.tree}`,
      `parent ${parent}`,
      `author Ada Leads <ada@example.com> ${seconds} +0200`,
      `committer Ada Leads <ada@example.com> ${seconds} +0200`,
      '',
      input.message,
    ].join('\n');
    const expected = createHash('sha1')
      .update(`commit ${Buffer.byteLength(body)}\0${body}`)
      .digest('hex');
    expect(first.sha).toBe(expected);
    expect(second.sha).toBe(expected);
    expect(first.author).toEqual({
      name: 'Ada Leads',
      email: 'ada@example.com',
      date: '2026-03-04T03:06:07Z',
    });
  });

  it('are by whoever asks when nobody is named', async () => {
    const sha = await forge.branch('unnamed', { 'x.yaml': 'x: 1\n' });
    const { data } = await forge.as().repos.getCommit({ ...repo, ref: sha });
    expect(data.commit.author).toMatchObject({
      name: portal.name,
      email: portal.email,
    });
    expect(data.author?.login).toBe(portal.login);
    expect(data.files?.map(({ filename }) => filename)).toEqual(['x.yaml']);
    expect(data.stats).toMatchObject({ additions: 1, deletions: 0 });
  });

  it.each([
    [{ tree: 'c0ffee'.padEnd(40, '0') }, 'Tree SHA does not exist'],
    [{ parents: ['--all'] }, 'Parent SHA does not exist'],
    [{ author: { name: 'x>\n', email: 'x@example.com' } }, 'Validation Failed'],
    [{ author: { name: '', email: 'x@example.com' } }, 'Validation Failed'],
    [
      { author: { name: 'x', email: 'x@y', date: 'soon' } },
      'Validation Failed',
    ],
    [{ message: 'nul \0 byte' }, 'Validation Failed'],
  ])('refuse %j', async (wrong, message) => {
    const { data } = await createTree([{ path: 'x', content: 'x' }]);
    const call = forge.as(portal).git.createCommit({
      ...repo,
      message: 'x',
      tree: data.sha,
      ...wrong,
    });
    const refusal = await refusalOf(call);
    expect(refusal.status).toBe(422);
    expect(refusal.message).toContain(message);
  });

  it('are compared since they parted', async () => {
    await forge.branch('compared', { 'README.md': '# Changed\n' });
    const { data } = await forge.as().repos.compareCommitsWithBasehead({
      ...repo,
      basehead: 'main...compared',
    });
    expect(data).toMatchObject({
      status: 'ahead',
      ahead_by: 1,
      behind_by: 0,
      total_commits: 1,
    });
    expect(data.files?.[0]).toMatchObject({
      filename: 'README.md',
      status: 'modified',
      patch: '@@ -1 +1 @@\n-# Tenants\n+# Changed',
    });
    const same = await forge.as().repos.compareCommitsWithBasehead({
      ...repo,
      basehead: 'main...main',
    });
    expect(same.data.status).toBe('identical');
  });

  it('are listed page by page', async () => {
    for (const index of [1, 2, 3]) {
      await forge.as(portal).repos.createOrUpdateFileContents({
        ...repo,
        path: `paged/${index}.yaml`,
        message: `Page ${index}`,
        content: '',
      });
    }
    const first = await forge.as().repos.listCommits({
      ...repo,
      path: 'paged',
      per_page: 2,
    });
    expect(first.data.map(({ commit }) => commit.message)).toEqual([
      'Page 3',
      'Page 2',
    ]);
    expect(first.headers.link).toContain('rel="next"');
    const all = await forge.as().paginate('GET /repos/{owner}/{repo}/commits', {
      ...repo,
      path: 'paged',
      per_page: 2,
    });
    expect(all.length).toBe(3);
  });
});
