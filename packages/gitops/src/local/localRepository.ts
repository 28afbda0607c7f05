import { copyFile, mkdir, mkdtemp, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { git, GitError, type RunGit } from '../git';
import { readDiff, readFolders, type PathChange } from '../history';
import { repositoryRoots } from '../layout';
import { readOddFolders, type OddFolder } from '../oddFolders';
import { readTree } from '../readTree';
import type { Tree } from '../tree';
import {
  NotARepositoryError,
  RevisionMissingError,
  UnrelatedHistoriesError,
} from './errors';

/**
 * Somebody's clone, with the files in its working folder. It is only read: what git has to write to answer goes to a
 * temporary folder, and no hook, filter or program that a file of the repository could name is run.
 */
export interface LocalRepository {
  /** Its top folder. */
  readonly directory: string;
  /**
   * The commit that a revision names, such as `origin/main`.
   *
   * @throws RevisionMissingError
   */
  commit(revision: string): Promise<string>;
  /** The branch that a revision names, such as `main` for `HEAD` or `origin/main`; absent where it names none. */
  branchOf(revision: string): Promise<string | undefined>;
  /** The commit that the working folder would make: what is changed, deleted and new, without what git ignores. */
  workingCommit(): Promise<string>;
  /**
   * The commit that merging `head` into `base` would make, or the paths on which they conflict.
   *
   * @throws UnrelatedHistoriesError
   */
  merge(base: string, head: string): Promise<Merge>;
  mergeBase(a: string, b: string): Promise<string | undefined>;
  diff(from: string, to: string): Promise<readonly PathChange[]>;
  /** Folders of `to` that `from` doesn't have, and that git would not have written so. */
  oddFolders(from: string, to: string): Promise<readonly OddFolder[]>;
  /** The files of a commit at or below `roots`, or those of them that are wanted. Default: everything that Tenantry reads. */
  tree(
    commit: string,
    roots?: readonly string[],
    isWanted?: (path: string) => boolean,
  ): Promise<Tree>;
  /** Names of the folders right in a folder. */
  folders(commit: string, folder: string): Promise<readonly string[]>;
  /** Paths of everything right in a folder. */
  list(commit: string, folder: string): Promise<readonly string[]>;
  /** The last commit up to `commit` that deleted a file. */
  deletionOf(commit: string, path: string): Promise<string | undefined>;
  /** Whether it is known to lack older commits, as a shallow clone does. */
  isShallow(): Promise<boolean>;
  /** Address of a remote; absent where there is none of that name. */
  remoteUrl(remote: string): Promise<string | undefined>;
  close(): Promise<void>;
}

export type Merge =
  | { readonly commit: string; readonly conflicts?: undefined }
  | { readonly conflicts: readonly string[] };

/** A clone that somebody else owns, as in a container, is read all the same: nothing of it is run. */
const configuration = [
  'safe.directory=*',
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.autocrlf=false',
].flatMap(setting => ['-c', setting]);

/** Who makes commits that nobody ever sees. */
const nobody = {
  GIT_AUTHOR_NAME: 'tenantry',
  GIT_AUTHOR_EMAIL: 'tenantry@localhost',
  GIT_COMMITTER_NAME: 'tenantry',
  GIT_COMMITTER_EMAIL: 'tenantry@localhost',
};

/** @throws NotARepositoryError */
export async function openLocalRepository(
  folder: string,
): Promise<LocalRepository> {
  const directory = await topFolder(folder);
  const scratch = await mkdtemp(join(tmpdir(), 'tenantry-'));
  await mkdir(join(scratch, 'objects'));
  const own = runnerIn(directory, { HOME: scratch });
  const place = async (name: string) =>
    resolve(directory, await line(own, ['rev-parse', '--git-path', name]));
  const run = runnerIn(directory, {
    ...nobody,
    HOME: scratch,
    GIT_OBJECT_DIRECTORY: join(scratch, 'objects'),
    GIT_ALTERNATE_OBJECT_DIRECTORIES: await place('objects'),
    GIT_INDEX_FILE: join(scratch, 'index'),
  });
  const commitTree = async (tree: string, parents: readonly string[]) =>
    line(run, [
      'commit-tree',
      ...parents.flatMap(parent => ['-p', parent]),
      '-m',
      'Not for anybody to see',
      tree,
    ]);

  return {
    directory,
    async commit(revision) {
      const found = await maybe(run, [
        'rev-parse',
        '--verify',
        '--quiet',
        '--end-of-options',
        `${revision}^{commit}`,
      ]);
      if (found === undefined) throw new RevisionMissingError(revision);
      return found;
    },
    async branchOf(revision) {
      const name = await maybe(run, [
        'rev-parse',
        '--verify',
        '--quiet',
        '--symbolic-full-name',
        '--end-of-options',
        revision,
      ]);
      return /^refs\/(?:heads|remotes\/[^/]+)\/(.+)$/.exec(name ?? '')?.[1];
    },
    async workingCommit() {
      const head = await maybe(run, [
        'rev-parse',
        '--verify',
        '--quiet',
        'HEAD',
      ]);
      await copyIndex(await place('index'), join(scratch, 'index'));
      await run(['add', '--all']);
      return commitTree(await line(run, ['write-tree']), head ? [head] : []);
    },
    async merge(base, head) {
      const { tree, conflicts } = await merged(run, base, head);
      return conflicts
        ? { conflicts }
        : { commit: await commitTree(tree, [base, head]) };
    },
    mergeBase: (a, b) => maybe(run, ['merge-base', a, b]),
    diff: (from, to) => readDiff(run, from, to),
    oddFolders: (from, to) => readOddFolders(run, from, to),
    tree: async (commit, roots = repositoryRoots, isWanted) =>
      (await readTree(run, commit, roots, () => undefined, isWanted)).tree,
    folders: async (commit, path) => [
      ...(await readFolders(run, commit, path)).keys(),
    ],
    list: async (commit, path) =>
      texts(
        await run(['ls-tree', '-z', '--name-only', commit, '--', `${path}/`]),
      ),
    deletionOf: (commit, path) =>
      maybe(run, [
        'log',
        '-1',
        // A merge may be what deleted it.
        '--full-history',
        '-m',
        '--diff-filter=D',
        '--format=%H',
        commit,
        '--',
        path,
      ]),
    isShallow: async () =>
      (await line(run, ['rev-parse', '--is-shallow-repository'])) === 'true',
    remoteUrl: remote => maybe(run, ['remote', 'get-url', remote]),
    close: () => rm(scratch, { recursive: true, force: true }),
  };
}

/**
 * With what an index knows of the files' times, git reads only those that changed. It distrusts files that changed in the
 * second in which the index was written, so that the copy must seem to be as old.
 */
async function copyIndex(index: string, copy: string): Promise<void> {
  try {
    const { atime, mtime } = await stat(index);
    await copyFile(index, copy);
    await utimes(copy, atime, mtime);
  } catch {
    // A clone in which nothing was added yet has none.
    await rm(copy, { force: true });
  }
}

async function topFolder(folder: string): Promise<string> {
  try {
    return await line(runnerIn(folder, {}), ['rev-parse', '--show-toplevel']);
  } catch (error) {
    if (error instanceof GitError && error.reason === 'failed')
      throw new NotARepositoryError(folder, { cause: error });
    throw error;
  }
}

function runnerIn(
  directory: string,
  env: Readonly<Record<string, string>>,
): RunGit {
  return (args, options) =>
    git([...configuration, ...args], { ...options, directory, env });
}

/** The tree of a merge, and the paths that conflict where it isn't clean: git may name none. */
async function merged(
  run: RunGit,
  base: string,
  head: string,
): Promise<{ readonly tree: string; readonly conflicts?: string[] }> {
  const args = [
    ...['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z'],
    ...[base, head],
  ];
  try {
    return { tree: texts(await run(args))[0] };
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    if (/unrelated histories/.test(error.stderr))
      throw new UnrelatedHistoriesError(base, head, { cause: error });
    if (error.ended?.code !== 1) throw error;
    const [tree, ...conflicts] = texts(error.ended.stdout);
    return { tree, conflicts };
  }
}

async function line(run: RunGit, args: readonly string[]): Promise<string> {
  return (await run(args)).toString().trim();
}

/** Git's one line; absent where it says by its exit code that there is none. */
async function maybe(
  run: RunGit,
  args: readonly string[],
): Promise<string | undefined> {
  try {
    return (await line(run, args)) || undefined;
  } catch (error) {
    if (error instanceof GitError && error.reason === 'failed')
      return undefined;
    throw error;
  }
}

function texts(output: Buffer): string[] {
  return output.toString().split('\0').filter(Boolean);
}
