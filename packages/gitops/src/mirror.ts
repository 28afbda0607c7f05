import { RepositoryMissingError } from './errors';
import { git, GitError, gitIn } from './git';
import {
  readCommits,
  readDiff,
  readFolders,
  type BranchCommit,
  type PathChange,
} from './history';
import { repositoryRoots } from './layout';
import { claimDirectory } from './mirrorDirectory';
import { readTree, type LoadedTree } from './readTree';
import { remember } from './remember';
import { schemeOf, transferEnvironment, transferError } from './transfer';
import type { Tree } from './tree';
import { utc } from './utc';

export interface MirrorOptions {
  /** `https:`, `http:` or `file:`, without credentials. */
  readonly url: string;
  /** Empty, absent, or left by an earlier run; one process at a time. */
  readonly directory: string;
  /** Asked for before every transfer, because tokens of an App live an hour. */
  readonly token?: () => Promise<string | undefined>;
  /** The base branch. Default: the one the repository itself calls its head. */
  readonly branch?: string;
  readonly timeoutMs?: number;
}

export interface Commit {
  readonly sha: string;
  /** ISO 8601 in UTC. */
  readonly time: string;
  readonly subject: string;
}

/** A local copy of a repository's branches: one incremental transfer, then any number of reads. */
export interface Mirror {
  /**
   * Brings all branches up to date. Callers that come while a transfer runs share the next one, so
   * each sees what was there when it called.
   */
  fetch(): Promise<{ readonly head: string; readonly changed: boolean }>;
  /** The base branch's commit as of the last transfer; absent before the first. */
  head(): Promise<string | undefined>;
  branchTip(branch: string): Promise<string | undefined>;
  has(commit: string): Promise<boolean>;
  /** The files at a commit that is here: `has` tells, `fetch` brings it. */
  tree(commit: string): Promise<Tree>;
  /** The last commit up to `commit` that touched `path`. */
  log(commit: string, path: string): Promise<Commit | undefined>;
  /** The folders right below `path` at a commit that is here, by name: an id that is the same as long as nothing inside changes. */
  folders(commit: string, path: string): Promise<ReadonlyMap<string, string>>;
  mergeBase(a: string, b: string): Promise<string | undefined>;
  /** What differs between two commits that are here. */
  diff(from: string, to: string): Promise<readonly PathChange[]>;
  /** Commits that lead to `to` and not to `without`, each after its parents. */
  commits(range: {
    readonly without: string;
    readonly to: string;
  }): Promise<readonly BranchCommit[]>;
}

const treesKept = 3;
/** Each saves the start of a git process, which is slow from a large one such as a Backstage backend. */
const comparisonsKept = 50;
const commitsKept = 200;
const listingsKept = 20;
const transferTimeoutMs = 120_000;

export async function openMirror(options: MirrorOptions): Promise<Mirror> {
  const { directory, timeoutMs = transferTimeoutMs } = options;
  const scheme = schemeOf(options.url);
  await claimDirectory(directory, options.url);

  const here = gitIn(directory);
  const trees = new Map<string, Promise<LoadedTree>>();
  let branch = options.branch;
  let running: Promise<unknown> = Promise.resolve();
  let next: ReturnType<Mirror['fetch']> | undefined;

  async function transfer(args: readonly string[]): Promise<Buffer> {
    const token = await options.token?.();
    try {
      return await git(args, {
        directory,
        timeoutMs,
        env: transferEnvironment(scheme, token),
      });
    } catch (error) {
      throw transferError(options.url, error);
    }
  }

  async function fetchNow() {
    const before = await head();
    await transfer([
      'fetch',
      '--quiet',
      '--prune',
      '--no-tags',
      '--no-write-fetch-head',
      '--no-recurse-submodules',
      options.url,
      '+refs/heads/*:refs/heads/*',
    ]);
    branch ??= defaultBranch(
      await transfer(['ls-remote', '--symref', options.url, 'HEAD']),
    );
    const now = await head();
    if (now === undefined) {
      throw new RepositoryMissingError(
        options.url,
        branch ? `has no branch ${branch}` : 'is empty',
      );
    }
    return { head: now, changed: now !== before };
  }

  function fetch() {
    if (next) return next;
    const started = running.then(() => {
      next = undefined;
      return fetchNow();
    });
    next = started;
    running = started.catch(() => undefined);
    return started;
  }

  async function head(): Promise<string | undefined> {
    return branch === undefined ? undefined : branchTip(branch);
  }

  function branchTip(name: string): Promise<string | undefined> {
    return answer(['rev-parse', '--verify', '--quiet', `refs/heads/${name}`]);
  }

  /** Git's one-line answer; absent where git says by its exit code that there is none. */
  async function answer(args: readonly string[]): Promise<string | undefined> {
    try {
      const line = (await here(args)).toString().trim();
      return line === '' ? undefined : line;
    } catch (error) {
      if (error instanceof GitError && error.reason === 'failed') {
        return undefined;
      }
      throw error;
    }
  }

  async function tree(commit: string): Promise<Tree> {
    const kept = trees.get(commit);
    // Deleted and set again: the order of the map is the order of use.
    trees.delete(commit);
    const loading = kept ?? load(commit);
    trees.set(commit, loading);
    for (const oldest of [...trees.keys()].slice(0, -treesKept)) {
      trees.delete(oldest);
    }
    try {
      return (await loading).tree;
    } catch (error) {
      trees.delete(commit);
      throw error;
    }
  }

  async function load(commit: string): Promise<LoadedTree> {
    const neighbours = await Promise.allSettled(trees.values());
    const texts = neighbours.flatMap(neighbour =>
      neighbour.status === 'fulfilled' ? [neighbour.value.blobs] : [],
    );
    return readTree(here, objectId(commit), repositoryRoots, sha =>
      texts.find(blobs => blobs.has(sha))?.get(sha),
    );
  }

  // What is here stays: git keeps commits for weeks after the last branch that led to them.
  const has = remember(commitsKept, (commit: string) =>
    answer([
      'rev-parse',
      '--verify',
      '--quiet',
      `${objectId(commit)}^{commit}`,
    ]),
  );
  const folders = remember(listingsKept, (commit: string, path: string) =>
    readFolders(here, objectId(commit), path),
  );
  const mergeBase = remember(comparisonsKept, (a: string, b: string) =>
    answer(['merge-base', objectId(a), objectId(b)]),
  );
  const diff = remember(comparisonsKept, (from: string, to: string) =>
    readDiff(here, objectId(from), objectId(to)),
  );
  const commits = remember(comparisonsKept, (without: string, to: string) =>
    readCommits(here, { without: objectId(without), to: objectId(to) }),
  );

  return {
    fetch,
    head,
    branchTip,
    tree,
    has: async commit => (await has(commit)) !== undefined,
    async log(commit, path) {
      const line = await answer([
        'log',
        '-1',
        '--format=%H %ct %s',
        objectId(commit),
        '--',
        path,
      ]);
      return line === undefined ? undefined : parseCommit(line);
    },
    folders,
    mergeBase,
    diff,
    commits: ({ without, to }) => commits(without, to),
  };
}

function parseCommit(line: string): Commit {
  const [sha, seconds, ...subject] = line.split(' ');
  return { sha, time: utc(Number(seconds)), subject: subject.join(' ') };
}

/** Keeps what comes from outside from being read as an option or as a revision range. */
function objectId(commit: string): string {
  if (/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit)) return commit;
  throw new Error(`${JSON.stringify(commit)} is not a commit id`);
}

function defaultBranch(answered: Buffer): string | undefined {
  return /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(answered.toString())?.[1];
}
