import type { Forge } from '@tenantry/forge';
import { BranchConflictError, BranchTakenError } from '../errors';
import { paymentsRequest } from '../__testUtils__/fleet';
import {
  recordCalls,
  startTestForge,
  testRepository,
  type TestRepository,
} from '../__testUtils__/forgeFixture';
import { removeTemporaryFolders } from '../__testUtils__/gitFixture';

// Each test has a git repository of its own, and many processes.
jest.setTimeout(30_000);

let forge: Forge;
let repository: TestRepository;

beforeAll(async () => {
  forge = await startTestForge();
});
beforeEach(async () => {
  repository = await testRepository(forge);
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => {
  await forge.close();
  removeTemporaryFolders();
});

const [dev] = paymentsRequest.environments;
const smaller = { ...paymentsRequest, environments: [dev] };
const renamed = { ...paymentsRequest, title: 'Payments and refunds' };
const branch = 'tenantry/payments';
const claim = 'tenants/payments/tenant.yaml';

async function pullRequests() {
  const { owner, repo, octokit } = repository;
  const { data } = await octokit.rest.pulls.list({ owner, repo, state: 'all' });
  return data;
}

async function read(commit: string | undefined, path: string) {
  await repository.mirror.fetch();
  return (await repository.mirror.tree(commit ?? '')).read(path);
}

/** Somebody edits a file on the tenant's branch. */
async function edit(path: string, change: (text: string) => string) {
  const tip = await repository.tip(branch);
  const text = (await read(tip, path)) ?? '';
  const { owner, repo, octokit } = repository;
  const { data } = await octokit.rest.repos.getContent({
    owner,
    repo,
    path,
    ref: branch,
  });
  const { sha } = data as { sha: string };
  return repository.commit(branch, path, change(text), sha);
}

async function refusal(request: unknown) {
  const before = await repository.tip(branch);
  const proposal = await repository.prepare(request);
  const error = await repository.propose(proposal).catch(caught => caught);
  expect(await repository.tip(branch)).toBe(before);
  return error;
}

describe('another request while one is open', () => {
  it('is a commit on top of it, in six calls', async () => {
    const first = await repository.request(paymentsRequest);
    const proposal = await repository.prepare(smaller);
    const calls = recordCalls(forge);
    const second = await repository.propose(proposal);
    expect(calls).toEqual([
      'GET /git/ref/heads/main',
      'GET /pulls',
      'POST /git/trees',
      'POST /git/commits',
      'PATCH /git/refs/heads/tenantry/payments',
      'PATCH /pulls/1',
    ]);
    expect(second).toEqual({
      ...first,
      commitSha: await repository.tip(branch),
      change: 'updated',
    });
    expect(await repository.git('rev-parse', `${branch}^`)).toBe(
      first.commitSha,
    );
    const tree = await repository.mirror.tree(second.commitSha ?? '');
    for (const { path, content, change } of proposal.changes)
      expect(tree.read(path)).toBe(change === 'removed' ? undefined : content);
    expect(tree.paths('clusters/prod-1/tenants/payments/')).toEqual([]);
    const [pull, ...others] = await pullRequests();
    expect(others).toEqual([]);
    expect(pull.title).toBe(proposal.title);
    expect(pull.body).toContain(proposal.describe([], 2).trim());
    expect(pull.body).toContain('It is request 2 on this branch');
  });

  it('leaves what people committed beside, and their text around ours', async () => {
    await repository.request(paymentsRequest);
    const notes = 'tenants/payments/notes.md';
    await repository.commit(branch, notes, 'mine');
    const { owner, repo, octokit } = repository;
    const [{ body }] = await pullRequests();
    await octokit.rest.pulls.update({
      owner,
      repo,
      pull_number: 1,
      title: 'A title of my own',
      body: `Please look at prod first.\n\n${body}`,
    });
    const proposal = await repository.prepare(smaller);
    expect(await repository.propose(proposal)).toMatchObject({
      change: 'updated',
      pullRequestNumber: 1,
      warnings: [],
    });
    expect(await read(await repository.tip(branch), notes)).toBe('mine');
    const [pull] = await pullRequests();
    expect(pull.title).toBe('A title of my own');
    expect(pull.body).toMatch(/^Please look at prod first/);
    expect(pull.body).toContain(proposal.describe([], 2).trim());
  });

  it('says so when the description is no longer ours', async () => {
    await repository.request(paymentsRequest);
    const { owner, repo, octokit } = repository;
    await octokit.rest.pulls.update({
      owner,
      repo,
      pull_number: 1,
      body: 'All mine.',
    });
    const { warnings } = await repository.request(smaller);
    expect(warnings).toEqual([
      expect.stringContaining('description of pull request #1 was rewritten'),
    ]);
    expect((await pullRequests())[0].body).toBe('All mine.');
  });

  it('names everybody who asked, the newest first', async () => {
    await repository.request(paymentsRequest, 'user:default/ada');
    await repository.request(renamed, 'user:default/grace');
    const [pull] = await pullRequests();
    expect(pull.body).toMatch(
      /Asked by user:default\/grace\. Before, on this branch: user:default\/ada\./,
    );
  });

  it('that wants a file otherwise than a person on the branch names file, person and way out', async () => {
    await repository.request(paymentsRequest);
    await edit(claim, text => text.replace('Payments', 'Payments of Robin'));
    const error = await refusal(renamed);
    expect(error).toBeInstanceOf(BranchConflictError);
    expect(error.message).toContain(`${claim} (Robin Reviewer)`);
    expect(error.message).toMatch(/Merge http.*\/pull\/1 first, or take/);
    expect(error.clashes).toEqual([{ path: claim, author: 'Robin Reviewer' }]);
  });

  it('that wants the same of that file as before keeps the person’s version', async () => {
    await repository.request(paymentsRequest);
    const path = 'clusters/dev-1/tenants/payments/payments-dev.namespace.yaml';
    const edited = await edit(path, text => `# looked at\n${text}`);
    expect(await repository.request(paymentsRequest)).toMatchObject({
      change: 'none',
      commitSha: edited,
    });
    expect(await repository.request(smaller)).toMatchObject({
      change: 'updated',
    });
    expect(await read(await repository.tip(branch), path)).toMatch(
      /^# looked at/,
    );
    // It stays a person's, however many requests came in between.
    const error = await refusal({ ...smaller, title: 'Another title' });
    expect(error).toBeInstanceOf(BranchConflictError);
  });

  it('is not lost when the branch moves under it', async () => {
    await repository.request(paymentsRequest);
    const proposal = await repository.prepare(smaller);
    const notes = 'tenants/payments/notes.md';
    jest
      .spyOn(repository.octokit.rest.git, 'updateRef')
      .mockImplementationOnce((async () => {
        await repository.commit(branch, notes, 'mine');
        throw Object.assign(new Error('Update is not a fast forward'), {
          status: 422,
          response: { headers: {} },
        });
      }) as never);
    expect(await repository.propose(proposal)).toMatchObject({
      change: 'updated',
    });
    const tip = await repository.tip(branch);
    expect(await read(tip, notes)).toBe('mine');
    expect(await read(tip, claim)).toBe(
      proposal.changes.find(({ path }) => path === claim)?.content,
    );
  });

  it('of ten people at once leaves one pull request with every request in it', async () => {
    const proposals = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        repository.prepare({ ...paymentsRequest, title: `Payments ${index}` }),
      ),
    );
    const outcomes = await Promise.all(
      proposals.map(proposal => repository.propose(proposal)),
    );
    expect(outcomes.map(({ change }) => change)).toEqual([
      'opened',
      ...Array(9).fill('updated'),
    ]);
    expect(await pullRequests()).toHaveLength(1);
    const tip = await repository.tip(branch);
    expect(await read(tip, claim)).toContain('Payments 9');
    expect(await repository.git('rev-list', '--count', `main..${branch}`)).toBe(
      '10',
    );
  });

  it('that main holds already changes nothing, and says which pull request to close', async () => {
    const made = await repository.request(smaller);
    await repository.merge(made.pullRequestNumber ?? 0);
    await repository.request(paymentsRequest);
    const outcome = await repository.request(smaller);
    expect(outcome).toMatchObject({ change: 'none' });
    expect(outcome.warnings).toEqual([
      expect.stringMatching(/pull request #2 asks for something else: close/),
    ]);
  });
});

describe('an open request whose base has moved', () => {
  const notes = 'tenants/payments/notes.md';

  it('stays as it is where others were merged', async () => {
    const first = await repository.request(paymentsRequest);
    await repository.commit('main', 'README.md', 'moved');
    await repository.request(renamed);
    expect(await repository.git('rev-parse', `${branch}^`)).toBe(
      first.commitSha,
    );
    expect(
      await repository.git('rev-list', '--merges', `main..${branch}`),
    ).toBe('');
  });

  it('takes in what main changed in its own files, and loses nobody’s commit', async () => {
    const made = await repository.request(smaller);
    await repository.merge(made.pullRequestNumber ?? 0);
    await repository.request(renamed);
    await repository.commit(branch, notes, 'mine');
    // Somebody changes the tenant on main: both sides now have another version of its files.
    const tip = await repository.tip('main');
    const text = (await read(tip, claim)) ?? '';
    const { owner, repo, octokit } = repository;
    const { data } = await octokit.rest.repos.getContent({
      owner,
      repo,
      path: claim,
    });
    await repository.commit(
      'main',
      claim,
      text.replace('size: small', 'size: medium'),
      (data as { sha: string }).sha,
    );
    const proposal = await repository.prepare(renamed);
    expect(await repository.propose(proposal)).toMatchObject({
      change: 'updated',
      pullRequestNumber: 2,
    });
    const [first, second] = (
      await repository.git('log', '-1', '--format=%P', branch)
    ).split(' ');
    expect(second).toBe(await repository.tip('main'));
    expect(await repository.git('log', '-1', '--format=%an', first)).toBe(
      'Robin Reviewer',
    );
    const after = await repository.tip(branch);
    expect(await read(after, notes)).toBe('mine');
    for (const { path, content, change } of proposal.changes)
      expect(await read(after, path)).toBe(
        change === 'removed' ? undefined : content,
      );
    await repository.merge(2);
    expect(await read(await repository.tip('main'), notes)).toBe('mine');
    expect(await repository.request(renamed)).toMatchObject({ change: 'none' });
  });
});

describe('a branch without an open pull request', () => {
  it.each(['merge', 'squash'] as const)(
    'is used again after a %s',
    async method => {
      const first = await repository.request(paymentsRequest);
      await repository.merge(first.pullRequestNumber ?? 0, method);
      const proposal = await repository.prepare(smaller);
      const second = await repository.propose(proposal);
      expect(second).toMatchObject({ change: 'opened', pullRequestNumber: 2 });
      const tip = await repository.tip(branch);
      expect(tip).toBe(second.commitSha);
      const tree = await repository.mirror.tree(tip ?? '');
      expect(tree.paths('clusters/prod-1/tenants/payments/')).toEqual([]);
      expect(tree.paths('clusters/dev-1/tenants/payments/')).not.toEqual([]);
      expect(proposal.plan.risk.level).toBe('high');
      await repository.merge(2, method);
      const main = await repository.mirror.tree(
        (await repository.tip('main')) ?? '',
      );
      for (const { path, content, change } of proposal.changes)
        expect(main.read(path)).toBe(
          change === 'removed' ? undefined : content,
        );
    },
  );

  it('is used again after a merge that was reverted', async () => {
    const first = await repository.request(paymentsRequest);
    const { base } = await repository.prepare(paymentsRequest);
    await repository.merge(first.pullRequestNumber ?? 0);
    const { owner, repo, octokit } = repository;
    const { head } = await repository.mirror.fetch();
    const { data } = await octokit.rest.git.createCommit({
      owner,
      repo,
      message: 'Revert',
      tree: base.treeSha ?? '',
      parents: [head],
    });
    await octokit.rest.git.updateRef({
      owner,
      repo,
      ref: 'heads/main',
      sha: data.sha,
    });
    const again = await repository.request(paymentsRequest);
    expect(again).toMatchObject({ change: 'opened', pullRequestNumber: 2 });
  });

  it('that was left by a run which ended before its pull request gets one', async () => {
    const proposal = await repository.prepare(paymentsRequest);
    const cut = jest
      .spyOn(repository.octokit.rest.pulls, 'create')
      .mockRejectedValueOnce(new Error('cut off'));
    await expect(repository.propose(proposal)).rejects.toThrow('cut off');
    cut.mockRestore();
    expect(await repository.request(smaller)).toMatchObject({
      change: 'opened',
      pullRequestNumber: 1,
    });
    expect(await repository.git('rev-list', '--count', `main..${branch}`)).toBe(
      '2',
    );
  });

  it('that somebody works on is neither taken nor overwritten', async () => {
    const { owner, repo, octokit } = repository;
    const { head } = await repository.mirror.fetch();
    await octokit.rest.git.createRef({
      owner,
      repo,
      ref: `refs/heads/${branch}`,
      sha: head,
    });
    await repository.commit(branch, 'x.md', 'mine');
    const error = await refusal(paymentsRequest);
    expect(error).toBeInstanceOf(BranchTakenError);
    expect(error.message).toMatch(
      /a commit of Robin Reviewer that no open pull request shows.*Open a pull request for the branch tenantry\/payments, or delete it/,
    );
    expect(await pullRequests()).toEqual([]);
  });

  it('that has no history in common with main is not taken', async () => {
    const { owner, repo, octokit } = repository;
    const { base } = await repository.prepare(paymentsRequest);
    const { data } = await octokit.rest.git.createCommit({
      owner,
      repo,
      message: 'Start',
      tree: base.treeSha ?? '',
      parents: [],
    });
    await octokit.rest.git.createRef({
      owner,
      repo,
      ref: `refs/heads/${branch}`,
      sha: data.sha,
    });
    const error = await refusal(paymentsRequest);
    expect(error.message).toContain('no history in common');
  });

  it('whose request was turned down asks before it is made again', async () => {
    const { owner, repo, octokit } = repository;
    await repository.request(paymentsRequest);
    await octokit.rest.pulls.update({
      owner,
      repo,
      pull_number: 1,
      state: 'closed',
    });
    const error = await refusal(paymentsRequest);
    expect(error).toBeInstanceOf(BranchTakenError);
    expect(error.message).toMatch(/#1 was closed without merging.*Reopen http/);
    // Another request is another matter.
    expect(await repository.request(smaller)).toMatchObject({
      change: 'opened',
      pullRequestNumber: 2,
    });
  });

  it('with commits that were pushed after its merge is left alone', async () => {
    const first = await repository.request(paymentsRequest);
    await repository.merge(first.pullRequestNumber ?? 0);
    await repository.commit(branch, 'tenants/payments/notes.md', 'mine');
    const error = await refusal(smaller);
    expect(error.message).toContain('a commit of Robin Reviewer');
  });
});

describe('signed commits', () => {
  const signed = { commits: 'signed' } as const;

  async function propose(request: unknown) {
    return repository.propose(await repository.prepare(request), signed);
  }

  it('are made by the forge, four calls for a new request', async () => {
    const proposal = await repository.prepare(paymentsRequest);
    const calls = recordCalls(forge);
    const outcome = await repository.propose(proposal, signed);
    expect(calls).toEqual([
      'GET /git/ref/heads/main',
      'POST /git/refs',
      'POST /graphql',
      'POST /pulls',
    ]);
    expect(outcome).toMatchObject({ change: 'opened', pullRequestNumber: 1 });
    const tip = await repository.tip(branch);
    expect(tip).toBe(outcome.commitSha);
    const tree = await repository.mirror.tree(tip ?? '');
    for (const { path, content } of proposal.changes)
      expect(tree.read(path)).toBe(content);
    expect(await repository.git('log', '-1', '--format=%B', branch)).toBe(
      proposal.commitMessage.trim(),
    );
  });

  it('are known again by their files', async () => {
    const first = await propose(paymentsRequest);
    expect(await propose(paymentsRequest)).toEqual({
      ...first,
      change: 'none',
    });
    expect(await propose(smaller)).toMatchObject({
      change: 'updated',
      pullRequestNumber: 1,
    });
    expect(await repository.git('rev-parse', `${branch}^`)).toBe(
      first.commitSha,
    );
  });

  it('go on where a run ended before the commit, also on a base that moved since', async () => {
    const { owner, repo, octokit } = repository;
    const { head } = await repository.mirror.fetch();
    await octokit.rest.git.createRef({
      owner,
      repo,
      ref: `refs/heads/${branch}`,
      sha: head,
    });
    await repository.commit('main', 'README.md', 'moved');
    expect(await propose(paymentsRequest)).toMatchObject({ change: 'opened' });
    expect(await repository.git('rev-parse', `${branch}^`)).toBe(
      await repository.tip('main'),
    );
  });

  it('are made anew where the branch moved before them', async () => {
    await propose(paymentsRequest);
    const proposal = await repository.prepare(smaller);
    const stale = jest
      .spyOn(repository.octokit, 'graphql')
      .mockImplementationOnce((async () => {
        await repository.commit(branch, 'tenants/payments/notes.md', 'mine');
        throw Object.assign(new Error('stale'), {
          name: 'GraphqlResponseError',
          errors: [{ type: 'STALE_DATA', message: 'Expected branch to point' }],
        });
      }) as never);
    expect(await repository.propose(proposal, signed)).toMatchObject({
      change: 'updated',
    });
    expect(stale).toHaveBeenCalledTimes(2);
  });
});
