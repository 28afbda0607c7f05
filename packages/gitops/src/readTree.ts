import type { RunGit } from './git';
import { readObjects } from './readObjects';
import { slices } from './slices';
import {
  largestFile,
  leftOut,
  textOf,
  treeFromFiles,
  type IgnoredEntry,
  type Tree,
} from './tree';
import { utc } from './utc';

interface BlobEntry {
  readonly path: string;
  readonly sha: string;
}

/** A tree together with its texts by blob id, so that the next commit's tree reads only what is new. */
export interface LoadedTree {
  readonly tree: Tree;
  readonly blobs: ReadonlyMap<string, string>;
}

/**
 * Reads the files under `roots` at a commit with three git processes, however many files there are, in slices.
 * `known` gives texts of blobs that are in memory already; what isn't wanted is not read. Throws `GitError`.
 */
export async function readTree(
  git: RunGit,
  commit: string,
  roots: readonly string[],
  known: (sha: string) => string | undefined,
  isWanted: (path: string) => boolean = () => true,
): Promise<LoadedTree> {
  const [facts, listing] = await Promise.all([
    git(['show', '--no-patch', '--format=%T %ct', commit]),
    git(['ls-tree', '-r', '-z', '-l', '--full-tree', commit, '--', ...roots]),
  ]);
  const [treeSha, seconds] = facts.toString().trim().split(' ');
  const listed = await parseListing(listing.toString());
  const entries = listed.entries.filter(({ path }) => isWanted(path));
  const ignored = listed.ignored.filter(({ path }) => isWanted(path));
  const wanted = new Set(entries.map(entry => entry.sha));
  const fresh = await readObjects(
    git,
    [...wanted].filter(sha => known(sha) === undefined),
  );

  const slice = slices();
  const blobs = new Map<string, string>();
  for (const sha of wanted) {
    if (slice.isOver()) await slice.rest();
    const bytes = fresh.get(sha);
    const text = bytes ? textOf(bytes) : known(sha);
    if (text !== undefined) blobs.set(sha, text);
  }
  const files = new Map<string, string>();
  const unreadable: IgnoredEntry[] = [];
  for (const { path, sha } of entries) {
    if (slice.isOver()) await slice.rest();
    const text = blobs.get(sha);
    if (text === undefined) unreadable.push({ path, reason: leftOut.binary });
    else files.set(path, text);
  }
  const tree = treeFromFiles(files, {
    commit,
    treeSha,
    time: utc(Number(seconds)),
    ignored: [...ignored, ...unreadable],
  });
  return { tree, blobs };
}

async function parseListing(listing: string): Promise<{
  entries: BlobEntry[];
  ignored: IgnoredEntry[];
}> {
  const slice = slices();
  const entries: BlobEntry[] = [];
  const ignored: IgnoredEntry[] = [];
  for (const line of listing.split('\0')) {
    if (line === '') continue;
    if (slice.isOver()) await slice.rest();
    const tab = line.indexOf('\t');
    const [mode, type, sha, size] = line.slice(0, tab).split(/ +/);
    const path = line.slice(tab + 1);
    const reason = reasonToIgnore(mode, type, Number(size));
    if (reason) ignored.push({ path, reason });
    else entries.push({ path, sha });
  }
  return { entries, ignored };
}

function reasonToIgnore(
  mode: string,
  type: string,
  size: number,
): string | undefined {
  if (mode === '120000') return leftOut.link;
  if (type === 'commit') return leftOut.submodule;
  if (size > largestFile) return leftOut.large;
  return undefined;
}
