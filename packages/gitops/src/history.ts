import type { RunGit } from './git';
import { utc } from './utc';

/** A path's content at one commit; absent paths have no entry. */
export interface TreeEntry {
  /** Git's, such as `100644`. */
  readonly mode: string;
  /** Id of the blob, link or submodule. */
  readonly sha: string;
}

/** One path that differs between two states. */
export interface PathChange {
  readonly path: string;
  readonly before?: TreeEntry;
  readonly after?: TreeEntry;
}

/** One commit of a branch, with what it did itself. */
export interface BranchCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly tree: string;
  /** Name of the author. */
  readonly author: string;
  readonly committerEmail: string;
  /** Committer's time, ISO 8601 in UTC. */
  readonly time: string;
  readonly message: string;
  /** Of a merge only what neither side had: a conflict that somebody solved, say. */
  readonly changes: readonly Pick<PathChange, 'path' | 'after'>[];
}

/**
 * What differs between the trees of two commits, sorted by path.
 *
 * @param options more of git's own.
 */
export async function readDiff(
  git: RunGit,
  from: string,
  to: string,
  options: readonly string[] = [],
): Promise<PathChange[]> {
  const output = await git([
    'diff-tree',
    '-r',
    '-z',
    '--no-renames',
    '--full-index',
    // Whatever a .gitmodules of the working folder says.
    '--ignore-submodules=none',
    ...options,
    from,
    to,
  ]);
  const tokens = output.toString().split('\0');
  const changes: PathChange[] = [];
  for (let index = 0; index + 1 < tokens.length; index += 2) {
    const [beforeMode, afterMode, beforeSha, afterSha] = tokens[index]
      .slice(1)
      .split(' ');
    changes.push({
      path: tokens[index + 1],
      before: entryOf(beforeMode, beforeSha),
      after: entryOf(afterMode, afterSha),
    });
  }
  return changes;
}

/** The folders right below a path at one commit, by name, with the ids of their trees. */
export async function readFolders(
  git: RunGit,
  commit: string,
  path: string,
): Promise<ReadonlyMap<string, string>> {
  const output = await git(['ls-tree', '-z', '-d', commit, '--', `${path}/`]);
  const entries = output.toString().split('\0').filter(Boolean);
  return new Map(
    entries.map(entry => {
      const [header, name] = entry.split('\t');
      return [name.slice(path.length + 1), header.split(' ')[2]];
    }),
  );
}

const headerMark = '\u0001';
const fieldMark = '\u0002';

/** Commits that lead to `to` and not to `without`, each after its parents. */
export async function readCommits(
  git: RunGit,
  { without, to }: { readonly without: string; readonly to: string },
): Promise<BranchCommit[]> {
  const fields = ['%H', '%P', '%T', '%an', '%ce', '%ct', '%B'];
  const output = await git([
    'log',
    '-z',
    '--raw',
    '-c',
    '--no-abbrev',
    '--no-renames',
    '--topo-order',
    '--reverse',
    `--format=${headerMark}${fields.join(fieldMark)}`,
    to,
    `^${without}`,
  ]);
  const commits: (BranchCommit & { changes: BranchCommit['changes'][0][] })[] =
    [];
  const tokens = output.toString().split('\0');
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index].replace(/^\n/, '');
    if (token.startsWith(headerMark)) {
      commits.push({ ...parseHeader(token), changes: [] });
    } else if (token.startsWith(':')) {
      index += 1;
      commits[commits.length - 1].changes.push({
        path: tokens[index],
        after: parseAfter(token),
      });
    }
  }
  return commits;
}

function parseHeader(token: string): Omit<BranchCommit, 'changes'> {
  const [sha, parents, tree, author, committerEmail, seconds, ...message] =
    token.slice(headerMark.length).split(fieldMark);
  return {
    sha,
    parents: parents.split(' ').filter(Boolean),
    tree,
    author,
    committerEmail,
    time: utc(Number(seconds)),
    message: message.join(fieldMark),
  };
}

/** `:mode mode sha sha status`, for a merge with one more colon, mode and sha for each further parent. */
function parseAfter(raw: string): TreeEntry | undefined {
  const parents = raw.search(/[^:]/);
  const parts = raw.slice(parents).split(' ');
  return entryOf(parts[parents], parts[parents + 1 + parents]);
}

function entryOf(mode: string, sha: string): TreeEntry | undefined {
  return /^0+$/.test(mode) ? undefined : { mode, sha };
}
