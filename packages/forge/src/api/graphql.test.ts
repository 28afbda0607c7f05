import {
  portal,
  repo,
  startTestForge,
  type TestForge,
} from '../__testUtils__/harness';

let forge: TestForge;

beforeAll(async () => {
  forge = await startTestForge();
});
afterAll(() => forge.stop());

const COMMIT = `
  mutation ($input: CreateCommitOnBranchInput!) {
    createCommitOnBranch(input: $input) {
      commit { oid url message }
      ref { name prefix target { oid } }
    }
  }`;

interface CommitAnswer {
  createCommitOnBranch: {
    commit: { oid: string; message: string };
    ref: { name: string; prefix: string; target: { oid: string } };
  };
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

function commit(
  expectedHeadOid: string,
  fileChanges: object,
  branchName = 'main',
) {
  return forge.as(portal).graphql<CommitAnswer>(COMMIT, {
    input: {
      branch: { repositoryNameWithOwner: 'platform/tenants', branchName },
      message: { headline: 'payments: new tenant', body: 'Request-Id: 42' },
      expectedHeadOid,
      fileChanges,
    },
  });
}

describe('createCommitOnBranch', () => {
  it('adds and deletes files in one commit', async () => {
    const before = await forge.headOf('main');
    const { createCommitOnBranch: answer } = await commit(before, {
      additions: [
        {
          path: 'tenants/payments/tenant.yaml',
          contents: base64('name: payments\n'),
        },
      ],
      deletions: [{ path: 'tenants/ledger/tenant.yaml' }],
    });
    expect(answer.ref).toMatchObject({ name: 'main', prefix: 'refs/heads/' });
    expect(answer.ref.target.oid).toBe(answer.commit.oid);
    expect(answer.commit.message).toBe(
      'payments: new tenant\n\nRequest-Id: 42',
    );
    expect(await forge.headOf('main')).toBe(answer.commit.oid);
    const { data } = await forge.as().git.getTree({
      ...repo,
      tree_sha: answer.commit.oid,
      recursive: 'true',
    });
    const paths = data.tree.map(({ path }) => path);
    expect(paths).toContain('tenants/payments/tenant.yaml');
    expect(paths).not.toContain('tenants/ledger');
  });

  it('is refused as stale when the branch is elsewhere', async () => {
    const before = await forge.headOf('main');
    const call = commit('c0ffee'.padEnd(40, '0'), { additions: [] });
    await expect(call).rejects.toMatchObject({
      errors: [{ type: 'STALE_DATA', path: ['createCommitOnBranch'] }],
    });
    expect(await forge.headOf('main')).toBe(before);
  });

  it('lets one of several through that expect the same', async () => {
    const before = await forge.headOf('main');
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c'].map(name =>
        commit(before, { additions: [{ path: `${name}.yaml`, contents: '' }] }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(
      1,
    );
  });

  it.each([
    [{ additions: [{ path: '../escape', contents: '' }] }, 'malformed'],
    [{ additions: [{ path: 'x', contents: 'not base64!' }] }, 'Validation'],
    [{ deletions: [{ path: 'no/such' }] }, 'does not exist'],
  ])('refuses %j', async (changes, message) => {
    const call = commit(await forge.headOf('main'), changes);
    await expect(call).rejects.toThrow(message);
  });

  it('needs a branch that exists', async () => {
    const call = commit(await forge.headOf('main'), {}, 'missing');
    await expect(call).rejects.toMatchObject({
      errors: [{ type: 'NOT_FOUND' }],
    });
  });
});

const MOVE = `
  mutation ($input: UpdateRefsInput!) {
    updateRefs(input: $input) { clientMutationId }
  }`;
const ABSENT = '0'.repeat(40);

describe('updateRefs', () => {
  async function move(...refUpdates: object[]) {
    const { data } = await forge.as().repos.get(repo);
    const input = { repositoryId: data.node_id, refUpdates };
    return forge.as(portal).graphql(MOVE, { input });
  }

  it('deletes a branch that is where the caller has seen it', async () => {
    const tip = await forge.branch('seen', { 's.yaml': 'a: 1\n' });
    const name = 'refs/heads/seen';
    await move({ name, beforeOid: tip, afterOid: ABSENT, force: true });
    await expect(forge.headOf('seen')).rejects.toMatchObject({ status: 404 });
  });

  it('leaves a branch alone that is elsewhere, and every other of the same call', async () => {
    const tip = await forge.branch('moved', { 'm.yaml': 'a: 1\n' });
    const main = await forge.headOf('main');
    const call = move(
      { name: 'refs/heads/fresh', beforeOid: ABSENT, afterOid: main },
      { name: 'refs/heads/moved', beforeOid: main, afterOid: ABSENT },
    );
    await expect(call).rejects.toMatchObject({
      errors: [{ type: 'UNPROCESSABLE', path: ['updateRefs'] }],
    });
    expect(await forge.headOf('moved')).toBe(tip);
    await expect(forge.headOf('fresh')).rejects.toMatchObject({ status: 404 });
  });

  it('moves back only by force, and never deletes the default branch', async () => {
    const ahead = await forge.branch('ahead', { 'a.yaml': 'a: 1\n' });
    const main = await forge.headOf('main');
    const back = { name: 'refs/heads/ahead', beforeOid: ahead, afterOid: main };
    await expect(move(back)).rejects.toThrow('not a fast forward');
    await move({ ...back, force: true });
    expect(await forge.headOf('ahead')).toBe(main);
    await expect(
      move({ name: 'refs/heads/main', afterOid: ABSENT, force: true }),
    ).rejects.toThrow('Cannot delete the default branch');
  });
});

describe('queries', () => {
  it('find the pull requests of a branch', async () => {
    const { number } = await forge.pull('tenant/ledger', {
      'l.yaml': 'a: 1\n',
    });
    const answer = await forge.as(portal).graphql(
      `query ($owner: String!, $repo: String!, $head: String!) {
        repository(name: $repo, owner: $owner) {
          ref(qualifiedName: $head) {
            associatedPullRequests(first: 1, states: OPEN) {
              edges { node { id number url state mergeable } }
            }
          }
          missing: ref(qualifiedName: "nothing") { name }
        }
        viewer { login }
      }`,
      { ...repo, head: 'tenant/ledger' },
    );
    expect(answer).toEqual({
      repository: {
        ref: {
          associatedPullRequests: {
            edges: [
              {
                node: {
                  id: expect.any(String),
                  number,
                  url: `${forge.forge.url}/platform/tenants/pull/${number}`,
                  state: 'OPEN',
                  mergeable: 'MERGEABLE',
                },
              },
            ],
          },
        },
        missing: null,
      },
      viewer: { login: portal.login },
    });
  });

  it('say what they do not know', async () => {
    const { graphql } = forge.as(portal);
    await expect(
      graphql('{ repository(owner: "platform", name: "none") { id } }'),
    ).rejects.toMatchObject({ errors: [{ type: 'NOT_FOUND' }] });
    await expect(graphql('{ enterprise { id } }')).rejects.toThrow(
      'enterprise',
    );
  });

  it('need a token', async () => {
    await expect(
      forge.as().graphql('{ viewer { login } }'),
    ).rejects.toMatchObject({
      status: 401,
    });
  });
});
