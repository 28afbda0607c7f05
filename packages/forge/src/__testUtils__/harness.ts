import { Octokit } from '@octokit/rest';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { startForge, type Forge, type ForgeOptions, type ForgeUser } from '..';
import { gitEnvironment } from '../git/git';

export const portal: ForgeUser = {
  login: 'tenantry-bot',
  name: 'Tenantry',
  email: 'tenantry@example.com',
  token: 'portal-token-3f9c1e',
};

export const reviewer: ForgeUser = {
  login: 'robin',
  name: 'Robin Reviewer',
  email: 'robin@example.com',
  token: 'reviewer-token-77ab20',
};

export const repo = { owner: 'platform', repo: 'tenants' } as const;

export interface TestForge {
  readonly forge: Forge;
  readonly dataDir: string;
  readonly warnings: string[];
  /** An Octokit for somebody, or for nobody. */
  as(user?: ForgeUser | { token: string }): Octokit;
  /** Stops and starts it again on the same data, at another port. */
  restart(): Promise<void>;
  /** Starts it again after `forge.close()`. */
  start(): Promise<void>;
  stop(): Promise<void>;
  headOf(branch: string): Promise<string>;
  /** A branch with one commit that writes these files; `null` deletes. */
  branch(name: string, files: Record<string, string | null>): Promise<string>;
  /** A pull request from a new branch. */
  pull(
    name: string,
    files: Record<string, string | null>,
    title?: string,
  ): Promise<{ number: number; head: string }>;
}

// Other work may share the machine.
jest.setTimeout(30_000);

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

export async function startTestForge(
  options: Partial<ForgeOptions> = {},
): Promise<TestForge> {
  const dataDir = await mkdtemp(join(tmpdir(), 'forge-test-'));
  const warnings: string[] = [];
  const start = () =>
    startForge({
      dataDir,
      port: 0,
      users: [portal, reviewer],
      logger: { info: () => {}, warn: message => warnings.push(message) },
      ...options,
    });
  let forge = await start();
  await forge.createRepository({
    owner: repo.owner,
    name: repo.repo,
    description: 'Who lives where',
    initialFiles: {
      'README.md': '# Tenants\n',
      'tenants/ledger/tenant.yaml': 'name: ledger\nsize: small\nteam: Ledger\n',
    },
  });

  const as = (user?: { token: string }) =>
    new Octokit({ baseUrl: forge.apiUrl, auth: user?.token, log: SILENT });

  async function headOf(name: string): Promise<string> {
    const { data } = await as().git.getRef({ ...repo, ref: `heads/${name}` });
    return data.object.sha;
  }

  async function createBranch(
    name: string,
    files: Record<string, string | null>,
  ): Promise<string> {
    const api = as(portal).git;
    const parent = await headOf('main');
    const { data: tree } = await api.createTree({
      ...repo,
      base_tree: parent,
      tree: Object.entries(files).map(([path, content]) => ({
        path,
        mode: '100644' as const,
        ...(content === null ? { sha: null } : { content }),
      })),
    });
    const { data: commit } = await api.createCommit({
      ...repo,
      message: `Change ${name}`,
      tree: tree.sha,
      parents: [parent],
    });
    await api.createRef({
      ...repo,
      ref: `refs/heads/${name}`,
      sha: commit.sha,
    });
    return commit.sha;
  }

  return {
    get forge() {
      return forge;
    },
    dataDir,
    warnings,
    as,
    headOf,
    branch: createBranch,
    async pull(name, files, title = `payments: ${name}`) {
      const head = await createBranch(name, files);
      const { data } = await as(portal).pulls.create({
        ...repo,
        title,
        head: name,
        base: 'main',
      });
      return { number: data.number, head };
    },
    async restart() {
      await forge.close();
      forge = await start();
    },
    async start() {
      forge = await start();
    },
    async stop() {
      await forge.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The stock git client, with nothing of this machine's configuration. */
export async function git(args: string[], cwd = tmpdir()): Promise<string> {
  const { stdout } = await promisify(execFile)('git', args, {
    cwd,
    env: { ...gitEnvironment(), GIT_LITERAL_PATHSPECS: '0' },
  });
  return stdout;
}

/** What a call that has to fail answers. */
export async function refusalOf(
  call: Promise<unknown>,
): Promise<{ status: number; message: string; errors: unknown }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error && 'status' in error && 'response' in error) {
      const { status, response } = error as unknown as {
        status: number;
        response?: { data?: { message?: string; errors?: unknown } };
      };
      return {
        status,
        message: response?.data?.message ?? '',
        errors: response?.data?.errors,
      };
    }
    throw error;
  }
  throw new Error('The call was expected to fail');
}
