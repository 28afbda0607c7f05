import type { BranchCommit } from '../history';
import { blobId, type TreeEdit } from './reconcile';
import type { Wanted } from './wanted';

/**
 * A commit that this run has asked the forge to put on the branch. The forge may have done so although the run was told
 * otherwise: its answer was lost, it was asked again, and by then somebody else stood on the commit.
 */
export type AttemptedCommit =
  | {
      readonly sha: string;
      /** It was to begin the branch: where the branch stands there, any run with the same request may have begun it. */
      readonly begins?: true;
    }
  /** The forge makes it, so that its id is not known beforehand. */
  | { readonly onto: string; readonly edits: readonly TreeEdit[] };

/** The attempt that a commit of the branch came of, if this run made it. */
export function attemptBehind(
  { attempted, proposal }: Wanted,
  { sha, parents, message, changes }: BranchCommit,
): AttemptedCommit | undefined {
  return attempted.find(commit => {
    if ('sha' in commit) return commit.sha === sha;
    const made = new Map(changes.map(({ path, after }) => [path, after?.sha]));
    return (
      parents[0] === commit.onto &&
      message.trim() === proposal.commitMessage.trim() &&
      commit.edits.every(
        ({ path, content }) =>
          made.has(path) &&
          made.get(path) ===
            (content === undefined ? undefined : blobId(content)),
      )
    );
  });
}
