import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import {
  BadCredentialsError,
  BaseMovedError,
  ForgeRefusedError,
  ForgeUnreachableError,
  RateLimitedError,
  RepositoryMissingError,
} from '../errors';
import { repositoryFiles } from '../files';
import { prepareProposal } from '../proposal';
import { exampleFleet, paymentsRequest } from '../__testUtils__/fleet';
import { treeFromFiles } from '../tree';
import { unwrap } from '@tenantry/model';
import { createClient } from './client';
import type { History } from './forge';
import { propose } from './propose';

const api = 'https://github.example.com/api/v3';
const token = 'ghs_a-token-that-nobody-may-see';
const baseSha = 'b'.repeat(40);
const treeSha = 'a'.repeat(40);
const commitSha = 'c'.repeat(40);

const proposal = unwrap(
  prepareProposal({
    tree: treeFromFiles(repositoryFiles(exampleFleet()), {
      commit: baseSha,
      time: '2026-03-01T12:00:00Z',
      treeSha,
    }),
    request: paymentsRequest,
    repository: { htmlUrl: 'https://github.example.com/acme/gitops' },
  }),
);

/** Git knows of no branch but main. */
const emptyHistory: History = {
  fetch: async () => ({ head: baseSha, changed: false }),
  has: async commit => commit === baseSha,
  branchTip: async () => undefined,
  mergeBase: async () => undefined,
  diff: async () => [],
  commits: async () => [],
};

const steps = {
  base: ['get', '/git/ref/heads%2Fmain', { object: { sha: baseSha } }],
  tree: ['post', '/git/trees', { sha: 'd'.repeat(40) }],
  commit: ['post', '/git/commits', { sha: commitSha }],
  branch: ['post', '/git/refs', {}],
  pull: [
    'post',
    '/pulls',
    { number: 7, html_url: `${api}/pull/7`, head: { sha: commitSha } },
  ],
} as const;

type Step = keyof typeof steps;

const server = setupServer();
const calls: string[] = [];
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
beforeEach(() => {
  calls.length = 0;
  server.resetHandlers(
    ...(Object.keys(steps) as Step[]).map(step => answer(step)),
  );
});
afterAll(() => server.close());

/** What the forge answers to one step: usually success. */
function answer(
  step: Step,
  status?: number,
  body?: object,
  headers?: Record<string, string>,
) {
  const [method, path, success] = steps[step];
  return http[method](`${api}/repos/acme/gitops${path}`, () => {
    calls.push(step);
    return HttpResponse.json(body ?? success, {
      status: status ?? 200,
      headers,
    });
  });
}

function run(options: { retries?: number; throttle?: boolean } = {}) {
  const log: string[] = [];
  const write = (message: string) => log.push(message);
  const octokit = createClient({
    apiBaseUrl: `${api}/`,
    token,
    throttle: false,
    retries: 0,
    log: { debug: write, info: write, warn: write, error: write },
    ...options,
  });
  return propose({
    octokit,
    owner: 'acme',
    repo: 'gitops',
    baseBranch: 'main',
    proposal,
    history: emptyHistory,
  })
    .then(
      outcome => ({ outcome, error: undefined }),
      error => ({ outcome: undefined, error }),
    )
    .then(result => ({ ...result, log: log.join('\n') }));
}

describe('an answer of the forge', () => {
  it('that is what one hopes for gives the pull request', async () => {
    const { outcome } = await run();
    expect(outcome).toEqual({
      branch: 'tenantry/payments',
      change: 'opened',
      commitSha,
      pullRequestNumber: 7,
      pullRequestUrl: `${api}/pull/7`,
      warnings: [],
    });
    expect(calls).toEqual(['base', 'tree', 'commit', 'branch', 'pull']);
  });

  it.each([
    [
      'base',
      401,
      'Bad credentials',
      BadCredentialsError,
      /token was refused by acme\/gitops.*valid token/,
    ],
    [
      'base',
      403,
      'Resource not accessible by integration',
      BadCredentialsError,
      /read the branch main/,
    ],
    [
      'base',
      404,
      'Not Found',
      RepositoryMissingError,
      /acme\/gitops or its branch main was not found.*configured address/,
    ],
    [
      'tree',
      403,
      'Repository was archived so is read-only.',
      RepositoryMissingError,
      /acme\/gitops is archived, so nothing can be written to it/,
    ],
    [
      'branch',
      422,
      'Repository rule violations found\n\nCannot create ref due to creations being restricted.',
      ForgeRefusedError,
      /creations being restricted.*branch rule or setting/s,
    ],
    [
      'base',
      409,
      'Git Repository is empty.',
      RepositoryMissingError,
      /acme\/gitops is empty/,
    ],
    [
      'base',
      429,
      'Too many requests',
      RateLimitedError,
      /too many requests.*Wait/,
    ],
    [
      'base',
      403,
      'API rate limit exceeded for installation ID 1.',
      RateLimitedError,
      /Wait/,
    ],
    [
      'base',
      500,
      'Server Error',
      ForgeUnreachableError,
      /github\.example\.com can't be reached: it answered 500/,
    ],
    [
      'tree',
      404,
      'Not Found',
      BadCredentialsError,
      /it may read, but not write/,
    ],
    [
      'commit',
      403,
      'Resource not accessible by personal access token',
      BadCredentialsError,
      /write the commit/,
    ],
    [
      'branch',
      422,
      'Reference cannot be created',
      ForgeRefusedError,
      /refused to create the branch tenantry\/payments: Reference cannot/,
    ],
    [
      'pull',
      422,
      'Validation Failed',
      ForgeRefusedError,
      /refused to open the pull request: Validation Failed.*branch rule/,
    ],
    ['pull', 502, 'Bad Gateway', ForgeUnreachableError, /answered 502/],
  ] as const)(
    'to %s of %i %s has its own error with the next step',
    async (step, status, message, type, words) => {
      server.use(answer(step, status, { message }));
      const { error, log } = await run();
      expect(error).toBeInstanceOf(type);
      expect(error.message).toMatch(words);
      expect(error.message).toContain(error.nextStep);
      expect(error.nextStep).toContain('try again');
      const seen = `${log}${error.stack}${error.cause?.stack}${JSON.stringify([
        error,
        error.cause,
      ])}`;
      expect(seen).not.toContain(token);
      expect(calls.filter(call => call === step)).toHaveLength(1);
    },
  );

  it('says when the rate limit ends', async () => {
    server.use(
      answer(
        'base',
        403,
        { message: 'Forbidden' },
        {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(
            Date.parse('2026-03-01T12:00:00Z') / 1000,
          ),
        },
      ),
    );
    const { error } = await run();
    expect(error).toBeInstanceOf(RateLimitedError);
    expect(error.message).toContain('2026-03-01T12:00:00Z');
  });

  it('that a field is invalid tells which', async () => {
    server.use(
      answer('pull', 422, {
        message: 'Validation Failed',
        errors: [{ resource: 'PullRequest', field: 'base', code: 'invalid' }],
      }),
    );
    const { error } = await run();
    expect(error.message).toContain('"field":"base"');
  });
});

describe('a hiccup', () => {
  it('is tried again at every step', async () => {
    for (const step of Object.keys(steps) as Step[]) {
      calls.length = 0;
      server.resetHandlers(
        ...(Object.keys(steps) as Step[]).map(each => answer(each)),
      );
      server.use(answer(step, 502, { message: 'Bad Gateway' }));
      const { error } = await run({ retries: 1 });
      expect(error).toBeInstanceOf(ForgeUnreachableError);
      expect(calls.filter(call => call === step)).toHaveLength(2);
    }
    // Each waits a second before it tries again.
  }, 30_000);

  it.each([
    ['is cut off on the way', 'application/json', '{"sha": "dddd'],
    ['is a page of a proxy', 'text/html', '<h1>Sign in</h1>'],
  ])(
    'is an answer that %s: asked for again',
    async (_, type, body) => {
      const [, path] = steps.branch;
      server.use(
        http.post(
          `${api}/repos/acme/gitops${path}`,
          () =>
            new HttpResponse(body, {
              status: 201,
              headers: { 'content-type': type },
            }),
          { once: true },
        ),
      );
      const { outcome } = await run({ retries: 1 });
      expect(outcome?.change).toBe('opened');
      expect(calls.filter(call => call === 'branch')).toHaveLength(1);
    },
    30_000,
  );

  it('of the network is no answer at all', async () => {
    const [, path] = steps.commit;
    server.use(
      http.post(`${api}/repos/acme/gitops${path}`, () => HttpResponse.error()),
    );
    const { error } = await run();
    expect(error).toBeInstanceOf(ForgeUnreachableError);
    expect(error.message).toMatch(
      /github\.example\.com can't be reached: .*try again/,
    );
  });
});

it('throttles as GitHub asks, and still makes the same five calls', async () => {
  const { outcome } = await run({ throttle: true });
  expect(outcome?.change).toBe('opened');
  expect(calls).toHaveLength(5);
}, 30_000);

it('writes nothing when the base moved between the preview and the submission', async () => {
  server.use(answer('base', 200, { object: { sha: 'e'.repeat(40) } }));
  const { error } = await run();
  expect(error).toBeInstanceOf(BaseMovedError);
  expect(error.nextStep).toContain('Open the preview again');
  expect(calls).toEqual(['base']);
});

it('does not wait long for a rate limit', async () => {
  server.use(
    answer(
      'base',
      403,
      { message: 'secondary rate limit' },
      { 'retry-after': '3600' },
    ),
  );
  const { error } = await run({ throttle: true });
  expect(error).toBeInstanceOf(RateLimitedError);
});
