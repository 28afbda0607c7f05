import type { FileChange } from '../changes';
import { call, objectIdIn } from './errors';
import type { ForgeRepository } from './forge';
import type { TreeEdit } from './reconcile';

/** GitHub refuses larger bodies, and gives up on trees that take it too long. */
const mostEntries = 500;
const mostCharacters = 5_000_000;

/**
 * Writes a tree with these edits on top of a base tree: one call, or as many as its size takes. Equal content gives an
 * equal id, and nothing refers to the tree until a commit does.
 */
export async function createTree(
  forge: ForgeRepository,
  baseTree: string,
  edits: readonly TreeEdit[],
): Promise<string> {
  let tree = baseTree;
  for (const part of parts(edits)) tree = await createPart(forge, tree, part);
  return tree;
}

/** The edits of a request on its own base. */
export function editsOf(changes: readonly FileChange[]): TreeEdit[] {
  return changes.map(({ path, change, content }) =>
    change === 'removed' ? { path } : { path, content },
  );
}

async function createPart(
  forge: ForgeRepository,
  baseTree: string,
  edits: readonly TreeEdit[],
): Promise<string> {
  const { octokit, owner, repo } = forge;
  const attempt = { to: 'write the files', writes: true };
  const { data } = await call(forge, attempt, () =>
    octokit.rest.git.createTree({
      owner,
      repo,
      base_tree: baseTree,
      tree: edits.map(treeEntry),
    }),
  );
  return objectIdIn(forge, attempt, data?.sha);
}

function parts(edits: readonly TreeEdit[]): TreeEdit[][] {
  const found: TreeEdit[][] = [];
  let characters = Infinity;
  for (const edit of edits) {
    const size = edit.path.length + (edit.content?.length ?? 0);
    const last = found.at(-1);
    characters += size;
    if (last && last.length < mostEntries && characters <= mostCharacters) {
      last.push(edit);
    } else {
      found.push([edit]);
      characters = size;
    }
  }
  return found;
}

/** Modes of what Git keeps in a tree besides folders. */
const modes = ['100644', '100755', '120000', '160000'] as const;

function treeEntry({ path, content, entry }: TreeEdit) {
  if (content !== undefined) {
    return { path, mode: '100644' as const, type: 'blob' as const, content };
  }
  const mode = modes.find(known => known === entry?.mode) ?? '100644';
  const type = mode === '160000' ? ('commit' as const) : ('blob' as const);
  return { path, mode, type, sha: entry?.sha ?? null };
}
