import { isSha } from './names';
import type { GitRepository } from './repository';
import { EMPTY_TREE } from './trees';

export type FileStatus = 'added' | 'removed' | 'modified' | 'renamed';

export interface FileChange {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: FileStatus;
  /** Of the blob after the change, or before it when the file is removed. */
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** The hunks without git's header lines; absent when binary, only renamed, or very large. */
  readonly patch?: string;
  readonly binary: boolean;
}

/** A patch larger than this is left out of answers, as on GitHub. */
const MAX_PATCH_LENGTH = 512 * 1024;

const STATUS: Readonly<Record<string, FileStatus>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  T: 'modified',
  R: 'renamed',
};

const DIFF = ['--no-ext-diff', '--no-textconv', '-r', '-M', '--full-index'];

/** What changed from one commit or tree to another, with patches. `from` undefined: everything is new. */
export async function diffTrees(
  repository: GitRepository,
  from: string | undefined,
  to: string,
): Promise<FileChange[]> {
  const trees = [from ?? EMPTY_TREE, to];
  const [summary, text] = await Promise.all([
    repository.run([
      'diff-tree',
      ...DIFF,
      '-z',
      '--raw',
      '--numstat',
      ...trees,
    ]),
    repository.run(['diff-tree', ...DIFF, '-p', ...trees]),
  ]);
  const { changes, counts } = parseSummary(summary.stdout.toString());
  const patches = splitPatches(text.stdout.toString());
  return changes.map((change, index) => {
    const count = counts[index] ?? {
      additions: 0,
      deletions: 0,
      binary: false,
    };
    // A change of type, such as file to symlink, has two patches: one removes, one adds.
    const sections = patches.splice(0, change.letter === 'T' ? 2 : 1);
    const patch = sections.map(hunksOf).filter(Boolean).join('\n');
    return {
      path: change.path,
      ...(change.previousPath ? { previousPath: change.previousPath } : {}),
      status: STATUS[change.letter] ?? 'modified',
      sha: change.sha,
      ...count,
      ...(patch && patch.length <= MAX_PATCH_LENGTH ? { patch } : {}),
    };
  });
}

/** The text of a diff, as `git diff` prints it. */
export async function diffText(
  repository: GitRepository,
  from: string | undefined,
  to: string,
): Promise<string> {
  const { stdout } = await repository.run([
    'diff-tree',
    ...DIFF,
    '-p',
    from ?? EMPTY_TREE,
    to,
  ]);
  return stdout.toString();
}

/** Mailbox patches of the commits between, as `git format-patch` writes them. */
export async function patchText(
  repository: GitRepository,
  from: string,
  to: string,
): Promise<string> {
  const { stdout } = await repository.run([
    'format-patch',
    '--stdout',
    '--no-signature',
    `${from}..${to}`,
  ]);
  return stdout.toString();
}

interface RawChange {
  letter: string;
  path: string;
  previousPath?: string;
  sha: string;
}

/**
 * Reads `-z --raw --numstat`: first every raw record, `:<modes> <ids> <letter>` and one or two
 * paths, then every count, `<added>\t<deleted>\t<path>` with two more paths after an empty one
 * when renamed.
 */
function parseSummary(text: string) {
  const tokens = text.split('\0');
  const changes: RawChange[] = [];
  const counts: Array<{
    additions: number;
    deletions: number;
    binary: boolean;
  }> = [];
  let index = 0;
  const next = () => tokens[index++] ?? '';
  while (index < tokens.length) {
    const token = next();
    const raw = /^:\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(token);
    const count = /^(\d+|-)\t(\d+|-)\t/.exec(token);
    if (raw) {
      const [, before, after, letter] = raw;
      const sha = /^0+$/.test(after) ? before : after;
      const first = next();
      changes.push(
        letter === 'R'
          ? { letter, previousPath: first, path: next(), sha }
          : { letter, path: first, sha },
      );
    } else if (count) {
      const binary = count[1] === '-';
      counts.push({
        additions: binary ? 0 : Number(count[1]),
        deletions: binary ? 0 : Number(count[2]),
        binary,
      });
      if (token.endsWith('\t')) {
        index += 2;
      }
    }
  }
  return { changes, counts };
}

/** Splits at each file's header; a line of content never starts with "diff". */
function splitPatches(text: string): string[] {
  return text.split(/^(?=diff --git )/m).filter(Boolean);
}

function hunksOf(section: string): string {
  const start = section.search(/^@@ /m);
  return start < 0 ? '' : section.slice(start).replace(/\n$/, '');
}

export interface PathsOfCommit {
  readonly added: string[];
  readonly modified: string[];
  readonly removed: string[];
}

const KEYS: Readonly<Record<string, keyof PathsOfCommit>> = {
  A: 'added',
  D: 'removed',
};

/** The paths each commit touched, against its first parent, in one process. */
export async function pathsOfCommits(
  repository: GitRepository,
  shas: readonly string[],
): Promise<Map<string, PathsOfCommit>> {
  const { stdout } = await repository.run(
    [
      'diff-tree',
      '--stdin',
      '-r',
      '-z',
      '-m',
      '--root',
      '--no-renames',
      '--name-status',
    ],
    { input: shas.map(sha => `${sha}\n`).join('') },
  );
  const tokens = stdout.toString().split('\0');
  const found = new Map<string, PathsOfCommit>();
  // A merge appears once for each parent; only its first appearance counts.
  let current: PathsOfCommit | undefined;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index].trim();
    if (isSha(token)) {
      current = found.has(token)
        ? undefined
        : { added: [], modified: [], removed: [] };
      if (current) {
        found.set(token, current);
      }
    } else if (/^[A-Z]$/.test(token)) {
      index += 1;
      const key = KEYS[token] ?? 'modified';
      current?.[key].push(tokens[index]);
    }
  }
  return found;
}
