import { GitError } from './git';
import { readObjects } from './objects';
import type { GitRepository } from './repository';

export type TreeMode = '100644' | '100755' | '120000' | '040000' | '160000';

export interface TreeEntry {
  readonly mode: TreeMode;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
}

export interface ListedEntry extends TreeEntry {
  readonly path: string;
  /** Bytes; only blobs have one. */
  readonly size?: number;
}

export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

const MODES: Readonly<Record<string, TreeEntry['type']>> = {
  '100644': 'blob',
  '100755': 'blob',
  '120000': 'blob',
  '040000': 'tree',
  '160000': 'commit',
};

export function isTreeMode(value: string): value is TreeMode {
  return value in MODES;
}

export function typeOfMode(mode: TreeMode): TreeEntry['type'] {
  return MODES[mode];
}

/** Lists a tree; `tree` is the id of a tree or a commit. */
export async function listTree(
  repository: GitRepository,
  tree: string,
  options: { recursive?: boolean; path?: string } = {},
): Promise<ListedEntry[]> {
  const { stdout } = await repository.run([
    'ls-tree',
    '-z',
    '-l',
    '--full-tree',
    ...(options.recursive ? ['-r', '-t'] : []),
    tree,
    ...(options.path === undefined ? [] : ['--', options.path]),
  ]);
  return stdout
    .toString()
    .split('\0')
    .flatMap(record => {
      const parts = /^(\d{6}) \w+ ([0-9a-f]{40}) +(\d+|-)\t(.*)$/s.exec(record);
      if (!parts || !isTreeMode(parts[1])) {
        return [];
      }
      const [, mode, sha, size, path] = parts;
      return [
        {
          path,
          mode: parts[1],
          type: typeOfMode(parts[1]),
          sha,
          ...(size === '-' || mode === '160000' ? {} : { size: Number(size) }),
        },
      ];
    });
}

/** The entry at exactly this path, if there is one. */
export async function findEntry(
  repository: GitRepository,
  tree: string,
  path: string,
): Promise<ListedEntry | undefined> {
  const entries = await listTree(repository, tree, { path });
  return entries.find(entry => entry.path === path);
}

/** A new entry, or `null` to delete what is there. */
export type TreeEdit = readonly [path: string, entry: TreeEntry | null];

/** An edit that cannot be made, such as deleting what is not there. */
export class TreeEditError extends Error {
  readonly name = 'TreeEditError';
}

interface Folder {
  /** Path of the folder, '' for the root. */
  readonly path: string;
  /** The tree as it was, if it was. */
  before: string | undefined;
  entries: Map<string, TreeEntry>;
  readonly edits: Map<string, TreeEntry | null>;
  readonly folders: Map<string, Folder>;
}

/**
 * Writes the tree that results from edits to `base`. Only the folders on the way to an edit are
 * read and written, each level of them with one process, so that the cost does not grow with the
 * repository.
 */
export async function editTree(
  repository: GitRepository,
  base: string | undefined,
  edits: readonly TreeEdit[],
): Promise<string> {
  const root = newFolder('', base);
  for (const [path, entry] of edits) {
    placeEdit(root, path, entry);
  }
  const levels: Folder[][] = [];
  for (let level = [root]; level.length > 0; ) {
    await readLevel(repository, level);
    levels.push(level);
    level = level.flatMap(folder => [...folder.folders.values()]);
  }
  const written = new Map<Folder, string>();
  for (const level of levels.reverse()) {
    level.forEach(folder => applyEdits(folder, written));
    const shas = await writeTrees(
      repository,
      level.map(folder => folder.entries),
    );
    level.forEach((folder, index) => written.set(folder, shas[index]));
  }
  return written.get(root) ?? EMPTY_TREE;
}

function newFolder(path: string, before?: string): Folder {
  return {
    path,
    before,
    entries: new Map(),
    edits: new Map(),
    folders: new Map(),
  };
}

function placeEdit(root: Folder, path: string, entry: TreeEntry | null): void {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  let folder = root;
  for (const part of parts) {
    const next =
      folder.folders.get(part) ??
      newFolder(folder.path ? `${folder.path}/${part}` : part);
    folder.folders.set(part, next);
    folder = next;
  }
  folder.edits.set(name, entry);
}

/** Reads the entries of every folder of one level and tells their children what they were. */
async function readLevel(
  repository: GitRepository,
  level: readonly Folder[],
): Promise<void> {
  const known = level.flatMap(({ before }) => (before ? [before] : []));
  const objects = await readObjects(repository, known);
  for (const folder of level) {
    const object = folder.before ? objects.get(folder.before) : undefined;
    if (folder.before && object?.type !== 'tree') {
      throw new TreeEditError(`${folder.before} is not a tree`);
    }
    folder.entries = object ? parseTree(object.content) : new Map();
    for (const [name, child] of folder.folders) {
      const edit = folder.edits.get(name);
      const was = folder.entries.get(name);
      // An edit of the folder itself counts first, the edits below it on top.
      if (edit !== undefined) {
        child.before = edit?.sha;
      } else if (was?.type === 'tree') {
        child.before = was.sha;
      }
    }
  }
}

function applyEdits(
  folder: Folder,
  written: ReadonlyMap<Folder, string>,
): void {
  for (const [name, entry] of folder.edits) {
    if (entry) {
      folder.entries.set(name, entry);
    } else if (!folder.entries.delete(name)) {
      const path = folder.path ? `${folder.path}/${name}` : name;
      throw new TreeEditError(
        `${path} does not exist, so it cannot be deleted`,
      );
    }
  }
  for (const [name, child] of folder.folders) {
    const sha = written.get(child) ?? EMPTY_TREE;
    // Git keeps no empty folders.
    if (sha === EMPTY_TREE) {
      folder.entries.delete(name);
    } else {
      folder.entries.set(name, { mode: '040000', type: 'tree', sha });
    }
  }
}

/** The binary form of a tree: `<mode> <name>\0<20 bytes of id>`, repeated. */
function parseTree(content: Buffer): Map<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>();
  let offset = 0;
  while (offset < content.length) {
    const space = content.indexOf(0x20, offset);
    const end = content.indexOf(0, space);
    const mode = content.toString('latin1', offset, space).padStart(6, '0');
    const name = content.toString('utf8', space + 1, end);
    const sha = content.toString('hex', end + 1, end + 21);
    offset = end + 21;
    // Old trees may carry modes such as 100664; git reads them as plain files.
    const known = isTreeMode(mode) ? mode : '100644';
    entries.set(name, { mode: known, type: typeOfMode(known), sha });
  }
  return entries;
}

async function writeTrees(
  repository: GitRepository,
  trees: ReadonlyArray<ReadonlyMap<string, TreeEntry>>,
): Promise<string[]> {
  const input = trees
    .map(entries =>
      [...entries]
        .map(
          ([name, { mode, type, sha }]) => `${mode} ${type} ${sha}\t${name}\0`,
        )
        .join(''),
    )
    .map(records => `${records}\0`)
    .join('');
  try {
    const { stdout } = await repository.run(['mktree', '-z', '--batch'], {
      input,
    });
    return stdout.toString().trim().split('\n');
  } catch (error) {
    if (error instanceof GitError) {
      throw new TreeEditError(error.stderr.replace(/^fatal: /, '').trim());
    }
    throw error;
  }
}
