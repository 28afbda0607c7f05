import type { Forge } from '@tenantry/forge';
import { paymentsRequest } from '../__testUtils__/fleet';
import {
  recordCalls,
  startTestForge,
  testRepository,
  type TestRepository,
} from '../__testUtils__/forgeFixture';
import { removeTemporaryFolders } from '../__testUtils__/gitFixture';
import { closeRequest, findRequest } from './closeRequest';

// Each test has a git repository of its own, and many processes.
jest.setTimeout(30_000);

let forge: Forge;
let repository: TestRepository;
let number: number;

beforeAll(async () => {
  forge = await startTestForge();
});
beforeEach(async () => {
  repository = await testRepository(forge);
  const done = await repository.request(paymentsRequest);
  number = done.pullRequestNumber ?? 0;
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => {
  await forge.close();
  removeTemporaryFolders();
});

const branch = 'tenantry/payments';

function close(closedBy = 'user:default/guest') {
  const { octokit, owner, repo, mirror: history } = repository;
  return closeRequest({
    octokit,
    owner,
    repo,
    baseBranch: 'main',
    history,
    tenant: 'payments',
    number,
    closedBy,
  });
}

async function state(): Promise<string> {
  const { octokit, owner, repo } = repository;
  const pull = await findRequest({ octokit, owner, repo }, 'payments');
  return pull?.state ?? 'absent';
}

async function comments(): Promise<(string | undefined)[]> {
  const { octokit, owner, repo } = repository;
  const { data } = await octokit.rest.issues.listComments({
    owner,
    repo,
    issue_number: number,
  });
  return data.map(({ body }) => body);
}

/** Runs something as if somebody else did it just before a call goes out. */
function justBefore(path: string, run: () => Promise<unknown>): void {
  const original = globalThis.fetch;
  let once = false;
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    if (!once && String(input).endsWith(path) && init?.method !== 'GET') {
      once = true;
      await run();
    }
    return original(input, init);
  });
}

it('closes the pull request, says for whom, and deletes the branch: four calls', async () => {
  const calls = recordCalls(forge);
  expect(await close()).toMatchObject({
    pullRequest: { number, state: 'closed' },
    change: 'closed',
    branch: { name: branch, deleted: true },
  });
  expect(calls).toEqual([
    `GET /pulls/${number}`,
    `POST /issues/${number}/comments`,
    `PATCH /pulls/${number}`,
    'POST /graphql',
  ]);
  expect(await repository.tip(branch)).toBeUndefined();
  expect(await comments()).toEqual([
    'user:default/guest closes this request in the portal.',
  ]);
});

it('lets a name mean nothing to the forge', async () => {
  await close('user:default/@ada<img src=x>');
  const [comment] = await comments();
  expect(comment).toContain('@\u200bada&lt;img');
});

it('leaves a branch alone that holds commits of people', async () => {
  const tip = await repository.commit(
    branch,
    'tenants/payments/notes.md',
    'Hi',
  );
  expect(await close()).toMatchObject({
    change: 'closed',
    branch: {
      deleted: false,
      reason: 'it holds commits of Robin Reviewer',
    },
  });
  expect(await state()).toBe('closed');
  expect(await repository.tip(branch)).toBe(tip);
});

it('loses no commit that is pushed at the last moment', async () => {
  let pushed = '';
  justBefore('/graphql', async () => {
    pushed = await repository.commit(branch, 'tenants/payments/notes.md', 'Hi');
  });
  expect(await close()).toMatchObject({
    change: 'closed',
    branch: { deleted: false, reason: 'somebody added to it meanwhile' },
  });
  expect(await repository.tip(branch)).toBe(pushed);
});

it('is content with a branch that somebody has just deleted', async () => {
  const { octokit, owner, repo } = repository;
  justBefore('/graphql', () =>
    octokit.rest.git.deleteRef({ owner, repo, ref: `heads/${branch}` }),
  );
  expect(await close()).toMatchObject({ branch: { deleted: true } });
});

it('says why a branch stays that the forge keeps', async () => {
  const original = globalThis.fetch;
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) =>
    String(input).endsWith('/graphql')
      ? Response.json({
          data: null,
          errors: [{ type: 'UNPROCESSABLE', message: 'Cannot delete: rule' }],
        })
      : original(input, init),
  );
  const { change, branch: kept } = await close();
  expect(change).toBe('closed');
  expect(kept).toMatchObject({
    deleted: false,
    reason: expect.stringContaining('Cannot delete: rule'),
  });
});

it('does nothing to what is closed or merged already', async () => {
  await close();
  const calls = recordCalls(forge);
  expect(await close()).toEqual({
    pullRequest: expect.objectContaining({ number, state: 'closed' }),
    change: 'none',
  });
  expect(calls).toEqual([`GET /pulls/${number}`]);
  expect(await comments()).toHaveLength(1);
});

it('does not delete the branch of a pull request that is merged meanwhile', async () => {
  justBefore(`/pulls/${number}`, () => repository.merge(number));
  expect(await close()).toMatchObject({
    pullRequest: { state: 'merged' },
    change: 'none',
  });
  expect(await repository.tip(branch)).toBeDefined();
});

it('closes once when two ask at the same time', async () => {
  const outcomes = await Promise.all([close(), close('user:default/noor')]);
  expect(outcomes.map(({ change }) => change)).toEqual(['closed', 'none']);
  expect(await comments()).toHaveLength(1);
});

it('makes room for the same request again', async () => {
  await close();
  const again = await repository.request(paymentsRequest);
  expect(again).toMatchObject({ change: 'opened' });
  expect(again.pullRequestNumber).not.toBe(number);
});

it('touches no pull request of another tenant', async () => {
  const { octokit, owner, repo, mirror: history } = repository;
  const call = closeRequest({
    octokit,
    owner,
    repo,
    baseBranch: 'main',
    history,
    tenant: 'ledger',
    number,
    closedBy: 'user:default/guest',
  });
  await expect(call).rejects.toMatchObject({
    name: 'RepositoryMissingError',
    message: expect.stringContaining(
      `has no pull request #${number} for ledger`,
    ),
  });
  expect(await state()).toBe('open');
});
