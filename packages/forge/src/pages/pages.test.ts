import {
  portal,
  repo,
  reviewer,
  startTestForge,
  type TestForge,
} from '../__testUtils__/harness';
import { parsePatch } from './diff';
import { highlightLine } from './highlight';
import { markdown } from './markdown';
import { localPath } from './signIn';

let forge: TestForge;

beforeAll(async () => {
  forge = await startTestForge({
    signInHint: 'The token is in reviewer.token',
  });
});
afterAll(() => forge.stop());

/** What a browser does: keeps cookies, follows nothing, says where a form comes from. */
function browser() {
  let cookie = '';
  async function send(path: string, init: RequestInit = {}) {
    const response = await fetch(`${forge.forge.url}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { ...(cookie ? { Cookie: cookie } : {}), ...init.headers },
    });
    const set = response.headers.get('Set-Cookie');
    if (set) {
      cookie = set.split(';')[0];
    }
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  }
  return {
    get: (path: string) => send(path),
    post: (
      path: string,
      form: Record<string, string>,
      headers: Record<string, string> = { Origin: forge.forge.url },
    ) =>
      send(path, { method: 'POST', body: new URLSearchParams(form), headers }),
    async signIn(user = reviewer) {
      return this.post('/login', { token: user.token });
    },
    async formToken(path: string) {
      const { text } = await this.get(path);
      return /name="token" value="([^"]+)"/.exec(text)?.[1] ?? '';
    },
  };
}

const EVIL = '<script>alert(1)</script>';

describe('pages', () => {
  it('show a repository, its files and its commits', async () => {
    const visitor = browser();
    const list = await visitor.get('/');
    expect(list.text).toContain('platform/tenants');
    const files = await visitor.get('/platform/tenants');
    expect(files.text).toContain('tenants');
    expect(files.text).toContain(
      `git clone ${forge.forge.url}/platform/tenants.git`,
    );
    const blob = await visitor.get(
      '/platform/tenants/blob/main/tenants/ledger/tenant.yaml',
    );
    expect(blob.text).toContain('ledger');
    const commits = await visitor.get('/platform/tenants/commits');
    expect(commits.text).toContain('Initial commit');
    const commit = await visitor.get(
      `/platform/tenants/commit/${await forge.headOf('main')}`,
    );
    expect(commit.text).toContain('README.md');
  });

  it.each([
    '/platform/nothing',
    '/nobody',
    '/platform/tenants/pull/999',
    '/platform/tenants/tree/nothing',
    '/platform/tenants/blob/main/..%2f..%2fconfig',
    '/platform/tenants/raw/main/.git/config',
    '/platform/tenants/commit/--all',
  ])('find nothing at %s', async path => {
    expect((await browser().get(path)).status).toBe(404);
  });

  it('run no script, not even one that came with a pull request', async () => {
    const { number } = await forge.pull(
      'hostile',
      { [`tenants/${EVIL}.yaml`.replace('/s', '-s')]: `${EVIL}\n` },
      `Title ${EVIL}`,
    );
    await forge.as(portal).pulls.update({
      ...repo,
      pull_number: number,
      body: [
        `Before ${EVIL} <img src=x onerror=alert(1)> after`,
        '[x](javascript:alert(1)) [y](data:text/html,x) [z](//example.com)',
        '<a href="https://example.com" onclick="x()" style="x">y</a>',
        '<style>*{}</style><iframe src="/"></iframe><form action="/"><input name="x"></form>',
      ].join('\n\n'),
    });
    await forge.as(reviewer).issues.createComment({
      ...repo,
      issue_number: number,
      body: EVIL,
    });
    await forge.as(reviewer).issues.addLabels({
      ...repo,
      issue_number: number,
      labels: [EVIL],
    });
    const page = await browser().get(`/platform/tenants/pull/${number}`);
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(
      /<script|onerror|onclick|style=|href="(javascript|data|\/\/)|<style|<iframe|<form action="\/"|<img src="?x/,
    );
    expect(page.text).toContain('&lt;script&gt;alert(1)');
    const policy = page.headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const list = await browser().get('/platform/tenants/pulls');
    expect(list.text).not.toContain('<script');
    const raw = await browser().get('/platform/tenants/raw/hostile/README.md');
    expect(raw.headers.get('Content-Type')).toBe('text/plain; charset=utf-8');
    expect(raw.headers.get('X-Content-Type-Options')).toBe('nosniff');
  });

  it('list pull requests by state', async () => {
    const { number } = await forge.pull(
      'listed',
      { 'l.yaml': 'a: 1\n' },
      'Listed one',
    );
    const open = await browser().get('/platform/tenants/pulls');
    expect(open.text).toContain('Listed one');
    await forge.as(reviewer).pulls.merge({ ...repo, pull_number: number });
    const merged = await browser().get('/platform/tenants/pulls?state=merged');
    expect(merged.text).toContain('Listed one');
    expect((await browser().get('/platform/tenants/pulls')).text).not.toContain(
      'Listed one',
    );
  });

  it('show what changes, in whole', async () => {
    const { number } = await forge.pull('shown', {
      'tenants/ledger/tenant.yaml':
        'name: ledger\nsize: medium\nteam: Ledger\n',
    });
    const { text } = await browser().get(`/platform/tenants/pull/${number}`);
    expect(text).toContain('size: <mark>small</mark>');
    expect(text).toContain('size: <mark>medium</mark>');
    expect(text).toContain('Sign in to review and merge');
    expect(text).not.toContain('Merge pull request</button>');
  });
});

describe('signing in', () => {
  it('tells where the token is, and takes it', async () => {
    const visitor = browser();
    const form = await visitor.get('/login?next=/platform/tenants/pulls');
    expect(form.text).toContain('The token is in reviewer.token');
    const done = await visitor.post('/login', {
      token: reviewer.token,
      next: '/platform/tenants/pulls',
    });
    expect(done.status).toBe(303);
    expect(done.headers.get('Location')).toBe('/platform/tenants/pulls');
    const cookie = done.headers.get('Set-Cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Strict/i);
    expect(cookie).not.toContain(reviewer.token);
    const home = await visitor.get('/');
    expect(home.text).toContain('Sign out');

    await visitor.post('/logout', { token: await visitor.formToken('/') });
    expect((await visitor.get('/')).text).not.toContain('Sign out');
  });

  it('is refused with a wrong token, and from elsewhere', async () => {
    const wrong = await browser().post('/login', { token: 'wrong-token' });
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get('Set-Cookie')).toBeNull();
    const elsewhere: Array<Record<string, string>> = [
      {},
      { Origin: 'http://evil.example.com' },
      { Origin: 'null' },
    ];
    for (const headers of elsewhere) {
      const response = await browser().post(
        '/login',
        { token: reviewer.token },
        headers,
      );
      expect(response.status).toBe(403);
    }
  });

  it.each([
    ['/platform/tenants/pull/1', '/platform/tenants/pull/1'],
    ['//evil.example.com', '/'],
    ['/\\evil.example.com', '/'],
    ['https://evil.example.com', '/'],
    ['/x\r\nSet-Cookie: a=b', '/'],
    [undefined, '/'],
  ])('leads from %j to %s', (next, path) => {
    expect(localPath(next)).toBe(path);
  });
});

describe('the forms of a pull request', () => {
  it('approve, merge and delete the branch', async () => {
    const { number, head } = await forge.pull('formed', { 'f.yaml': 'a: 1\n' });
    const path = `/platform/tenants/pull/${number}`;
    const visitor = browser();
    await visitor.signIn();
    const token = await visitor.formToken(path);
    const approved = await visitor.post(`${path}/review`, {
      token,
      event: 'APPROVE',
      body: 'Looks *right*',
      sha: head,
    });
    expect(approved.status).toBe(303);
    const merged = await visitor.post(`${path}/merge`, { token, sha: head });
    expect(merged.status).toBe(303);
    const page = await visitor.get(path);
    expect(page.text).toContain('Merged');
    expect(page.text).toContain('<em>right</em>');
    expect(page.text).toContain('Delete branch');
    await visitor.post(`${path}/delete-branch`, { token });
    expect((await visitor.get(path)).text).not.toContain('Delete branch');
    await expect(forge.headOf('formed')).rejects.toThrow();
  });

  it('comment, request changes, close and reopen', async () => {
    const { number, head } = await forge.pull('talked', { 't.yaml': 'a: 1\n' });
    const path = `/platform/tenants/pull/${number}`;
    const visitor = browser();
    await visitor.signIn();
    const token = await visitor.formToken(path);
    await visitor.post(`${path}/review`, {
      token,
      event: 'COMMENT',
      body: 'Hello',
      sha: head,
    });
    const wordless = await visitor.post(`${path}/review`, {
      token,
      event: 'REQUEST_CHANGES',
      body: '',
      sha: head,
    });
    expect(wordless.status).toBe(422);
    expect(wordless.text).toContain('role="alert"');
    await visitor.post(`${path}/close`, { token });
    expect((await visitor.get(path)).text).toContain('Reopen pull request');
    await visitor.post(`${path}/reopen`, { token });
    expect((await visitor.get(path)).text).toContain('Hello');
  });

  it('do not offer an author to approve', async () => {
    const { number, head } = await forge.pull('own', { 'o.yaml': 'a: 1\n' });
    const path = `/platform/tenants/pull/${number}`;
    const author = browser();
    await author.signIn(portal);
    const { text } = await author.get(path);
    expect(text).not.toContain('value="APPROVE"');
    const token = await author.formToken(path);
    const forced = await author.post(`${path}/review`, {
      token,
      event: 'APPROVE',
      sha: head,
    });
    expect(forced.status).toBe(422);
    expect(forced.text).toContain('Can not approve your own pull request');
  });

  it('say why they do not merge', async () => {
    const file = 'tenants/ledger/tenant.yaml';
    const first = await forge.pull('c1', {
      [file]: 'name: ledger\nsize: huge\nteam: L\n',
    });
    const second = await forge.pull('c2', {
      [file]: 'name: ledger\nsize: nano\nteam: M\n',
    });
    await forge
      .as(reviewer)
      .pulls.merge({ ...repo, pull_number: first.number });
    const visitor = browser();
    await visitor.signIn();
    const path = `/platform/tenants/pull/${second.number}`;
    const { text } = await visitor.get(path);
    expect(text).toContain('Conflict');
    expect(text).toContain(`<code>${file}</code>`);
    expect(text).toMatch(/<button[^>]*disabled[^>]*>\s*Merge pull request/);
    const token = await visitor.formToken(path);
    const merge = await visitor.post(`${path}/merge`, {
      token,
      sha: second.head,
    });
    expect(merge.status).toBe(405);
    expect(merge.text).toContain('role="alert"');
  });

  it('are taken from the page itself only', async () => {
    const { number, head } = await forge.pull('forged', { 'x.yaml': 'a: 1\n' });
    const path = `/platform/tenants/pull/${number}`;
    const visitor = browser();
    await visitor.signIn();
    const token = await visitor.formToken(path);
    const attempts = [
      visitor.post(`${path}/merge`, { sha: head }),
      visitor.post(`${path}/merge`, { sha: head, token: 'guess' }),
      visitor.post(`${path}/merge`, { sha: head, token }, {}),
      visitor.post(
        `${path}/merge`,
        { sha: head, token },
        { Origin: 'http://localhost:3000' },
      ),
    ];
    for (const attempt of attempts) {
      expect((await attempt).status).toBe(403);
    }
    const anonymous = await browser().post(`${path}/merge`, {
      sha: head,
      token,
    });
    expect(anonymous.status).toBe(401);
    const { data } = await forge
      .as()
      .pulls.get({ ...repo, pull_number: number });
    expect(data.merged).toBe(false);
  });
});

describe('a patch', () => {
  it('has numbered lines and marks what was rewritten', () => {
    const lines = parsePatch(
      '@@ -4,3 +4,3 @@ spec:\n a: 1\n-size: small\n+size: large\n b: 2\n\\ No newline at end of file',
    );
    expect(lines).toEqual([
      { kind: 'hunk', text: '@@ -4,3 +4,3 @@ spec:' },
      { kind: 'context', text: 'a: 1', before: 4, after: 4 },
      { kind: 'del', text: 'size: small', before: 5, changed: [6, 11] },
      { kind: 'add', text: 'size: large', after: 5, changed: [6, 11] },
      { kind: 'context', text: 'b: 2', before: 6, after: 6 },
      { kind: 'note', text: 'No newline at end of file' },
    ]);
  });
});

describe('markup', () => {
  it('tells keys, strings and comments of YAML apart', async () => {
    expect(String(await highlightLine('a.yaml', '  - name: "x" # why'))).toBe(
      '  - <span class="k">name</span>:<span class="s"> &quot;x&quot;</span><span class="c"> # why</span>',
    );
    expect(highlightLine('a.txt', 'a: 1')).toBe('a: 1');
  });

  it('keeps the tables and foldings of Markdown', async () => {
    const text = String(
      await markdown(
        '# Big\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n<details><summary>More</summary>\n\n- [x] done\n\n</details>',
      ),
    );
    expect(text).toContain('<h3>Big</h3>');
    expect(text).toContain('<table>');
    expect(text).toContain('<details><summary>More</summary>');
    expect(text).toMatch(/<input[^>]*disabled/);
  });
});
