import { isUtf8 } from 'node:buffer';

/** The text files of a repository at one commit. Paths are relative, with `/`, and sorted. */
export interface Tree {
  readonly commit: string;
  /** The commit's time, ISO 8601 in UTC. */
  readonly time: string;
  /** The git tree's own id, where the files come from git. */
  readonly treeSha?: string;
  /** Entries that are left out, with the reason: links, submodules, files that are no text. */
  readonly ignored: readonly IgnoredEntry[];
  paths(prefix?: string): readonly string[];
  read(path: string): string | undefined;
}

export interface IgnoredEntry {
  readonly path: string;
  readonly reason: string;
}

/** Path → text, in the order of paths. */
export type Files = ReadonlyMap<string, string>;

export interface TreeFacts {
  readonly commit: string;
  readonly time: string;
  readonly treeSha?: string;
  readonly ignored?: readonly IgnoredEntry[];
}

/** What is in no commit. */
export const noCommit: TreeFacts = {
  commit: '0'.repeat(40),
  time: '1970-01-01T00:00:00Z',
};

/** In bytes; nothing that Tenantry writes or a person maintains by hand comes near it. */
export const largestFile = 1024 * 1024;

/** Why an entry is left out, in words that follow “is left out:”. */
export const leftOut = {
  link: 'it is a symbolic link',
  submodule: 'it is a submodule',
  special: 'it is no file',
  large: 'it is larger than 1 MiB',
  binary: 'it is not UTF-8 text',
} as const;

/** A file's text; absent where it is no UTF-8. */
export function textOf(bytes: Buffer): string | undefined {
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}

/** A tree of files that are at hand. */
export function treeFromFiles(files: Files, facts: TreeFacts = noCommit): Tree {
  const sorted = [...files.keys()].sort(byCodeUnit);
  return {
    ...facts,
    ignored: facts.ignored ?? [],
    paths: prefix =>
      prefix === undefined ? sorted : startingWith(sorted, prefix),
    read: path => files.get(path),
  };
}

/** The order in which files are written, listed and digested everywhere. */
export function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

export function sortedFiles(
  entries: Iterable<readonly [string, string]>,
): Files {
  return new Map([...entries].sort(([a], [b]) => byCodeUnit(a, b)));
}

function startingWith(
  sorted: readonly string[],
  prefix: string,
): readonly string[] {
  const first = firstNotBefore(sorted, prefix);
  let end = first;
  while (end < sorted.length && sorted[end].startsWith(prefix)) end += 1;
  return sorted.slice(first, end);
}

function firstNotBefore(sorted: readonly string[], value: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
