import type { Forge } from '@tenantry/forge';
import {
  behaviours,
  cleanUp,
  type Counterpart,
} from '../__testUtils__/contract';
import { startEmulate } from '../__testUtils__/emulate';
import { startTestForge, token } from '../__testUtils__/forgeFixture';
import { removeTemporaryFolders } from '../__testUtils__/gitFixture';
import { createClient } from './client';

// Other work may share the machine; GitHub asks for a second between two writes.
jest.setTimeout(60_000);

function client(apiBaseUrl: string, key: string, throttle = false) {
  return createClient({ apiBaseUrl, token: key, throttle, retries: 0 });
}

/** By the name of the behaviour: what the counterpart does instead, or why it can't be asked. */
type Reasons = Readonly<Record<string, string>>;

function describeContract(
  counterpart: () => Counterpart,
  {
    deviations = {},
    unasked = {},
  }: { readonly deviations?: Reasons; readonly unasked?: Reasons } = {},
) {
  for (const { name, check } of behaviours) {
    if (name in deviations) {
      it(`is known to deviate: ${name}; ${deviations[name]}`, async () => {
        await expect(check(counterpart())).rejects.toThrow();
      });
    } else if (name in unasked) {
      it.skip(`is not asked: ${name}; ${unasked[name]}`, () => {});
    } else {
      it(`${name}`, () => check(counterpart()));
    }
  }
  it('is excused from nothing that is not asked of others', () => {
    expect(behaviours.map(({ name }) => name)).toEqual(
      expect.arrayContaining(Object.keys({ ...deviations, ...unasked })),
    );
  });
}

describe('the embedded forge', () => {
  let forge: Forge;
  beforeAll(async () => {
    forge = await startTestForge();
    await forge.createRepository({ owner: 'acme', name: 'contract' });
  });
  afterAll(async () => {
    await forge.close();
    removeTemporaryFolders();
  });

  describeContract(() => ({
    octokit: client(forge.apiUrl, token),
    stranger: client(forge.apiUrl, 'a-token-of-nobody'),
    owner: 'acme',
    repo: 'contract',
    main: 'main',
    reviewer: 'robin',
  }));
});

describe('emulate', () => {
  let emulate: Awaited<ReturnType<typeof startEmulate>>;
  beforeAll(async () => {
    emulate = await startEmulate({
      tokens: { [token]: { login: 'acme', scopes: ['repo'] } },
      github: {
        users: [{ login: 'acme' }, { login: 'robin' }],
        repos: [{ owner: 'acme', name: 'contract', auto_init: true }],
      },
    });
  });
  afterAll(() => emulate.close());

  describeContract(
    () => ({
      octokit: client(emulate.url, token),
      stranger: client(emulate.url, 'a-token-of-nobody'),
      owner: 'acme',
      repo: 'contract',
      main: 'main',
      reviewer: 'robin',
    }),
    {
      deviations: {
        'a wrong token is refused, also where reading takes none':
          'it takes an unknown token for its first user',
        'a folder that becomes empty is gone': 'it keeps an empty tree',
        'a branch that is missing does not move': 'it answers 404',
        'a second pull request of a branch is refused': 'it opens another',
        'a pull request of a missing branch is refused':
          'it makes the branch from the base',
        'a pull request of a branch that has nothing new is refused':
          'it opens one',
        'a pull request shows what its branch moved to, until it is closed':
          'it keeps showing the commit that it was opened with',
        'a label that is not there is not taken off':
          'it answers 404 without saying of what',
        'GraphQL commits to a branch whose tip is the expected one, and says STALE_DATA for any other':
          'it has no GraphQL',
      },
    },
  );
});

const {
  TENANTRY_GITHUB_TOKEN: key,
  TENANTRY_GITHUB_REPOSITORY: repository,
  /** Of an Enterprise Server, say. */
  TENANTRY_GITHUB_API: api = 'https://api.github.com',
} = process.env;

describe('GitHub', () => {
  if (!key || !repository) {
    it.skip('is not asked: set TENANTRY_GITHUB_TOKEN, and TENANTRY_GITHUB_REPOSITORY=owner/name to a repository that may be written to', () => {});
    return;
  }
  const [owner, repo] = repository.split('/');
  const octokit = client(api, key, true);
  const stranger = client(api, 'a-token-of-nobody');
  let counterpart: Counterpart;
  beforeAll(async () => {
    const { data } = await octokit.rest.repos.get({ owner, repo });
    counterpart = { octokit, stranger, owner, repo, main: data.default_branch };
  });
  afterAll(() => cleanUp(counterpart));

  describeContract(() => counterpart, {
    unasked: {
      'reviewers are asked, and reviews are a list':
        'the repository may have no second account',
    },
  });
});
