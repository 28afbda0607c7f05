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

describe('refs', () => {
  it('are created, read, listed and deleted', async () => {
    const api = forge.as(portal).git;
    const sha = await forge.headOf('main');
    const ref = 'refs/heads/tenant/payments/1';
    const created = await api.createRef({ ...repo, ref, sha });
    expect(created.status).toBe(201);
    expect(created.data).toMatchObject({
      ref,
      object: { sha, type: 'commit' },
    });

    expect(await forge.headOf('tenant/payments/1')).toBe(sha);
    const matching = await api.listMatchingRefs({
      ...repo,
      ref: 'heads/tenant/pay',
    });
    expect(matching.data.map(found => found.ref)).toEqual([ref]);

    await api.deleteRef({ ...repo, ref: 'heads/tenant/payments/1' });
    const gone = api.getRef({ ...repo, ref: 'heads/tenant/payments/1' });
    expect(await refusalOf(gone)).toMatchObject({ status: 404 });
  });

  it('move forward freely and back only by force', async () => {
    const api = forge.as(portal).git;
    const main = await forge.headOf('main');
    const ahead = await forge.branch('forward', { 'a.yaml': 'a: 1\n' });
    const ref = 'heads/forward';
    const back = { ...repo, ref, sha: main };
    expect(await refusalOf(api.updateRef(back))).toMatchObject({
      status: 422,
      message: 'Update is not a fast forward',
    });
    await api.updateRef({ ...back, force: true });
    expect(await forge.headOf('forward')).toBe(main);
    await api.updateRef({ ...repo, ref, sha: ahead });
    expect(await forge.headOf('forward')).toBe(ahead);
  });

  it('are not created twice, not even at once', async () => {
    const sha = await forge.headOf('main');
    const attempt = () =>
      forge.as(portal).git.createRef({ ...repo, ref: 'refs/heads/once', sha });
    const outcomes = await Promise.allSettled([
      attempt(),
      attempt(),
      attempt(),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(
      1,
    );
    expect(await refusalOf(attempt())).toMatchObject({
      status: 422,
      message: 'Reference already exists',
    });
  });

  it.each([
    'heads/no-refs-before',
    'refs/heads/../../escape',
    'refs/heads/a..b',
    'refs/heads/a b',
    'refs/heads/.hidden',
    'refs/heads/x.lock',
    'refs/heads/-option',
    'refs/heads/x@{1}',
    'refs/heads/new\nline',
    'refs/heads/',
    'refs/pull/1/head',
    `refs/heads/${'a'.repeat(40)}`,
  ])('refuse the name %j', async ref => {
    const sha = await forge.headOf('main');
    const created = forge.as(portal).git.createRef({ ...repo, ref, sha });
    expect(await refusalOf(created)).toMatchObject({ status: 422 });
  });

  it('point to something that exists', async () => {
    const api = forge.as(portal).git;
    const ref = 'refs/heads/nowhere';
    const missing = api.createRef({
      ...repo,
      ref,
      sha: 'c0ffee'.padEnd(40, '0'),
    });
    expect(await refusalOf(missing)).toMatchObject({
      status: 422,
      message: 'Object does not exist',
    });
    const { data: blob } = await api.createBlob({ ...repo, content: 'x' });
    const branchAtBlob = api.createRef({ ...repo, ref, sha: blob.sha });
    expect(await refusalOf(branchAtBlob)).toMatchObject({ status: 422 });
  });

  it('keep the default branch', async () => {
    const deletion = forge
      .as(portal)
      .git.deleteRef({ ...repo, ref: 'heads/main' });
    expect(await refusalOf(deletion)).toMatchObject({ status: 422 });
  });

  it('do not stand in each other’s way', async () => {
    const api = forge.as(portal).git;
    const sha = await forge.headOf('main');
    await api.createRef({ ...repo, ref: 'refs/heads/dir', sha });
    const inside = api.createRef({ ...repo, ref: 'refs/heads/dir/x', sha });
    expect(await refusalOf(inside)).toMatchObject({ status: 422 });
  });
});

describe('smart HTTP', () => {
  const url = () => `${forge.forge.url}/platform/tenants.git`;

  it('clones and fetches with the stock git', async () => {
    const directory = `${forge.dataDir}/clone`;
    await git(['clone', '--quiet', url(), directory]);
    const head = await git(['-C', directory, 'rev-parse', 'HEAD']);
    expect(head.trim()).toBe(await forge.headOf('main'));

    const sha = await forge.branch('fetched', { 'b.yaml': 'b: 1\n' });
    await git(['-C', directory, 'fetch', '--quiet', 'origin', 'fetched']);
    const fetched = await git(['-C', directory, 'rev-parse', 'FETCH_HEAD']);
    expect(fetched.trim()).toBe(sha);
    await git(['-C', directory, 'fsck', '--strict']);
  });

  it('serves shallow and partial clones', async () => {
    const directory = `${forge.dataDir}/shallow`;
    const options = ['--quiet', '--depth=1', '--filter=blob:none'];
    await git(['clone', ...options, url(), directory]);
    const log = await git(['-C', directory, 'log', '--format=%s']);
    expect(log).toBe('Initial commit\n');
  });

  it('takes no push, with or without a token', async () => {
    const directory = `${forge.dataDir}/pusher`;
    const own = url().replace('://', `://x:${portal.token}@`);
    await git(['clone', '--quiet', own, directory]);
    await expect(
      git(['-C', directory, 'push', 'origin', 'HEAD:refs/heads/pushed']),
    ).rejects.toThrow(/403/);
    const refs = await git(['ls-remote', url(), 'refs/heads/pushed']);
    expect(refs).toBe('');
  });

  it('refuses a wrong token even for reading', async () => {
    // Git itself keeps a token back until it is asked for one.
    const response = await fetch(`${url()}/info/refs?service=git-upload-pack`, {
      headers: { Authorization: `Basic ${btoa('x:wrong-token')}` },
    });
    expect(response.status).toBe(401);
  });

  it('knows no repository by a path', async () => {
    for (const path of ['/platform/nothing.git', '/platform/..%2f..%2fx.git']) {
      const response = await fetch(
        `${forge.forge.url}${path}/info/refs?service=git-upload-pack`,
      );
      expect(response.status).toBe(404);
    }
  });
});
