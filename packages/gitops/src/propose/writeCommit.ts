import { committer, createCommit, readCommitTree } from './commit';
import type { ForgeRepository } from './forge';
import type { TreeEdit } from './reconcile';
import { createTree } from './tree';
import type { Wanted } from './wanted';

/** A commit to be made of edits, with the trees and times it stands on. */
export interface CommitPlan {
  readonly parents: readonly string[];
  /** The tree that the edits are relative to; the base's where it is not given. */
  readonly onTree?: string;
  readonly edits: readonly TreeEdit[];
  /** Committer times of the parents. */
  readonly times: readonly string[];
}

/** Writes a request's tree and commit. Nothing refers to them yet. */
export async function writeCommit(
  forge: ForgeRepository,
  { proposal, commits }: Wanted,
  { parents, onTree, edits, times }: CommitPlan,
): Promise<string> {
  const { base, commitMessage } = proposal;
  const from =
    onTree ?? base.treeSha ?? (await readCommitTree(forge, base.commit));
  return createCommit(forge, {
    tree: await createTree(forge, from, edits),
    parents,
    message: commitMessage,
    identity: commits === 'signed' ? undefined : committer,
    date: [...times].sort()[times.length - 1],
  });
}
