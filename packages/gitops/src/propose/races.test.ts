import { join } from 'node:path';
import type { Forge } from '@tenantry/forge';
import { unwrap } from '@tenantry/model';
import { GitOpsError } from '../errors';
import { prepareProposal } from '../proposal';
import { interruptedFetch } from '../__testUtils__/faults';
import { paymentsRequest } from '../__testUtils__/fleet';
import {
  startTestForge,
  testRepository,
  token,
  type TestRepository,
} from '../__testUtils__/forgeFixture';
import {
  removeTemporaryFolders,
  temporaryFolder,
} from '../__testUtils__/gitFixture';
import { startProgram } from '../__testUtils__/program';
import type { ProposerOrder } from '../__testUtils__/proposerProgram';
import { createClient } from './client';
import type { ProposeOptions } from './propose';
import type { Proposed } from './wanted';

// Many proposals, each with many processes; other work may share the machine.
jest.setTimeout(180_000);

let forge: Forge;
let repository: TestRepository;

beforeAll(async () => {
  forge = await startTestForge();
});
beforeEach(async () => {
  repository = await testRepository(forge);
});
afterAll(async () => {
  await forge.close();
  removeTemporaryFolders();
});

const branch = 'tenantry/payments';
const [dev] = paymentsRequest.environments;

function request(title: string) {
  return { ...paymentsRequest, title, environments: [dev] };
}

/** Asks for it. Another host stands for another process, which takes no turns with this one. */
async function ask(
  title: string,
  {
    on = repository,
    host = 'localhost',
    fetch,
    ...options
  }: Partial<ProposeOptions> & {
    readonly on?: TestRepository;
    readonly host?: 'localhost' | '127.0.0.1';
    readonly fetch?: typeof globalThis.fetch;
  } = {},
): Promise<Proposed> {
  const octokit = createClient({
    apiBaseUrl: forge.apiUrl.replace('localhost', host),
    token,
    throttle: false,
    fetch,
  });
  const proposal = await on.prepare(request(title));
  return on.propose(proposal, { octokit, ...options });
}

function askElsewhere(title: string, options: Parameters<typeof ask>[1] = {}) {
  return ask(title, { ...options, host: '127.0.0.1' });
}

async function pulls({ owner, repo, octokit }: TestRepository) {
  return octokit.paginate(octokit.rest.pulls.list, {
    owner,
    repo,
    state: 'all',
    per_page: 100,
  });
}

async function titleAt(
  { mirror }: TestRepository,
  commit: string | undefined,
): Promise<string | undefined> {
  const tree = await mirror.tree(commit ?? '');
  const text = tree.read('tenants/payments/tenant.yaml') ?? '';
  return /^ {2}title: (.*)$/m.exec(text)?.[1];
}

/** What the only open pull request holds, and what it says. */
async function shown(at: TestRepository = repository) {
  const open = (await pulls(at)).filter(({ state }) => state === 'open');
  expect(open).toHaveLength(1);
  expect(open[0].head.sha).toBe(await at.tip(branch));
  return {
    holds: await titleAt(at, open[0].head.sha),
    tellsOf: /Tenant \*\*(.*?)\*\*/.exec(open[0].body ?? '')?.[1],
  };
}

/** What each of the branch's own commits asks for, the newest first. */
async function asked(): Promise<(string | undefined)[]> {
  const log = await repository.git('log', '--format=%H', `main..${branch}`);
  await repository.mirror.fetch();
  const titles: (string | undefined)[] = [];
  for (const commit of log.split('\n')) {
    titles.push(await titleAt(repository, commit));
  }
  return titles;
}

describe('two processes that ask for one tenant at once', () => {
  it('make one pull request that tells of the later request, whoever opens it', async () => {
    const fetch = interruptedFetch('POST /pulls', 'before', () =>
      askElsewhere('Two'),
    );
    const one = await ask('One', { fetch });
    expect(one).toMatchObject({ pullRequestNumber: 1, warnings: [] });
    expect(await asked()).toEqual(['Two', 'One']);
    expect(await shown()).toEqual({ holds: 'Two', tellsOf: 'Two' });
  });

  it('describe what the branch holds where the earlier one opens the pull request', async () => {
    let two: Promise<Proposed> | undefined;
    let go = () => {};
    const gone = new Promise<void>(resolve => {
      go = resolve;
    });
    const fetch = interruptedFetch(
      'POST /pulls',
      'before',
      () =>
        new Promise<void>(resolve => {
          two = askElsewhere('Two', {
            fetch: interruptedFetch('POST /pulls', 'before', () => {
              resolve();
              return gone;
            }),
          });
        }),
    );
    await ask('One', { fetch });
    go();
    expect(await two).toMatchObject({ pullRequestNumber: 1, warnings: [] });
    expect(await asked()).toEqual(['Two', 'One']);
    expect(await shown()).toEqual({ holds: 'Two', tellsOf: 'Two' });
  });

  it('are told where the earlier one was the last to describe it', async () => {
    await ask('Zero');
    const fetch = interruptedFetch('PATCH /pulls/*', 'before', () =>
      askElsewhere('Two'),
    );
    const { warnings } = await ask('One', { fetch });
    expect(await asked()).toEqual(['Two', 'One', 'Zero']);
    expect(warnings).toEqual([
      expect.stringMatching(/#1 tells of this one.*ask for the other again/),
    ]);
    await ask('Two');
    expect(await shown()).toEqual({ holds: 'Two', tellsOf: 'Two' });
  });

  it.each([
    ['deterministic', 'POST /git/refs', []],
    ['deterministic', 'PATCH /git/refs/heads/tenantry/*', ['Zero']],
    ['signed', 'POST /graphql', []],
    ['signed', 'POST /graphql', ['Zero']],
  ] as const)(
    'never make a %s commit again that the other stands on, though the answer to %s was lost after %j',
    async (commits, call, before) => {
      for (const title of before) await ask(title, { commits });
      const fetch = interruptedFetch(call, 'after', async () => {
        await askElsewhere('Two', { commits });
        throw new TypeError('fetch failed', { cause: new Error('reset') });
      });
      expect(await ask('One', { commits, fetch })).toMatchObject({
        change: 'updated',
        pullRequestNumber: 1,
      });
      expect(await asked()).toEqual(['Two', 'One', ...before]);
      expect(await shown()).toEqual({ holds: 'Two', tellsOf: 'Two' });
    },
  );
});

describe('a person who acts while a request is added to an open one', () => {
  /** Before the branch moves and after it, and where the forge does both at once. */
  const steps = [
    ['deterministic', 'POST /git/trees'],
    ['deterministic', 'PATCH /pulls/*'],
    ['signed', 'POST /graphql'],
  ] as const;

  const close = ({ owner, repo, octokit }: TestRepository) =>
    octokit.rest.pulls.update({ owner, repo, pull_number: 1, state: 'closed' });
  const deleteBranch = ({ owner, repo, octokit }: TestRepository) =>
    octokit.rest.git.deleteRef({ owner, repo, ref: `heads/${branch}` });

  it.each([
    ['merges that one', (at: TestRepository) => at.merge(1)],
    [
      'merges that one, whose branch is deleted then',
      async (at: TestRepository) => {
        await at.merge(1);
        await deleteBranch(at);
      },
    ],
    ['closes that one', close],
    ['deletes the branch', deleteBranch],
  ])('and %s loses nobody a request', async (_, act) => {
    const repositories = await Promise.all(
      steps.map(() => testRepository(forge)),
    );
    const found = await Promise.all(
      steps.map(async ([commits, call], n) => {
        const on = repositories[n];
        await ask('Zero', { on, commits });
        const fetch = interruptedFetch(call, 'before', () => act(on));
        const first = await comesOf(ask('One', { on, commits, fetch }), on);
        const second = await comesOf(ask('One', { on, commits }), on);
        return { at: call, first, second };
      }),
    );
    const honest = expect.stringMatching(
      /^(seen|BaseMovedError|BranchTakenError)$/,
    );
    expect(found).toEqual(
      steps.map(([, call]) => ({ at: call, first: honest, second: honest })),
    );
  });
});

/** Whether a request that went well can be seen, on the main branch or in an open pull request. */
async function comesOf(asking: Promise<Proposed>, at: TestRepository) {
  try {
    const outcome = await asking;
    const open = (await pulls(at)).filter(({ state }) => state === 'open');
    const { head } = await at.mirror.fetch();
    const commits = [head, ...open.map(pull => pull.head.sha)];
    const titles = await Promise.all(
      commits.map(commit => titleAt(at, commit)),
    );
    return titles.includes('One') ? 'seen' : outcome;
  } catch (error) {
    return error instanceof GitOpsError ? error.name : error;
  }
}

describe('many at once', () => {
  it('of fifty tenants have a pull request each, and all of them merge', async () => {
    const { owner, repo, mirror, htmlUrl } = repository;
    const { head } = await mirror.fetch();
    const tree = await mirror.tree(head);
    const names = Array.from({ length: 50 }, (_, n) => `tenant-${n + 1}`);
    const proposals = names.map(name =>
      unwrap(
        prepareProposal({
          tree,
          request: { ...request(name), name },
          requestedBy: { ref: 'user:default/guest' },
          repository: { htmlUrl },
        }),
      ),
    );
    const outcomes = await Promise.all(
      proposals.map(proposal => {
        const octokit = createClient({
          apiBaseUrl: forge.apiUrl,
          token,
          throttle: false,
        });
        return repository.propose(proposal, { octokit });
      }),
    );
    expect(new Set(outcomes.map(({ change }) => change))).toEqual(
      new Set(['opened']),
    );
    const open = await pulls(repository);
    expect(open.map(pull => pull.head.ref).sort()).toEqual(
      names.map(name => `tenantry/${name}`).sort(),
    );

    for (const { pullRequestNumber = 0 } of outcomes) {
      await repository.octokit.rest.pulls.merge({
        owner,
        repo,
        pull_number: pullRequestNumber,
      });
    }
    const merged = await mirror.tree((await mirror.fetch()).head);
    for (const { path, content } of proposals.flatMap(one => one.changes))
      expect(merged.read(path)).toBe(content);
  });

  it.each(['deterministic', 'signed'] as const)(
    'of ten people through three processes leave one pull request with every %s commit in it',
    async commits => {
      const { owner, repo, url, htmlUrl } = repository;
      const titles = Array.from({ length: 10 }, (_, n) => `Payments ${n}`);
      const programs = [0, 1, 2].map(() =>
        startProgram<ProposerOrder>(
          join(__dirname, '../__testUtils__/proposerProgram.ts'),
        ),
      );
      const { apiUrl } = forge;
      await Promise.all(
        programs.map(({ tell }, which) =>
          tell({
            prepare: titles
              .filter((_, n) => n % programs.length === which)
              .map(request),
            with: {
              ...{ owner, repo, url, htmlUrl, apiUrl, token },
              directory: temporaryFolder(),
            },
          }),
        ),
      );
      const outcomes = (
        await Promise.all(
          programs.map(({ tell }) =>
            tell<(Proposed | string)[]>({ propose: { commits } }),
          ),
        )
      ).flat();
      await Promise.all(programs.map(({ end }) => end()));

      // Somebody moved the branch at each attempt that failed, and there are nine others: nobody runs out of attempts.
      expect(outcomes).toEqual(
        titles.map(() => expect.objectContaining({ pullRequestNumber: 1 })),
      );
      expect((await asked()).sort()).toEqual(titles);
      const { holds, tellsOf } = await shown();
      const warned = outcomes.some(
        outcome => typeof outcome === 'object' && outcome.warnings.length > 0,
      );
      expect(warned || tellsOf === holds).toBe(true);
    },
  );
});
