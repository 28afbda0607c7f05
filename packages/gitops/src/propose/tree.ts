import type { FileChange } from '../changes';
import { call } from './errors';
import type { ForgeRepository } from './forge';

/** Writes all files in one call, on top of a base tree; equal content gives an equal id. */
export async function createTree(
  forge: ForgeRepository,
  baseTree: string,
  changes: readonly FileChange[],
): Promise<string> {
  const { octokit, owner, repo } = forge;
  const attempt = { to: 'write the files', writes: true };
  const { data } = await call(forge, attempt, () =>
    octokit.rest.git.createTree({
      owner,
      repo,
      base_tree: baseTree,
      tree: changes.map(treeEntry),
    }),
  );
  return data.sha;
}

function treeEntry({ path, change, content }: FileChange) {
  const entry = { path, mode: '100644' as const, type: 'blob' as const };
  return change === 'removed' ? { ...entry, sha: null } : { ...entry, content };
}
