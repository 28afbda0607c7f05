import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Forge } from '@tenantry/forge';
import { unwrap } from '@tenantry/model';
import type { Octokit } from '@octokit/rest';
import { repositoryFiles } from '../files';
import { openMirror, type Mirror } from '../mirror';
import { prepareProposal, type Proposal } from '../proposal';
import { createClient } from '../propose/client';
import { propose, type ProposeOptions } from '../propose/propose';
import { exampleFleet } from './fleet';
import { startForgeProcess } from './forgeProcess';
import { temporaryFolder } from './gitFixture';

export const token = 'ghs_a-token-that-nobody-may-see';

export function startTestForge(): Promise<Forge> {
  return startForgeProcess({
    dataDir: temporaryFolder(),
    port: 0,
    users: [
      {
        login: 'tenantry-bot',
        name: 'Tenantry',
        email: 'bot@example.com',
        token,
      },
    ],
  });
}

/** A repository on a real forge, seen through a mirror and a client as in production. */
export interface TestRepository {
  readonly owner: string;
  readonly repo: string;
  readonly octokit: Octokit;
  readonly mirror: Mirror;
  readonly url: string;
  readonly htmlUrl: string;
  readonly apiUrl: string;
  prepare(
    request: unknown,
    commit?: string,
    requestedBy?: string,
  ): Promise<Proposal>;
  propose(
    proposal: Proposal,
    options?: Partial<ProposeOptions>,
  ): ReturnType<typeof propose>;
  /** Prepares on the newest base and proposes. */
  request(request: unknown, requestedBy?: string): ReturnType<typeof propose>;
  merge(number: number, method?: 'merge' | 'squash'): Promise<void>;
  /** Somebody else commits on a branch. */
  commit(
    branch: string,
    path: string,
    content: string,
    sha?: string,
  ): Promise<string>;
  tip(branch: string): Promise<string | undefined>;
  /** Git's answer in a fresh clone, trimmed. */
  git(...args: string[]): Promise<string>;
}

const run = promisify(execFile);

let repositories = 0;

export async function testRepository(forge: Forge): Promise<TestRepository> {
  const owner = 'acme';
  repositories += 1;
  const repo = `gitops-${repositories}`;
  await forge.createRepository({
    owner,
    name: repo,
    initialFiles: Object.fromEntries(repositoryFiles(exampleFleet())),
  });
  const htmlUrl = `${forge.url}/${owner}/${repo}`;
  const url = `${htmlUrl}.git`;
  const mirror = await openMirror({
    url,
    directory: temporaryFolder(),
    branch: 'main',
  });
  const octokit = createClient({
    apiBaseUrl: forge.apiUrl,
    token,
    throttle: false,
    retries: 0,
  });

  async function prepare(
    request: unknown,
    commit?: string,
    requestedBy = 'user:default/guest',
  ): Promise<Proposal> {
    const { head } = await mirror.fetch();
    return unwrap(
      prepareProposal({
        tree: await mirror.tree(commit ?? head),
        request,
        requestedBy: { ref: requestedBy },
        repository: { htmlUrl },
      }),
    );
  }

  function proposeHere(
    proposal: Proposal,
    options: Partial<ProposeOptions> = {},
  ) {
    return propose({
      octokit,
      owner,
      repo,
      baseBranch: 'main',
      proposal,
      history: mirror,
      ...options,
    });
  }

  return {
    owner,
    repo,
    octokit,
    mirror,
    url,
    htmlUrl,
    apiUrl: forge.apiUrl,
    prepare,
    propose: proposeHere,
    request: async (request, requestedBy) =>
      proposeHere(await prepare(request, undefined, requestedBy)),
    async merge(number, method = 'merge') {
      await octokit.rest.pulls.merge({
        owner,
        repo,
        pull_number: number,
        merge_method: method,
      });
    },
    async commit(branch, path, content, sha) {
      const { data } = await octokit.rest.repos.createOrUpdateFileContents({
        owner,
        repo,
        branch,
        path,
        message: `Edit ${path}`,
        content: Buffer.from(content).toString('base64'),
        sha,
        author: { name: 'Robin Reviewer', email: 'robin@example.com' },
      });
      return data.commit.sha ?? '';
    },
    async tip(branch) {
      await mirror.fetch();
      return mirror.branchTip(branch);
    },
    async git(...args) {
      const folder = temporaryFolder();
      // Not synchronously: the forge that answers lives in this process.
      await run('git', ['clone', '--quiet', '--mirror', url, 'clone'], {
        cwd: folder,
      });
      const { stdout } = await run('git', args, { cwd: join(folder, 'clone') });
      return stdout.trim();
    },
  };
}

/** The calls of the forge's API that really go out, as `GET /git/ref/heads/main`, repository left out. */
export function recordCalls(forge: Forge): string[] {
  const calls: string[] = [];
  const original = globalThis.fetch;
  jest.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    const url = String(input);
    if (url.startsWith(`${forge.url}/api/`)) {
      const path = new URL(url).pathname.replace(
        /^\/api(\/v3\/repos\/[^/]+\/[^/]+)?/,
        '',
      );
      calls.push(`${init?.method ?? 'GET'} ${decodeURIComponent(path)}`);
    }
    return original(input, init);
  });
  return calls;
}
