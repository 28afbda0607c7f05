/* eslint-disable jest/no-standalone-expect -- each behaviour is checked inside a test of contract.test.ts */
import { createHash, randomUUID } from 'node:crypto';
import type { Octokit } from '@octokit/rest';

/** A forge that speaks GitHub's API, with a repository to try it on. */
export interface Counterpart {
  readonly octokit: Octokit;
  /** With a token that nobody has. */
  readonly stranger: Octokit;
  readonly owner: string;
  readonly repo: string;
  /** The branch that everything starts from; it is left alone. */
  readonly main: string;
  /** Somebody other than the token's owner who can be asked for a review. */
  readonly reviewer?: string;
}

/** Something that proposing relies on. Throws where the counterpart behaves otherwise. */
export interface Behaviour {
  readonly name: string;
  readonly check: (counterpart: Counterpart) => Promise<void>;
}

const person = {
  name: 'tenantry',
  email: 'noreply@tenantry.dev',
  date: '2026-03-01T12:00:00Z',
};

/** The forge's refusal: its status, and everything it says. */
async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error) || !('status' in error)) throw error;
    const { response } = error as { response?: { data?: unknown } };
    return `${error.status} ${JSON.stringify(response?.data)}`;
  }
  throw new Error('The call was to be refused');
}

function gitId(type: string, body: string): string {
  const size = Buffer.byteLength(body);
  return createHash('sha1').update(`${type} ${size}\0${body}`).digest('hex');
}

async function head({ octokit, owner, repo, main }: Counterpart) {
  const { data } = await octokit.rest.git.getRef({
    owner,
    repo,
    ref: `heads/${main}`,
  });
  const { sha } = data.object;
  const found = await octokit.rest.git.getCommit({
    owner,
    repo,
    commit_sha: sha,
  });
  return { sha, tree: found.data.tree.sha };
}

type Entry = { path: string; content: string } | { path: string; sha: null };

async function tree(
  { octokit, owner, repo }: Counterpart,
  base: string,
  entries: readonly Entry[],
): Promise<string> {
  const { data } = await octokit.rest.git.createTree({
    owner,
    repo,
    base_tree: base,
    tree: entries.map(entry => ({ mode: '100644', type: 'blob', ...entry })),
  });
  return data.sha;
}

async function filesOf(
  { octokit, owner, repo }: Counterpart,
  sha: string,
): Promise<Map<string | undefined, string | undefined>> {
  const { data } = await octokit.rest.git.getTree({
    owner,
    repo,
    tree_sha: sha,
    recursive: 'true',
  });
  const blobs = data.tree.filter(({ type }) => type === 'blob');
  return new Map(blobs.map(blob => [blob.path, blob.sha]));
}

async function commit(
  { octokit, owner, repo }: Counterpart,
  parent: { readonly sha: string; readonly tree: string },
  message = 'Add a file\n\nTenantry-Tenant: contract\n',
) {
  const { data } = await octokit.rest.git.createCommit({
    owner,
    repo,
    message,
    tree: parent.tree,
    parents: [parent.sha],
    author: person,
    committer: person,
  });
  return { sha: data.sha, tree: parent.tree };
}

/** A branch of its own with one commit on main. */
async function branch(counterpart: Counterpart) {
  const { octokit, owner, repo } = counterpart;
  const name = `tenantry-contract/${randomUUID()}`;
  const base = await head(counterpart);
  const content = `name: ${name}\n`;
  const entries = [{ path: 'contract/tenant.yaml', content }];
  const written = await tree(counterpart, base.tree, entries);
  const tip = await commit(counterpart, { sha: base.sha, tree: written });
  const ref = `refs/heads/${name}`;
  await octokit.rest.git.createRef({ owner, repo, ref, sha: tip.sha });
  return { name, base, tip };
}

async function pull(counterpart: Counterpart) {
  const { octokit, owner, repo, main } = counterpart;
  const made = await branch(counterpart);
  const { data } = await octokit.rest.pulls.create({
    owner,
    repo,
    title: 'Contract',
    body: 'Made by a test; it closes it again.',
    head: made.name,
    base: main,
    draft: false,
  });
  return { ...made, number: data.number, data };
}

/** Deletes what the checks made. */
export async function cleanUp({
  octokit,
  owner,
  repo,
}: Counterpart): Promise<void> {
  const refs = await octokit.paginate(octokit.rest.git.listMatchingRefs, {
    owner,
    repo,
    ref: 'heads/tenantry-contract/',
  });
  // A pull request closes with its branch.
  for (const { ref } of refs) {
    await octokit.rest.git.deleteRef({ owner, repo, ref: ref.slice(5) });
  }
}

export const behaviours: readonly Behaviour[] = [
  {
    name: 'a branch that is missing is not found',
    async check({ octokit, owner, repo }) {
      const ref = 'heads/tenantry-contract/missing';
      const call = octokit.rest.git.getRef({ owner, repo, ref });
      expect(await refusal(call)).toMatch(/^404 .*"message":"Not Found"/);
    },
  },
  {
    name: 'a repository that is missing is not found',
    async check({ octokit, owner }) {
      const repo = `missing-${randomUUID()}`;
      const call = octokit.rest.git.getRef({ owner, repo, ref: 'heads/main' });
      expect(await refusal(call)).toMatch(/^404 .*"message":"Not Found"/);
    },
  },
  {
    name: 'a wrong token is refused, also where reading takes none',
    async check({ stranger, owner, repo, main }) {
      const ref = `heads/${main}`;
      const call = stranger.rest.git.getRef({ owner, repo, ref });
      expect(await refusal(call)).toMatch(/^401 .*"Bad credentials"/);
    },
  },
  {
    name: 'a tree takes contents on top of another, and has the ids that git would give',
    async check(counterpart) {
      const base = await head(counterpart);
      const content = 'a: ä\n';
      const entries = [{ path: 'contract/deep/a.yaml', content }];
      const made = await tree(counterpart, base.tree, entries);
      const files = await filesOf(counterpart, made);
      expect(files.get('contract/deep/a.yaml')).toBe(gitId('blob', content));
      for (const [path, sha] of await filesOf(counterpart, base.tree))
        expect(files.get(path)).toBe(sha);
      expect(await tree(counterpart, base.tree, entries)).toBe(made);
    },
  },
  {
    name: 'a tree loses the paths whose id is null',
    async check(counterpart) {
      const base = await head(counterpart);
      const [gone, kept] = ['contract/gone/a.yaml', 'contract/kept.yaml'];
      const full = await tree(counterpart, base.tree, [
        { path: gone, content: 'a' },
        { path: kept, content: 'b' },
      ]);
      const less = await tree(counterpart, full, [{ path: gone, sha: null }]);
      const files = await filesOf(counterpart, less);
      expect([files.has(gone), files.has(kept)]).toEqual([false, true]);
    },
  },
  {
    name: 'a folder that becomes empty is gone',
    async check(counterpart) {
      const base = await head(counterpart);
      const path = 'contract/gone/a.yaml';
      const full = await tree(counterpart, base.tree, [{ path, content: 'a' }]);
      expect(await tree(counterpart, full, [{ path, sha: null }])).toBe(
        base.tree,
      );
    },
  },
  {
    name: 'a commit has the id that follows from what it says, however often it is made',
    async check(counterpart) {
      const base = await head(counterpart);
      const message = 'Add a file\n\nTenantry-Tenant: contract\n';
      const first = await commit(counterpart, base, message);
      const who = `${person.name} <${person.email}> ${
        Date.parse(person.date) / 1000
      } +0000`;
      const body = [
        `tree ${base.tree}`,
        `parent ${base.sha}`,
        `author ${who}`,
        `committer ${who}`,
        '',
        message,
      ].join('\n');
      expect(first.sha).toBe(gitId('commit', body));
      expect(await commit(counterpart, base, message)).toEqual(first);
    },
  },
  {
    name: 'a branch is not created twice',
    async check(counterpart) {
      const { octokit, owner, repo } = counterpart;
      const { name, tip } = await branch(counterpart);
      const again = octokit.rest.git.createRef({
        owner,
        repo,
        ref: `refs/heads/${name}`,
        sha: tip.sha,
      });
      expect(await refusal(again)).toMatch(/^422 .*Reference already exists/);
    },
  },
  {
    name: 'a branch moves forward, stays where it is told to stay, and does not move back',
    async check(counterpart) {
      const { octokit, owner, repo } = counterpart;
      const { name, base, tip } = await branch(counterpart);
      const next = await commit(counterpart, tip, 'Next');
      const move = (sha: string) =>
        octokit.rest.git.updateRef({
          owner,
          repo,
          ref: `heads/${name}`,
          sha,
          force: false,
        });
      for (const { sha } of [next, next])
        expect((await move(sha)).data.object.sha).toBe(sha);
      expect(await refusal(move(base.sha))).toMatch(/^422 .*fast.forward/i);
    },
  },
  {
    name: 'a branch that is missing does not move',
    async check(counterpart) {
      const { octokit, owner, repo } = counterpart;
      const { sha } = await head(counterpart);
      const ref = `heads/tenantry-contract/${randomUUID()}`;
      const call = octokit.rest.git.updateRef({ owner, repo, ref, sha });
      expect(await refusal(call)).toMatch(/^422 .*Reference does not exist/);
    },
  },
  {
    name: 'a pull request has the fields that are read',
    async check(counterpart) {
      const { octokit, owner, repo, main } = counterpart;
      const { name, number, tip, data } = await pull(counterpart);
      const shape = {
        number,
        html_url: expect.stringMatching(/^https?:.*\/pull\/\d+$/),
        node_id: expect.stringMatching(/./),
        state: 'open',
        merged_at: null,
        title: 'Contract',
        body: expect.stringContaining('Made by a test'),
        head: expect.objectContaining({ ref: name, sha: tip.sha }),
        base: expect.objectContaining({ ref: main }),
        user: expect.objectContaining({ login: expect.stringMatching(/./) }),
        labels: [],
        requested_reviewers: [],
        requested_teams: [],
      };
      expect(data).toMatchObject(shape);
      const listed = await octokit.rest.pulls.list({
        owner,
        repo,
        head: `${owner}:${name}`,
      });
      expect(listed.data).toMatchObject([shape]);
    },
  },
  {
    name: 'a second pull request of a branch is refused',
    async check(counterpart) {
      const { octokit, owner, repo, main } = counterpart;
      const { name } = await pull(counterpart);
      const again = octokit.rest.pulls.create({
        owner,
        repo,
        title: 'Again',
        head: name,
        base: main,
      });
      expect(await refusal(again)).toMatch(
        /^422 .*A pull request already exists for/,
      );
    },
  },
  {
    name: 'a pull request of a missing branch is refused',
    async check({ octokit, owner, repo, main }) {
      const call = octokit.rest.pulls.create({
        owner,
        repo,
        title: 'None',
        head: `tenantry-contract/${randomUUID()}`,
        base: main,
      });
      expect(await refusal(call)).toMatch(/^422 .*"field":"head"/);
    },
  },
  {
    name: 'a pull request of a branch that has nothing new is refused',
    async check(counterpart) {
      const { octokit, owner, repo, main } = counterpart;
      const { sha } = await head(counterpart);
      const name = `tenantry-contract/${randomUUID()}`;
      const ref = `refs/heads/${name}`;
      await octokit.rest.git.createRef({ owner, repo, ref, sha });
      const call = octokit.rest.pulls.create({
        owner,
        repo,
        title: 'None',
        head: name,
        base: main,
      });
      expect(await refusal(call)).toMatch(/^422 .*No commits between/);
    },
  },
  {
    name: 'pull requests are listed by their branch, closed ones when asked for',
    async check(counterpart) {
      const { octokit, owner, repo } = counterpart;
      const { name, number } = await pull(counterpart);
      await pull(counterpart);
      const list = async (state: 'open' | 'all') => {
        const { data } = await octokit.rest.pulls.list({
          owner,
          repo,
          head: `${owner}:${name}`,
          state,
          sort: 'created',
          direction: 'desc',
          per_page: 10,
        });
        return data.map(one => [one.number, one.state, one.merged_at]);
      };
      expect(await list('open')).toEqual([[number, 'open', null]]);
      await octokit.rest.pulls.update({
        owner,
        repo,
        pull_number: number,
        state: 'closed',
      });
      expect(await list('open')).toEqual([]);
      expect(await list('all')).toEqual([[number, 'closed', null]]);
    },
  },
  {
    name: 'a pull request shows what its branch moved to, until it is closed',
    async check(counterpart) {
      const { octokit, owner, repo } = counterpart;
      const { name, number, tip } = await pull(counterpart);
      const move = async (from: typeof tip, message: string) => {
        const next = await commit(counterpart, from, message);
        await octokit.rest.git.updateRef({
          owner,
          repo,
          ref: `heads/${name}`,
          sha: next.sha,
        });
        return next;
      };
      const shows = (sha: string) =>
        eventually(async () => {
          const { data } = await octokit.rest.pulls.get({
            owner,
            repo,
            pull_number: number,
          });
          expect(data.head.sha).toBe(sha);
        });
      const second = await move(tip, 'Second');
      await shows(second.sha);
      await octokit.rest.pulls.update({
        owner,
        repo,
        pull_number: number,
        state: 'closed',
      });
      await move(second, 'Third');
      await shows(second.sha);
    },
  },
  {
    name: 'a pull request gets another text, and what is not said stays',
    async check(counterpart) {
      const { octokit, owner, repo } = counterpart;
      const { number, tip } = await pull(counterpart);
      const { data } = await octokit.rest.pulls.update({
        owner,
        repo,
        pull_number: number,
        body: '<!-- mark -->\n\nAnother text.',
      });
      expect(data).toMatchObject({
        number,
        title: 'Contract',
        state: 'open',
        head: { sha: tip.sha },
      });
      expect(data.body?.replace(/\r/g, '')).toBe(
        '<!-- mark -->\n\nAnother text.',
      );
    },
  },
  {
    name: 'labels are made where they are missing, and taken off',
    async check(counterpart) {
      const { octokit, owner, repo } = counterpart;
      const { number } = await pull(counterpart);
      const issue = { owner, repo, issue_number: number };
      const name = 'tenantry-contract/low';
      const labels = ['tenantry-contract', name];
      const added = await octokit.rest.issues.addLabels({ ...issue, labels });
      expect(added.data.map(label => label.name).sort()).toEqual(labels);
      await octokit.rest.issues.removeLabel({ ...issue, name });
      const { data } = await octokit.rest.pulls.get({
        owner,
        repo,
        pull_number: number,
      });
      expect(data.labels.map(label => label.name)).toEqual([labels[0]]);
    },
  },
  {
    name: 'a label that is not there is not taken off',
    async check(counterpart) {
      const { octokit, owner, repo } = counterpart;
      const { number } = await pull(counterpart);
      const call = octokit.rest.issues.removeLabel({
        owner,
        repo,
        issue_number: number,
        name: 'tenantry-contract/missing',
      });
      expect(await refusal(call)).toMatch(/^404 .*Label does not exist/);
    },
  },
  {
    name: 'reviewers are asked, and reviews are a list',
    async check(counterpart) {
      const { octokit, owner, repo, reviewer = '' } = counterpart;
      const { number } = await pull(counterpart);
      const { data } = await octokit.rest.pulls.requestReviewers({
        owner,
        repo,
        pull_number: number,
        reviewers: [reviewer],
        team_reviewers: [],
      });
      expect(data).toMatchObject({
        number,
        requested_reviewers: [{ login: reviewer }],
        requested_teams: [],
      });
      const reviews = await octokit.rest.pulls.listReviews({
        owner,
        repo,
        pull_number: number,
        per_page: 1,
      });
      expect(reviews.data).toEqual([]);
    },
  },
  {
    name: 'GraphQL commits to a branch whose tip is the expected one, and says STALE_DATA for any other',
    async check(counterpart) {
      const { octokit, owner, repo } = counterpart;
      const { name, tip, base } = await branch(counterpart);
      const commitOn = (branchName: string, expectedHeadOid: string) =>
        octokit.graphql<{
          createCommitOnBranch: { commit: { oid: string } };
        }>(
          'mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }',
          {
            input: {
              branch: {
                repositoryNameWithOwner: `${owner}/${repo}`,
                branchName,
              },
              expectedHeadOid,
              message: {
                headline: 'Signed',
                body: 'Tenantry-Tenant: contract',
              },
              fileChanges: {
                additions: [
                  {
                    path: 'contract/signed.yaml',
                    contents: Buffer.from('a: 1\n').toString('base64'),
                  },
                ],
                deletions: [{ path: 'contract/tenant.yaml' }],
              },
            },
          },
        );
      const { createCommitOnBranch: made } = await commitOn(name, tip.sha);
      const { data } = await octokit.rest.git.getCommit({
        owner,
        repo,
        commit_sha: made.commit.oid,
      });
      expect(data.parents.map(({ sha }) => sha)).toEqual([tip.sha]);
      expect(data.message).toBe('Signed\n\nTenantry-Tenant: contract');
      expect(data.committer.email).toBe('noreply@github.com');
      const files = await filesOf(counterpart, data.tree.sha);
      expect(files.has('contract/tenant.yaml')).toBe(false);
      expect(files.get('contract/signed.yaml')).toBe(gitId('blob', 'a: 1\n'));

      const errors = (call: Promise<unknown>) =>
        call.then(
          () => [],
          error => error.errors as { type: string; message: string }[],
        );
      expect(await errors(commitOn(name, base.sha))).toMatchObject([
        { type: 'STALE_DATA', message: expect.stringMatching(/./) },
      ]);
      const missing = `tenantry-contract/${randomUUID()}`;
      expect(await errors(commitOn(missing, base.sha))).toMatchObject([
        { message: expect.stringMatching(/ (ref|branch)\b/i) },
      ]);
    },
  },
];

/** GitHub takes a moment to see that a branch has moved. */
async function eventually(check: () => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await check();
      return;
    } catch (error) {
      if (attempt === 5) throw error;
      await new Promise(resolve => setTimeout(resolve, 100 * 2 ** attempt));
    }
  }
}
