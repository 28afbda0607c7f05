import { once } from 'node:events';
import { request } from 'node:http';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PortInUseError, startForge } from '.';
import { isRecentEnough } from './git/version';
import {
  git,
  portal,
  refusalOf,
  repo,
  reviewer,
  startTestForge,
  type TestForge,
} from './__testUtils__/harness';

let forge: TestForge;

beforeAll(async () => {
  forge = await startTestForge();
});
afterAll(() => forge.stop());

/** A request whose Host header is what a rebound name would send. */
function statusFor(host: string): Promise<number> {
  const { port } = new URL(forge.forge.url);
  return new Promise((resolve, reject) => {
    request(
      { host: '127.0.0.1', port, path: '/', headers: { host } },
      response => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    )
      .once('error', reject)
      .end();
  });
}

describe('a forge', () => {
  it('keeps everything over a restart', async () => {
    const { number, head } = await forge.pull('payments', {
      'p.yaml': 'a: 1\n',
    });
    const issue = { ...repo, issue_number: number };
    await forge.as(portal).issues.addLabels({ ...issue, labels: ['tenantry'] });
    await forge.as(reviewer).issues.createComment({ ...issue, body: 'Fine' });
    await forge.as(reviewer).pulls.createReview({
      ...repo,
      pull_number: number,
      event: 'APPROVE',
    });
    await forge.as(portal).repos.createCommitStatus({
      ...repo,
      sha: head,
      state: 'success',
      context: 'policy',
    });
    await forge.restart();

    const { data } = await forge
      .as()
      .pulls.get({ ...repo, pull_number: number });
    expect(data).toMatchObject({
      state: 'open',
      comments: 1,
      labels: [{ name: 'tenantry' }],
      head: { sha: head },
      html_url: `${forge.forge.url}/platform/tenants/pull/${number}`,
    });
    const reviews = await forge
      .as()
      .pulls.listReviews({ ...repo, pull_number: number });
    expect(reviews.data.length).toBe(1);
    const status = await forge
      .as()
      .repos.getCombinedStatusForRef({ ...repo, ref: head });
    expect(status.data.state).toBe('success');
    await forge.as(reviewer).pulls.merge({ ...repo, pull_number: number });
  });

  it('creates a repository once', async () => {
    const head = await forge.headOf('main');
    const again = await forge.forge.createRepository({
      owner: 'Platform',
      name: 'Tenants',
      initialFiles: { other: 'content' },
    });
    expect(again).toEqual({ created: false, headSha: head });
  });

  it.each([
    ['..', 'x'],
    ['api', 'x'],
    ['login', 'x'],
    ['-', 'x'],
    ['a/b', 'x'],
    ['platform', '..'],
    ['platform', 'x.git'],
    ['platform', 'x/../../y'],
    ['platform', ''],
  ])('creates no repository %s/%s', async (owner, name) => {
    await expect(
      forge.forge.createRepository({ owner, name }),
    ).rejects.toMatchObject({ status: 422 });
  });

  it('takes writes from known tokens only', async () => {
    const sha = await forge.headOf('main');
    const write = { ...repo, ref: 'refs/heads/x', sha };
    expect(await refusalOf(forge.as().git.createRef(write))).toMatchObject({
      status: 401,
      message: 'Requires authentication',
    });
    const wrong = forge.as({ token: 'wrong-token' });
    expect(await refusalOf(wrong.git.createRef(write))).toMatchObject({
      status: 401,
      message: 'Bad credentials',
    });
    // A mistyped token is told even when reading, which needs none.
    expect(await refusalOf(wrong.repos.get(repo))).toMatchObject({
      status: 401,
    });
    expect((await forge.as().repos.get(repo)).status).toBe(200);
  });

  it('says what somebody may do', async () => {
    const anonymous = await forge.as().repos.get(repo);
    const known = await forge.as(portal).repos.get(repo);
    expect(anonymous.data.permissions).toBeUndefined();
    expect(known.data.permissions).toMatchObject({ push: true });
    const { data } = await forge.as(portal).users.getAuthenticated();
    expect(data).toMatchObject({ login: portal.login, type: 'User' });
  });

  it('answers errors in GitHub’s shape', async () => {
    const response = await fetch(`${forge.forge.apiUrl}/repos/platform/none`);
    expect(response.status).toBe(404);
    expect(response.headers.get('X-GitHub-Request-Id')).toMatch(/^[0-9A-F-]+$/);
    expect(await response.json()).toEqual({
      message: 'Not Found',
      documentation_url: expect.any(String),
      status: '404',
    });
    const malformed = await fetch(
      `${forge.forge.apiUrl}/repos/platform/tenants/git/refs`,
      {
        method: 'POST',
        body: '{',
        headers: { Authorization: `Bearer ${portal.token}` },
      },
    );
    expect(malformed.status).toBe(400);
  });

  function createBlob(body: BodyInit) {
    return fetch(`${forge.forge.apiUrl}/repos/platform/tenants/git/blobs`, {
      method: 'POST',
      body,
      headers: { Authorization: `Bearer ${portal.token}` },
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
    });
  }

  function inChunks(total: number, text: string): ReadableStream {
    const chunk = new TextEncoder().encode(text);
    let sent = 0;
    return new ReadableStream({
      pull(controller) {
        if (sent >= total) {
          controller.close();
        } else {
          controller.enqueue(chunk);
          sent += chunk.byteLength;
        }
      },
    });
  }

  it('refuses what is too large, told beforehand or not', async () => {
    const limit = 50 * 1024 * 1024;
    const told = await createBlob(Buffer.alloc(limit + 1, 0x20));
    expect(told.status).toBe(413);
    expect(await told.json()).toMatchObject({ status: '413' });
    const blank = ' '.repeat(1024 * 1024);
    const untold = await createBlob(inChunks(limit + 1, blank)).then(
      response => response.status,
      // The connection may be closed before the rest of the body is sent.
      () => 413,
    );
    expect(untold).toBe(413);
  });

  it('takes a body that comes in chunks', async () => {
    const response = await createBlob(inChunks(1, '{"content":"x"}'));
    expect(response.status).toBe(201);
  });

  it.each([
    ['localhost:7008', 200],
    ['127.0.0.1', 200],
    ['[::1]:7008', 200],
    ['rebound.example.com', 403],
    ['localhost.example.com:7008', 403],
    ['10.0.0.1:7008', 403],
  ])('answers to the host %s with %i', async (host, status) => {
    expect(await statusFor(host)).toBe(status);
  });

  it('stores no token and keeps its database to itself', async () => {
    const files = (await readdir(forge.dataDir)).filter(name =>
      name.startsWith('forge.sqlite'),
    );
    expect(files).toContain('forge.sqlite');
    for (const file of files) {
      const path = join(forge.dataDir, file);
      const bytes = await readFile(path);
      expect(bytes.includes(portal.token)).toBe(false);
      expect(bytes.includes(reviewer.token)).toBe(false);
      expect((await stat(path)).mode % 0o100).toBe(0);
    }
  });
});

describe('starting a forge', () => {
  it('on a port in use fails with a way out', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'forge-test-'));
    const port = Number(new URL(forge.forge.url).port);
    const start = startForge({ dataDir, port, users: [] });
    await expect(start).rejects.toBeInstanceOf(PortInUseError);
    await expect(start).rejects.toMatchObject({ code: 'EADDRINUSE', port });
    await expect(start).rejects.toThrow(`Port ${port} is in use`);
    await rm(dataDir, { recursive: true });
  });

  it('on a directory in use fails with a way out', async () => {
    const start = startForge({ dataDir: forge.dataDir, port: 0, users: [] });
    await expect(start).rejects.toThrow('another forge runs on this directory');
  });

  it('refuses users that cannot be told apart or guessed too easily', async () => {
    const start = (users: Array<typeof portal>) =>
      startForge({ dataDir: forge.dataDir, port: 0, users });
    await expect(start([portal, portal])).rejects.toThrow('two users');
    await expect(start([{ ...portal, token: '' }])).rejects.toThrow('token');
    await expect(start([{ ...portal, login: '../x' }])).rejects.toThrow(
      'login',
    );
  });

  it.each([
    ['git version 2.38.0', true],
    ['git version 2.39.5 (Apple Git-154)', true],
    ['git version 3.0.0.windows.1', true],
    ['git version 2.37.9', false],
    ['git version 1.99', false],
    ['something else', false],
  ])('with "%s" works: %s', (line, enough) => {
    expect(isRecentEnough(line)).toBe(enough);
  });
});

describe('closing a forge', () => {
  it('waits for requests under way', async () => {
    const own = await startTestForge();
    const body = JSON.stringify({ content: 'last words' });
    const blob = request(
      `${own.forge.apiUrl}/repos/platform/tenants/git/blobs`,
      {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${portal.token}`,
          'Content-Length': body.length,
          // Tells that the request has arrived, before its body has.
          Expect: '100-continue',
        },
      },
    );
    const answer = once(blob, 'response');
    blob.flushHeaders();
    await once(blob, 'continue');
    const stopped = own.stop();
    blob.end(body);
    const [response] = await answer;
    expect(response.statusCode).toBe(201);
    response.resume();
    await stopped;
  });

  it('leaves behind nothing that another start would stumble over', async () => {
    const own = await startTestForge();
    const { number, head } = await own.pull('killed', { 'k.yaml': 'a: 1\n' });
    const { number: gone } = await own.pull('gone', { 'g.yaml': 'a: 1\n' });
    const directory = join(own.dataDir, 'repositories/platform/tenants.git');
    await own.restart();
    // As if it had been killed after git had moved the refs, and before the database heard of it.
    const inRepository = (...args: string[]) =>
      git([`--git-dir=${directory}`, ...args]);
    await own.forge.close();
    await inRepository('update-ref', 'refs/heads/main', head);
    await inRepository('update-ref', '-d', 'refs/heads/gone');
    await own.start();
    const state = async (pull_number: number) =>
      (await own.as().pulls.get({ ...repo, pull_number })).data;
    expect(await state(number)).toMatchObject({
      merged: true,
      changed_files: 1,
    });
    expect(await state(gone)).toMatchObject({ merged: false, state: 'closed' });
    await own.stop();
  });
});
