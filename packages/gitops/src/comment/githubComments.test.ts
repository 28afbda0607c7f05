import type { Forge } from '@tenantry/forge';
import { startForgeProcess } from '../__testUtils__/forgeProcess';
import {
  removeTemporaryFolders,
  temporaryFolder,
} from '../__testUtils__/gitFixture';
import { createClient } from '../propose/client';
import { githubComments } from './githubComments';
import { keepComment } from './keepComment';

jest.setTimeout(30_000);

const tokens = { robot: 'ghs_robot-token', pat: 'ghp_pat-token' };
const at = { owner: 'acme', repo: 'tenants' };
let forge: Forge;
let number: number;

beforeAll(async () => {
  forge = await startForgeProcess({
    dataDir: temporaryFolder(),
    port: 0,
    users: [
      { login: 'robot', name: 'R', email: 'r@a.example', token: tokens.robot },
      { login: 'pat', name: 'Pat', email: 'p@a.example', token: tokens.pat },
    ],
  });
  await forge.createRepository({
    owner: at.owner,
    name: at.repo,
    initialFiles: { 'platform.yaml': 'a: 1\n' },
  });
});
afterAll(async () => {
  await forge.close();
  removeTemporaryFolders();
});

const client = (token: string) =>
  createClient({
    apiBaseUrl: forge.apiUrl,
    token,
    throttle: false,
    retries: 0,
  });

let branches = 0;
beforeEach(async () => {
  const { rest } = client(tokens.pat);
  branches += 1;
  const branch = `change-${branches}`;
  const { data } = await rest.git.getRef({ ...at, ref: 'heads/main' });
  const { sha } = data.object;
  await rest.git.createRef({ ...at, ref: `refs/heads/${branch}`, sha });
  await rest.repos.createOrUpdateFileContents({
    ...at,
    branch,
    path: 'notes.md',
    message: 'Change',
    content: 'YQ==',
  });
  const pull = await rest.pulls.create({
    ...at,
    title: 'Change',
    head: branch,
    base: 'main',
  });
  number = pull.data.number;
});

function keep(
  body: string,
  options: { token?: string; isEmpty?: boolean } = {},
) {
  const { token = tokens.robot, isEmpty = false } = options;
  return keepComment(
    githubComments({ octokit: client(token), ...at }, number),
    { topic: 'plan', body, isEmpty },
  );
}

async function said(): Promise<string[]> {
  const { rest } = client(tokens.pat);
  const { data } = await rest.issues.listComments({
    ...at,
    issue_number: number,
  });
  return data.map(({ body, user }) => `${user?.login}: ${body}`);
}

const marked = (body: string) => `<!-- tenantry:plan -->\n${body}`;

it('writes one comment, and changes it from then on', async () => {
  expect(await keep('Loosens nothing.')).toEqual({
    state: 'created',
    url: expect.stringContaining(`/pull/${number}#issuecomment-`),
  });
  expect(await keep('Loosens nothing.\n')).toMatchObject({
    state: 'unchanged',
  });
  expect(await keep('Loosens the quota.')).toMatchObject({ state: 'updated' });
  expect(await said()).toEqual([`robot: ${marked('Loosens the quota.')}`]);
});

it('takes no comment of somebody else for its own, whatever is in it', async () => {
  await client(tokens.pat).rest.issues.createComment({
    ...at,
    issue_number: number,
    body: marked('All is well.'),
  });
  expect(await keep('Loosens the quota.')).toMatchObject({ state: 'created' });
  expect(await said()).toEqual([
    `pat: ${marked('All is well.')}`,
    `robot: ${marked('Loosens the quota.')}`,
  ]);
});

it('finds its comment behind a hundred others', async () => {
  await keep('First.');
  const { rest } = client(tokens.robot);
  for (let count = 0; count < 101; count += 1)
    await rest.issues.createComment({
      ...at,
      issue_number: number,
      body: `Remark ${count}`,
    });
  await rest.issues.createComment({
    ...at,
    issue_number: number,
    body: `I quote: ${marked('First.')}`,
  });
  expect(await keep('Second.')).toMatchObject({ state: 'updated' });
  expect((await said())[0]).toBe(`robot: ${marked('Second.')}`);
});

it('corrects a comment where nothing changes any more, and makes none to say so', async () => {
  expect(await keep('Changes nothing.', { isEmpty: true })).toEqual({
    state: 'none',
  });
  expect(await said()).toEqual([]);
  await keep('Loosens the quota.');
  expect(await keep('Changes nothing.', { isEmpty: true })).toMatchObject({
    state: 'updated',
  });
  expect(await said()).toEqual([`robot: ${marked('Changes nothing.')}`]);
});

it('says of a token that may not write why there is no comment, without it', async () => {
  const refused = await keep('Loosens nothing.', {
    token: 'ghs_nobodys-token',
  });
  expect(refused).toEqual({
    state: 'refused',
    reason: expect.stringContaining('The token was refused by acme/tenants'),
  });
  expect(JSON.stringify(refused)).not.toContain('nobodys');
});

it('says that there is no such pull request', async () => {
  number = 4711;
  await expect(keep('Loosens nothing.')).rejects.toThrow(
    'acme/tenants has no pull request #4711',
  );
});
