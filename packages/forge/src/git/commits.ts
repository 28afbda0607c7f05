import { GitError } from './git';
import { readObjects } from './objects';
import type { GitRepository } from './repository';

/** Who did something, and when: seconds since 1970 and the offset of their clock, as git keeps it. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly seconds: number;
  /** As `+0200`. */
  readonly offset: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

const UNKNOWN: Signature = { name: '', email: '', seconds: 0, offset: '+0000' };

/** Reads commits in the order asked for; ids that are not commits are left out. */
export async function readCommits(
  repository: GitRepository,
  shas: readonly string[],
): Promise<Commit[]> {
  const objects = await readObjects(repository, shas);
  return shas.flatMap(sha => {
    const object = objects.get(sha);
    return object?.type === 'commit' ? [parseCommit(sha, object.content)] : [];
  });
}

export async function readCommit(
  repository: GitRepository,
  sha: string,
): Promise<Commit | undefined> {
  return (await readCommits(repository, [sha]))[0];
}

function parseCommit(sha: string, content: Buffer): Commit {
  const text = content.toString('utf8');
  const split = text.indexOf('\n\n');
  const header = split < 0 ? text : text.slice(0, split);
  const parents: string[] = [];
  let [tree, author, committer] = ['', UNKNOWN, UNKNOWN];
  for (const line of header.split('\n')) {
    const space = line.indexOf(' ');
    const [key, value] = [line.slice(0, space), line.slice(space + 1)];
    if (key === 'tree') {
      tree = value;
    } else if (key === 'parent') {
      parents.push(value);
    } else if (key === 'author') {
      author = parseSignature(value);
    } else if (key === 'committer') {
      committer = parseSignature(value);
    }
  }
  const message = split < 0 ? '' : text.slice(split + 2);
  return { sha, tree, parents, author, committer, message };
}

function parseSignature(line: string): Signature {
  const parts = /^(.*?) ?<([^>]*)> (-?\d+) ([+-]\d{4})$/.exec(line);
  return parts
    ? {
        name: parts[1],
        email: parts[2],
        seconds: Number(parts[3]),
        offset: parts[4],
      }
    : { ...UNKNOWN, name: line };
}

export function now(): Pick<Signature, 'seconds' | 'offset'> {
  return { seconds: Math.floor(Date.now() / 1000), offset: '+0000' };
}

/** Reads an ISO 8601 date with its offset; undefined when it is none. */
export function parseDate(
  text: string,
): Pick<Signature, 'seconds' | 'offset'> | undefined {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds) || milliseconds < 0) {
    return undefined;
  }
  const offset = /([+-]\d{2}):?(\d{2})$/.exec(text.slice(10));
  return {
    seconds: Math.floor(milliseconds / 1000),
    offset: offset ? `${offset[1]}${offset[2]}` : '+0000',
  };
}

/** As GitHub answers dates: in UTC, to the second. */
export function isoDate({ seconds }: Pick<Signature, 'seconds'>): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** Writes a commit of exactly these parts, so that equal input has an equal id. */
export async function writeCommit(
  repository: GitRepository,
  commit: Omit<Commit, 'sha'>,
): Promise<string> {
  const { stdout } = await repository.run(
    [
      'commit-tree',
      commit.tree,
      ...commit.parents.flatMap(parent => ['-p', parent]),
    ],
    {
      input: commit.message,
      env: {
        GIT_AUTHOR_NAME: commit.author.name,
        GIT_AUTHOR_EMAIL: commit.author.email,
        GIT_AUTHOR_DATE: `${commit.author.seconds} ${commit.author.offset}`,
        GIT_COMMITTER_NAME: commit.committer.name,
        GIT_COMMITTER_EMAIL: commit.committer.email,
        GIT_COMMITTER_DATE: `${commit.committer.seconds} ${commit.committer.offset}`,
      },
    },
  );
  return stdout.toString().trim();
}

export interface LogOptions {
  readonly from: string;
  /** Leave out what is reachable from here. */
  readonly excluding?: string;
  readonly path?: string;
  readonly since?: string;
  readonly until?: string;
  readonly skip?: number;
  readonly limit?: number;
  readonly oldestFirst?: boolean;
}

export async function listCommits(
  repository: GitRepository,
  options: LogOptions,
): Promise<string[]> {
  const { stdout } = await repository.run([
    'rev-list',
    ...(options.skip ? [`--skip=${options.skip}`] : []),
    ...(options.limit === undefined ? [] : [`--max-count=${options.limit}`]),
    ...(options.since ? [`--since=${options.since}`] : []),
    ...(options.until ? [`--until=${options.until}`] : []),
    ...(options.oldestFirst ? ['--reverse'] : []),
    options.from,
    ...(options.excluding ? [`^${options.excluding}`] : []),
    '--',
    ...(options.path ? [options.path] : []),
  ]);
  return stdout.toString().split('\n').filter(Boolean);
}

export async function countCommits(
  repository: GitRepository,
  from: string,
  excluding?: string,
): Promise<number> {
  const { stdout } = await repository.run([
    'rev-list',
    '--count',
    from,
    ...(excluding ? [`^${excluding}`] : []),
    '--',
  ]);
  return Number(stdout.toString());
}

/** Undefined when the two have no history in common. */
export async function mergeBase(
  repository: GitRepository,
  one: string,
  other: string,
): Promise<string | undefined> {
  const { stdout } = await repository.run(['merge-base', one, other], {
    allow: [1],
  });
  return stdout.toString().trim() || undefined;
}

export async function isAncestor(
  repository: GitRepository,
  ancestor: string,
  descendant: string,
): Promise<boolean> {
  const { code } = await repository.run(
    ['merge-base', '--is-ancestor', ancestor, descendant],
    { allow: [1] },
  );
  return code === 0;
}

export type MergeResult =
  | { readonly clean: true; readonly tree: string }
  | { readonly clean: false; readonly conflicts: readonly string[] };

/** A three-way merge into a tree, touching no ref. */
export async function mergeTrees(
  repository: GitRepository,
  ours: string,
  theirs: string,
): Promise<MergeResult> {
  try {
    const { code, stdout } = await repository.run(
      [
        'merge-tree',
        '--write-tree',
        '--name-only',
        '--no-messages',
        '-z',
        ours,
        theirs,
      ],
      { allow: [1] },
    );
    const [tree, ...conflicts] = stdout.toString().split('\0').filter(Boolean);
    return code === 0
      ? { clean: true, tree: tree.trim() }
      : { clean: false, conflicts: [...new Set(conflicts)] };
  } catch (error) {
    if (error instanceof GitError && /unrelated histories/.test(error.stderr)) {
      return { clean: false, conflicts: [] };
    }
    throw error;
  }
}
