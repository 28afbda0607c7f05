import type { Forge } from '@tenantry/forge';
import { BranchTakenError } from '../errors';
import { paymentsRequest } from '../__testUtils__/fleet';
import {
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
async function pullRequests() {
  const { owner, repo, octokit } = repository;
  const { data } = await octokit.rest.pulls.list({ owner, repo, state: 'all' });
  return data;
}

describe('a change', () => {
  it.each(['merge', 'squash'] as const)(
    'uses the branch that a %s left behind',
    async method => {
      const first = await repository.request(paymentsRequest);
      await repository.merge(first.pullRequestNumber ?? 0, method);
      const proposal = await repository.prepare(smaller);
      const second = await repository.propose(proposal);
      expect(second).toMatchObject({ changed: true, pullRequestNumber: 2 });
      const tip = await repository.tip('tenantry/payments');
      expect(tip).toBe(second.commitSha);
      const tree = await repository.mirror.tree(tip ?? '');
      expect(tree.paths('clusters/prod-1/tenants/payments/')).toEqual([]);
      expect(tree.paths('clusters/dev-1/tenants/payments/')).not.toEqual([]);
      expect(proposal.plan.risk.level).toBe('high');
    },
  );

  it('that was merged and then reverted can be asked for again', async () => {
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
    expect(again).toMatchObject({ changed: true, pullRequestNumber: 2 });
  });
});

describe('a branch that is taken', () => {
  async function mustBeRefused(request: unknown) {
    const before = await repository.tip('tenantry/payments');
    const proposal = await repository.prepare(request);
    const error = await repository.propose(proposal).catch(caught => caught);
    expect(error).toBeInstanceOf(BranchTakenError);
    expect(error.message).toContain('tenantry/payments');
    expect(await repository.tip('tenantry/payments')).toBe(before);
    return error;
  }

  it('by a different request names its pull request and the way out', async () => {
    const first = await repository.request(paymentsRequest);
    const error = await mustBeRefused(smaller);
    expect(error.pullRequestUrl).toBe(first.pullRequestUrl);
    expect(error.message).toMatch(
      /holds another request for payments \(pull request #1\)\. Merge or close http/,
    );
    expect(error.message).toContain(first.pullRequestUrl);
  });

  it('by a reviewer’s commit on top is never overwritten', async () => {
    await repository.request(paymentsRequest);
    await repository.commit(
      'tenantry/payments',
      'tenants/payments/notes.md',
      'mine',
    );
    const error = await mustBeRefused(paymentsRequest);
    expect(error.message).toContain(
      'a commit of Robin Reviewer, which is never overwritten',
    );
  });

  it('by somebody’s own branch without a pull request says to delete it', async () => {
    const { owner, repo, octokit } = repository;
    const { head } = await repository.mirror.fetch();
    await octokit.rest.git.createRef({
      owner,
      repo,
      ref: 'refs/heads/tenantry/payments',
      sha: head,
    });
    await repository.commit('tenantry/payments', 'x.md', 'mine');
    const error = await mustBeRefused(paymentsRequest);
    expect(error.message).toContain('Delete the branch tenantry/payments');
    expect(await pullRequests()).toEqual([]);
  });

  it('by a pull request that was closed without merging asks, until its branch is gone', async () => {
    const { owner, repo, octokit } = repository;
    await repository.request(paymentsRequest);
    await octokit.rest.pulls.update({
      owner,
      repo,
      pull_number: 1,
      state: 'closed',
    });
    const error = await mustBeRefused(paymentsRequest);
    expect(error.message).toMatch(
      /#1, which was closed without merging.*Reopen http/,
    );
    await octokit.rest.git.deleteRef({
      owner,
      repo,
      ref: 'heads/tenantry/payments',
    });
    expect(await repository.request(paymentsRequest)).toMatchObject({
      changed: true,
      pullRequestNumber: 2,
    });
  });

  it('by commits pushed after its merge is not renewed', async () => {
    const first = await repository.request(paymentsRequest);
    await repository.merge(first.pullRequestNumber ?? 0);
    await repository.commit(
      'tenantry/payments',
      'tenants/payments/notes.md',
      'mine',
    );
    const error = await mustBeRefused(smaller);
    expect(error.message).toContain('a commit of Robin Reviewer');
  });
});
