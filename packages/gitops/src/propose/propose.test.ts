import type { Forge } from '@tenantry/forge';
import {
  BadCredentialsError,
  BaseMovedError,
  ForgeUnreachableError,
  RepositoryMissingError,
} from '../errors';
import { paymentsRequest } from '../__testUtils__/fleet';
import {
  recordCalls,
  startTestForge,
  testRepository,
  token,
  type TestRepository,
} from '../__testUtils__/forgeFixture';
import { removeTemporaryFolders } from '../__testUtils__/gitFixture';
import { createClient } from './client';

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
const risk = {
  ...smaller,
  name: 'risk',
  title: 'Risk',
  owner: 'group:default/risk',
  access: { admins: ['risk-leads'] },
};

async function pullRequests() {
  const { owner, repo, octokit } = repository;
  const { data } = await octokit.rest.pulls.list({ owner, repo, state: 'all' });
  return data;
}

describe('a new request', () => {
  it('is one branch, one commit and one pull request in five calls', async () => {
    const proposal = await repository.prepare(paymentsRequest);
    const calls = recordCalls(forge);
    const outcome = await repository.propose(proposal);
    expect(calls).toEqual([
      'GET /git/ref/heads/main',
      'POST /git/trees',
      'POST /git/commits',
      'POST /git/refs',
      'POST /pulls',
    ]);
    expect(outcome).toMatchObject({
      branch: 'tenantry/payments',
      change: 'opened',
      pullRequestNumber: 1,
      warnings: [],
    });

    const [pull, ...others] = await pullRequests();
    expect(others).toEqual([]);
    expect(pull).toMatchObject({
      html_url: outcome.pullRequestUrl,
      title: proposal.title,
      body: expect.stringContaining(proposal.body.trim()),
      head: { ref: 'tenantry/payments', sha: outcome.commitSha },
      base: { ref: 'main' },
    });
    const log = await repository.git(
      'log',
      '--format=%H %P %ae %ce %at',
      'main..tenantry/payments',
    );
    const { commit, time } = proposal.base;
    const who = 'noreply@tenantry.dev';
    expect(log).toBe(
      `${outcome.commitSha} ${commit} ${who} ${who} ${Date.parse(time) / 1000}`,
    );
    expect(
      await repository.git(
        'log',
        '-1',
        '--format=%(trailers:key=Tenantry-Requested-By,valueonly)',
        'tenantry/payments',
      ),
    ).toBe('user:default/guest');
  });

  it('holds exactly the files of the proposal, in a sound repository', async () => {
    const proposal = await repository.prepare(paymentsRequest);
    await repository.propose(proposal);
    const tip = await repository.tip('tenantry/payments');
    const [before, after] = [
      await repository.mirror.tree(proposal.base.commit),
      await repository.mirror.tree(tip ?? ''),
    ];
    for (const { path, content } of proposal.changes)
      expect(after.read(path)).toBe(content);
    expect(after.paths()).toHaveLength(
      before.paths().length + proposal.changes.length,
    );
    expect(await repository.git('fsck', '--strict', '--full')).toBe('');
  });

  it('of another tenant never gets in the way: both merge', async () => {
    const [first, second] = [
      await repository.prepare(paymentsRequest),
      await repository.prepare(risk),
    ];
    const one = await repository.propose(first);
    const two = await repository.propose(second);
    await repository.merge(one.pullRequestNumber ?? 0);
    await repository.merge(two.pullRequestNumber ?? 0);
    const { head } = await repository.mirror.fetch();
    const tree = await repository.mirror.tree(head);
    for (const { path, content } of [...first.changes, ...second.changes])
      expect(tree.read(path)).toBe(content);
  });
});

describe('the same request again', () => {
  it('costs one call where git has read the branch', async () => {
    const first = await repository.request(paymentsRequest);
    const proposal = await repository.prepare(paymentsRequest);
    const calls = recordCalls(forge);
    const again = await repository.propose(proposal);
    expect(calls).toEqual(['GET /pulls']);
    expect(again).toEqual({ ...first, change: 'none' });
    expect(await pullRequests()).toHaveLength(1);
  });

  it('is the same commit and the same pull request where git has not', async () => {
    const proposal = await repository.prepare(paymentsRequest);
    const first = await repository.propose(proposal);
    const calls = recordCalls(forge);
    expect(await repository.propose(proposal)).toEqual({
      ...first,
      change: 'none',
    });
    expect(calls).toEqual([
      'GET /git/ref/heads/main',
      'POST /git/trees',
      'POST /git/commits',
      'POST /git/refs',
      'GET /pulls',
    ]);
    expect(await pullRequests()).toHaveLength(1);
  });

  it('after others were merged still finds its pull request', async () => {
    const first = await repository.request(paymentsRequest);
    const other = await repository.request(risk);
    await repository.merge(other.pullRequestNumber ?? 0);
    const calls = recordCalls(forge);
    expect(await repository.request(paymentsRequest)).toEqual({
      ...first,
      change: 'none',
    });
    expect(calls).toEqual(['GET /pulls']);
    expect(await repository.tip('tenantry/payments')).toBe(first.commitSha);
  });

  it('after its merge is nothing to do, in two calls', async () => {
    const first = await repository.request(paymentsRequest);
    await repository.merge(first.pullRequestNumber ?? 0);
    const proposal = await repository.prepare(paymentsRequest);
    const calls = recordCalls(forge);
    expect(await repository.propose(proposal)).toEqual({
      branch: 'tenantry/payments',
      change: 'none',
      warnings: [],
      pullRequestNumber: first.pullRequestNumber,
      pullRequestUrl: first.pullRequestUrl,
    });
    expect(calls).toEqual(['GET /git/ref/heads/main', 'GET /pulls']);
  });

  it('sent twice at once makes one pull request', async () => {
    const proposal = await repository.prepare(paymentsRequest);
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => repository.propose(proposal)),
    );
    expect(
      new Set(outcomes.map(({ pullRequestUrl }) => pullRequestUrl)).size,
    ).toBe(1);
    expect(await pullRequests()).toHaveLength(1);
  });

  it('continues where a run was cut off before the pull request', async () => {
    const proposal = await repository.prepare(paymentsRequest);
    const cut = jest
      .spyOn(repository.octokit.rest.pulls, 'create')
      .mockRejectedValueOnce(new Error('cut off'));
    await expect(repository.propose(proposal)).rejects.toThrow('cut off');
    cut.mockRestore();
    const outcome = await repository.propose(proposal);
    expect(outcome).toMatchObject({ change: 'opened', pullRequestNumber: 1 });
    expect(await repository.tip('tenantry/payments')).toBe(outcome.commitSha);
  });

  it('does not repeat steps that a checkpoint remembers', async () => {
    const remembered = new Map<string, unknown>();
    async function checkpoint<T>(
      key: string,
      step: () => Promise<T>,
    ): Promise<T> {
      if (!remembered.has(key))
        remembered.set(key, JSON.parse(JSON.stringify(await step())));
      return remembered.get(key) as T;
    }
    const proposal = await repository.prepare(paymentsRequest);
    const first = await repository.propose(proposal, { checkpoint });
    const calls = recordCalls(forge);
    expect(await repository.propose(proposal, { checkpoint })).toEqual(first);
    expect(calls).toEqual(['GET /git/ref/heads/main']);

    const different = await repository.prepare(smaller);
    expect(await repository.propose(different, { checkpoint })).toMatchObject({
      change: 'updated',
      pullRequestNumber: 1,
    });
  });
});

describe('a base that has moved since the preview', () => {
  it('is looked at again, and the commit stands on the new one', async () => {
    const old = await repository.prepare(paymentsRequest);
    const other = await repository.request(risk);
    await repository.merge(other.pullRequestNumber ?? 0);
    const prepare = jest.fn((commit: string) =>
      repository.prepare(paymentsRequest, commit),
    );
    const outcome = await repository.propose(old, { prepare });
    const { head } = await repository.mirror.fetch();
    expect(prepare.mock.calls).toEqual([[head]]);
    expect(await repository.git('rev-parse', 'tenantry/payments^')).toBe(head);
    expect(outcome.change).toBe('opened');
  });

  it('is an error that says what to do, where nobody can look again', async () => {
    const old = await repository.prepare(paymentsRequest);
    await repository.commit('main', 'README.md', 'moved');
    const error = await repository.propose(old).catch(caught => caught);
    expect(error).toBeInstanceOf(BaseMovedError);
    expect(error.message).toMatch(/main has moved.*Open the preview again/);
    expect(await repository.tip('tenantry/payments')).toBeUndefined();
  });

  it('stops when the tenant itself was changed by somebody', async () => {
    const made = await repository.request(paymentsRequest);
    await repository.merge(made.pullRequestNumber ?? 0);
    const old = await repository.prepare(smaller);
    const theirs = await repository.request({
      ...paymentsRequest,
      title: 'Payments two',
    });
    await repository.merge(theirs.pullRequestNumber ?? 0);
    const calls = recordCalls(forge);
    await expect(
      repository.propose(old, {
        prepare: commit => repository.prepare(smaller, commit),
      }),
    ).rejects.toThrow(/somebody changed payments in the meantime/);
    expect(calls).toEqual(['GET /git/ref/heads/main']);
  });

  it('stops when the request no longer fits, with the reason', async () => {
    const request = {
      ...risk,
      environments: [{ ...paymentsRequest.environments[1], name: 'live' }],
    };
    const old = await repository.prepare(request);
    const other = await repository.request(paymentsRequest);
    await repository.merge(other.pullRequestNumber ?? 0);
    const error = await repository
      .propose(old, { prepare: commit => repository.prepare(request, commit) })
      .catch(caught => caught);
    expect(error).toBeInstanceOf(BaseMovedError);
    expect(error.message).toContain('pay.example.com');
  });

  it('is nothing to do when it moved by this very request', async () => {
    const old = await repository.prepare(paymentsRequest);
    const made = await repository.propose(old);
    await repository.merge(made.pullRequestNumber ?? 0);
    const outcome = await repository.propose(old, {
      prepare: commit => repository.prepare(paymentsRequest, commit),
    });
    expect(outcome).toMatchObject({
      change: 'none',
      pullRequestUrl: made.pullRequestUrl,
    });
  });
});

describe('a forge that can’t be used', () => {
  it.each([
    ['with a wrong token', BadCredentialsError, { token: 'ghs_wrong' }],
    ['without a token', BadCredentialsError, { token: undefined }],
  ])('%s', async (_, type, options) => {
    const octokit = createClient({
      apiBaseUrl: forge.apiUrl,
      throttle: false,
      retries: 0,
      ...options,
    });
    const proposal = await repository.prepare(paymentsRequest);
    const error = await repository
      .propose(proposal, { octokit })
      .catch(caught => caught);
    expect(error).toBeInstanceOf(type);
    expect(error.message).toMatch(/valid token.*try again/);
    expect(
      `${error.stack}${error.cause?.stack}${JSON.stringify(error)}`,
    ).not.toContain('ghs_');
  });

  it('because the repository or its branch is missing', async () => {
    const proposal = await repository.prepare(paymentsRequest);
    for (const options of [{ repo: 'nothing' }, { baseBranch: 'nothing' }]) {
      const error = await repository
        .propose(proposal, options)
        .catch(caught => caught);
      expect(error).toBeInstanceOf(RepositoryMissingError);
      expect(error.message).toContain('nothing');
    }
  });

  it('because nobody listens', async () => {
    const proposal = await repository.prepare(paymentsRequest);
    const octokit = createClient({
      apiBaseUrl: 'http://127.0.0.1:9',
      token,
      throttle: false,
      retries: 0,
    });
    const error = await repository
      .propose(proposal, { octokit })
      .catch(caught => caught);
    expect(error).toBeInstanceOf(ForgeUnreachableError);
    expect(error.message).toMatch(/127\.0\.0\.1:9 can't be reached/);
  });
});
