import type { Forge } from '@tenantry/forge';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { paymentsRequest } from '../__testUtils__/fleet';
import {
  recordCalls,
  startTestForge,
  testRepository,
} from '../__testUtils__/forgeFixture';
import { removeTemporaryFolders } from '../__testUtils__/gitFixture';
import { createClient } from './client';
import { readProgress } from './followPull';

// Each test has a git repository of its own, and many processes.
jest.setTimeout(30_000);

describe('on a forge', () => {
  let forge: Forge;
  beforeAll(async () => {
    forge = await startTestForge();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await forge.close();
    removeTemporaryFolders();
  });

  async function openPull() {
    const repository = await testRepository(forge);
    const { owner, repo, octokit } = repository;
    const done = await repository.request(paymentsRequest);
    const number = done.pullRequestNumber ?? 0;
    return {
      ...repository,
      number,
      head: done.commitSha ?? '',
      progress: () => readProgress({ octokit, owner, repo, number }),
    };
  }

  it('tells of the newest status of each name', async () => {
    const { octokit, owner, repo, head, progress } = await openPull();
    expect(await progress()).toMatchObject({
      state: 'open',
      branch: 'tenantry/payments',
      headSha: head,
      checks: { state: 'none', running: [], failing: [], passing: [] },
    });

    const report = (
      context: string,
      state: 'pending' | 'success' | 'failure' | 'error',
    ) =>
      octokit.rest.repos.createCommitStatus({
        owner,
        repo,
        sha: head,
        context,
        state,
      });
    await report('render', 'pending');
    await report('policy\nreally', 'failure');
    expect((await progress()).checks).toEqual({
      state: 'running',
      running: ['render'],
      failing: ['policy really'],
      passing: [],
    });
    await report('render', 'success');
    expect((await progress()).checks?.state).toBe('failing');
    await report('policy\nreally', 'success');
    expect((await progress()).checks).toMatchObject({
      state: 'passing',
      failing: [],
    });
  });

  it('tells of a merge, and by which commit', async () => {
    const { merge, number, progress, git } = await openPull();
    await merge(number);
    expect(await progress()).toMatchObject({
      state: 'merged',
      mergeCommitSha: await git('rev-parse', 'main'),
      checks: { state: 'none' },
    });
  });

  it('tells with one call of one that was closed, and knows no merge of it', async () => {
    const { octokit, owner, repo, number, progress } = await openPull();
    await octokit.rest.pulls.update({
      owner,
      repo,
      pull_number: number,
      state: 'closed',
    });
    const calls = recordCalls(forge);
    const seen = await progress();
    expect(seen.state).toBe('closed');
    expect(seen.mergeCommitSha).toBeUndefined();
    expect(calls).toEqual([`GET /pulls/${number}`]);
  });

  it('says that a number belongs to none', async () => {
    const { octokit, owner, repo } = await openPull();
    await expect(
      readProgress({ octokit, owner, repo, number: 99 }),
    ).rejects.toMatchObject({
      name: 'RepositoryMissingError',
      message: expect.stringContaining('or its pull request #99 was not found'),
    });
  });
});

describe('with answers as GitHub gives them', () => {
  const api = 'https://github.example.com/api/v3';
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());

  const head = 'c'.repeat(40);
  const pull = {
    number: 7,
    html_url: 'https://github.example.com/acme/gitops/pull/7',
    state: 'open',
    merged_at: null,
    merge_commit_sha: 'd'.repeat(40),
    head: { ref: 'tenantry/payments', sha: head },
    base: { repo: { node_id: 'R_1' } },
  };
  const run = (name: string, status: string, conclusion: string | null) => ({
    name,
    status,
    conclusion,
  });

  function answer(path: string, body: object, status = 200, link?: string) {
    const url = `${api}/repos/acme/gitops${path}`;
    const headers = link ? { link } : undefined;
    server.use(
      http.get(
        url,
        () => HttpResponse.json(body, { status, headers }),
        // The page after the first is another handler's.
        { once: link !== undefined },
      ),
    );
  }

  function progress() {
    const octokit = createClient({
      apiBaseUrl: api,
      token: 'ghs_secret',
      throttle: false,
      retries: 0,
    });
    return readProgress({ octokit, owner: 'acme', repo: 'gitops', number: 7 });
  }

  const statuses = `/commits/${head}/status`;
  const runs = `/commits/${head}/check-runs`;
  const forbidden = { message: 'Resource not accessible by integration' };

  it('counts check runs by their conclusion, over all pages', async () => {
    answer('/pulls/7', pull);
    answer(statuses, { statuses: [{ context: 'dco', state: 'success' }] });
    answer(runs, { check_runs: [run('lint', 'completed', 'timed_out')] });
    answer(
      runs,
      {
        check_runs: [
          run('build', 'completed', 'success'),
          run('docs', 'completed', 'skipped'),
          run('e2e', 'queued', null),
        ],
      },
      200,
      `<${api}/more>; rel="next"`,
    );
    expect((await progress()).checks).toEqual({
      state: 'running',
      running: ['e2e'],
      failing: ['lint'],
      passing: ['dco', 'build', 'docs'],
    });
  });

  it('knows that it does not know what the token may not read', async () => {
    answer('/pulls/7', pull);
    answer(statuses, { statuses: [{ context: 'dco', state: 'failure' }] });
    answer(runs, forbidden, 403);
    expect((await progress()).checks).toMatchObject({
      state: 'unknown',
      failing: ['dco'],
      reason: expect.stringContaining('read the check runs of a commit'),
    });
  });

  it('does not take the trial of a merge for a merge', async () => {
    answer('/pulls/7', pull);
    answer(statuses, { statuses: [] });
    answer(runs, { check_runs: [] });
    expect((await progress()).mergeCommitSha).toBeUndefined();
  });

  it('notices an answer that was cut off', async () => {
    answer('/pulls/7', { number: 7 });
    await expect(progress()).rejects.toMatchObject({
      name: 'ForgeUnreachableError',
    });
  });
});
