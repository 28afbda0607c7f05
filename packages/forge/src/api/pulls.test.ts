import {
  git,
  portal,
  refusalOf,
  repo,
  reviewer,
  startTestForge,
  type TestForge,
} from '../__testUtils__/harness';

let forge: TestForge;

beforeAll(async () => {
  forge = await startTestForge();
});
afterAll(() => forge.stop());

const pullsAs = (user = portal) => forge.as(user).pulls;

async function getPull(number: number) {
  const { data } = await pullsAs().get({ ...repo, pull_number: number });
  return data;
}

describe('a pull request', () => {
  it('is opened, read, listed and changed', async () => {
    const { number, head } = await forge.pull('tenant/payments', {
      'tenants/payments/tenant.yaml': 'name: payments\n',
      'tenants/payments/network.yaml': 'egress: []\n',
    });
    const pull = await getPull(number);
    expect(pull).toMatchObject({
      number,
      state: 'open',
      draft: false,
      merged: false,
      mergeable: true,
      mergeable_state: 'clean',
      commits: 1,
      changed_files: 2,
      additions: 2,
      deletions: 0,
      user: { login: portal.login, type: 'User' },
      head: {
        ref: 'tenant/payments',
        label: 'platform:tenant/payments',
        sha: head,
      },
      base: { ref: 'main' },
      html_url: `${forge.forge.url}/platform/tenants/pull/${number}`,
    });

    const listed = await pullsAs().list({
      ...repo,
      head: 'platform:tenant/payments',
      state: 'all',
    });
    expect(listed.data.map(found => found.number)).toEqual([number]);
    const other = await pullsAs().list({
      ...repo,
      head: 'someone:tenant/payments',
    });
    expect(other.data).toEqual([]);

    const { data: changed } = await pullsAs().update({
      ...repo,
      pull_number: number,
      title: 'payments: new tenant',
      body: 'Asked in the portal.',
    });
    expect(changed).toMatchObject({
      title: 'payments: new tenant',
      body: 'Asked in the portal.',
    });

    const files = await pullsAs().listFiles({ ...repo, pull_number: number });
    expect(files.data).toMatchObject([
      { filename: 'tenants/payments/network.yaml', status: 'added' },
      {
        filename: 'tenants/payments/tenant.yaml',
        patch: '@@ -0,0 +1 @@\n+name: payments',
      },
    ]);
    const commits = await pullsAs().listCommits({
      ...repo,
      pull_number: number,
    });
    expect(commits.data.map(({ sha }) => sha)).toEqual([head]);
  });

  it('is opened once for a branch', async () => {
    await forge.pull('twice', { 'twice.yaml': 'a: 1\n' });
    const again = pullsAs().create({
      ...repo,
      title: 'Again',
      head: 'platform:twice',
      base: 'main',
    });
    expect(await refusalOf(again)).toMatchObject({
      status: 422,
      message: 'Validation Failed',
      errors: [
        {
          resource: 'PullRequest',
          code: 'custom',
          message: 'A pull request already exists for platform:twice.',
        },
      ],
    });
  });

  it.each([
    [{ head: 'missing' }, [{ field: 'head', code: 'invalid' }]],
    [{ base: 'missing' }, [{ field: 'base', code: 'invalid' }]],
    [{ head: 'somebody:fork' }, [{ field: 'head', code: 'invalid' }]],
    [{ head: 'main' }, [{ message: 'No commits between main and main' }]],
    [{ title: '' }, [{ field: 'title' }]],
  ])('is refused with %j', async (wrong, errors) => {
    await forge.branch('fine', { 'fine.yaml': 'a: 1\n' }).catch(() => {});
    const call = pullsAs().create({
      ...repo,
      title: 'Fine',
      head: 'fine',
      base: 'main',
      ...wrong,
    });
    expect(await refusalOf(call)).toMatchObject({ status: 422, errors });
  });

  it('follows its branch, and keeps its commits when that is deleted', async () => {
    const { number, head } = await forge.pull('moving', { 'm.yaml': 'a: 1\n' });
    const { data: commit } = await forge.as(portal).git.createCommit({
      ...repo,
      message: 'More',
      tree: (
        await forge.as().git.getCommit({ ...repo, commit_sha: head })
      ).data.tree.sha,
      parents: [head],
    });
    await forge.as(portal).git.updateRef({
      ...repo,
      ref: 'heads/moving',
      sha: commit.sha,
    });
    expect(await getPull(number)).toMatchObject({
      commits: 2,
      head: { sha: commit.sha },
    });

    await forge.as(portal).git.deleteRef({ ...repo, ref: 'heads/moving' });
    expect(await getPull(number)).toMatchObject({
      state: 'closed',
      merged: false,
      head: { sha: commit.sha },
    });
    const kept = await git([
      'ls-remote',
      `${forge.forge.url}/platform/tenants.git`,
      `refs/pull/${number}/head`,
    ]);
    expect(kept).toContain(commit.sha);
  });

  it('is closed and reopened', async () => {
    const { number } = await forge.pull('reopened', { 'r.yaml': 'a: 1\n' });
    const update = (state: 'open' | 'closed') =>
      pullsAs().update({ ...repo, pull_number: number, state });
    expect((await update('closed')).data).toMatchObject({
      state: 'closed',
      closed_at: expect.any(String),
    });
    expect((await update('open')).data).toMatchObject({
      state: 'open',
      closed_at: null,
    });
  });

  it('as a draft is not merged before it is ready', async () => {
    await forge.branch('drafted', { 'd.yaml': 'a: 1\n' });
    const { data: draft } = await pullsAs().create({
      ...repo,
      title: 'Draft',
      head: 'drafted',
      base: 'main',
      draft: true,
    });
    const merge = () =>
      pullsAs(reviewer).merge({ ...repo, pull_number: draft.number });
    expect(await refusalOf(merge())).toMatchObject({ status: 405 });
    await forge.as(portal).graphql(
      `mutation ($id: ID!) {
        markPullRequestReadyForReview(input: { pullRequestId: $id }) { pullRequest { isDraft } }
      }`,
      { id: draft.node_id },
    );
    expect((await merge()).data.merged).toBe(true);
  });
});

describe('merging', () => {
  it('keeps what two pull requests from one base brought', async () => {
    const one = await forge.pull('one', {
      'tenants/one/tenant.yaml': 'name: one\n',
    });
    const two = await forge.pull('two', {
      'tenants/two/tenant.yaml': 'name: two\n',
    });
    const merge = (pull_number: number) =>
      pullsAs(reviewer).merge({ ...repo, pull_number });
    // Octokit sends no body at all here.
    const { data: first } = await merge(one.number);
    const { data: second } = await merge(two.number);
    expect(second).toMatchObject({ merged: true });
    expect(await forge.headOf('main')).toBe(second.sha);

    const { data: commit } = await forge
      .as()
      .repos.getCommit({ ...repo, ref: second.sha });
    expect(commit.parents.map(({ sha }) => sha)).toEqual([first.sha, two.head]);
    expect(commit.commit.message).toBe(
      `Merge pull request #${two.number} from platform/two\n\npayments: two`,
    );
    expect(commit.author?.login).toBe(reviewer.login);
    const { data: tree } = await forge
      .as()
      .git.getTree({ ...repo, tree_sha: 'main', recursive: 'true' });
    const paths = tree.tree.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'tenants/one/tenant.yaml',
        'tenants/two/tenant.yaml',
      ]),
    );
    expect(await getPull(two.number)).toMatchObject({
      merged: true,
      state: 'closed',
      merge_commit_sha: second.sha,
      merged_by: { login: reviewer.login },
      // Still what it brought, not what main has got since.
      changed_files: 1,
      commits: 1,
    });
  });

  it('squashes into one commit when asked', async () => {
    const { number } = await forge.pull('squashed', { 's.yaml': 'a: 1\n' });
    const before = await forge.headOf('main');
    const { data } = await pullsAs(reviewer).merge({
      ...repo,
      pull_number: number,
      merge_method: 'squash',
      commit_title: 'One commit',
      commit_message: 'And why',
    });
    const { data: commit } = await forge
      .as()
      .git.getCommit({ ...repo, commit_sha: data.sha });
    expect(commit.parents.map(({ sha }) => sha)).toEqual([before]);
    expect(commit.message).toBe('One commit\n\nAnd why');
  });

  it('is refused on conflict and changes nothing', async () => {
    const path = 'tenants/ledger/tenant.yaml';
    const big = await forge.pull('big', {
      [path]: 'name: ledger\nsize: large\nteam: Ledger\n',
    });
    const tiny = await forge.pull('tiny', {
      [path]: 'name: ledger\nsize: tiny\nteam: Ledger\n',
    });
    await pullsAs(reviewer).merge({ ...repo, pull_number: big.number });
    const main = await forge.headOf('main');
    expect(await getPull(tiny.number)).toMatchObject({
      mergeable: false,
      mergeable_state: 'dirty',
    });
    const merge = pullsAs(reviewer).merge({
      ...repo,
      pull_number: tiny.number,
    });
    expect(await refusalOf(merge)).toMatchObject({
      status: 405,
      message: 'Pull Request is not mergeable',
    });
    expect(await forge.headOf('main')).toBe(main);
    expect((await getPull(tiny.number)).state).toBe('open');
  });

  it('is refused when the head is not the one seen', async () => {
    const { number } = await forge.pull('unseen', { 'u.yaml': 'a: 1\n' });
    const merge = pullsAs(reviewer).merge({
      ...repo,
      pull_number: number,
      sha: await forge.headOf('main'),
    });
    expect(await refusalOf(merge)).toMatchObject({
      status: 409,
      message: expect.stringContaining('Head branch was modified'),
    });
  });

  it('happens once, however many ask at once', async () => {
    const { number } = await forge.pull('raced', { 'race.yaml': 'a: 1\n' });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () =>
        pullsAs(reviewer).merge({ ...repo, pull_number: number }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(
      1,
    );
  });

  it('loses nothing when many merge at once', async () => {
    const pulls = [];
    for (const name of ['m1', 'm2', 'm3', 'm4', 'm5']) {
      pulls.push(
        await forge.pull(name, { [`many/${name}.yaml`]: `name: ${name}\n` }),
      );
    }
    await Promise.all(
      pulls.map(({ number }) =>
        pullsAs(reviewer).merge({ ...repo, pull_number: number }),
      ),
    );
    const { data } = await forge
      .as()
      .repos.getContent({ ...repo, path: 'many' });
    expect(data).toHaveLength(5);
  });

  it('is noticed when the base gets the commits another way', async () => {
    const { number, head } = await forge.pull('direct', {
      'direct.yaml': 'a: 1\n',
    });
    await forge
      .as(portal)
      .git.updateRef({ ...repo, ref: 'heads/main', sha: head });
    expect(await getPull(number)).toMatchObject({
      merged: true,
      merge_commit_sha: head,
      changed_files: 1,
    });
  });

  it('is allowed again for a branch whose pull request is done', async () => {
    const { number } = await forge.pull('again', { 'again.yaml': 'a: 1\n' });
    await pullsAs(reviewer).merge({ ...repo, pull_number: number });
    await forge.as(portal).git.deleteRef({ ...repo, ref: 'heads/again' });
    const second = await forge.pull('again', { 'again.yaml': 'a: 2\n' });
    expect(second.number).toBeGreaterThan(number);
  });

  it('leaves a repository that git finds nothing wrong with', async () => {
    const report = await git([
      `--git-dir=${forge.dataDir}/repositories/platform/tenants.git`,
      'fsck',
      '--strict',
      '--full',
    ]);
    expect(report.replace(/^dangling .*\n/gm, '')).toBe('');
    expect(forge.warnings).toEqual([]);
  });
});
