import { call, refusedWith } from './errors';
import type { ForgeRepository } from './forge';

/** Creates the branch at a commit; `false` when a branch of that name is there already. */
export async function createBranch(
  forge: ForgeRepository,
  branch: string,
  commit: string,
): Promise<boolean> {
  const { octokit, owner, repo } = forge;
  const attempt = { to: `create the branch ${branch}`, writes: true };
  try {
    await call(forge, attempt, () =>
      octokit.rest.git.createRef({
        owner,
        repo,
        ref: `refs/heads/${branch}`,
        sha: commit,
      }),
    );
    return true;
  } catch (error) {
    if (refusedWith(error, /already exists/i)) return false;
    throw error;
  }
}

/**
 * Points the branch of a merged pull request, which nobody deleted, at a new commit. After a merge commit that is a
 * fast-forward; after a squash the branch is deleted, as its button on the forge does, and created again.
 */
export async function renewMergedBranch(
  forge: ForgeRepository,
  branch: string,
  commit: string,
): Promise<void> {
  const { octokit, owner, repo } = forge;
  const ref = `heads/${branch}`;
  const attempt = { to: `renew the branch ${branch}`, writes: true };
  try {
    await call(forge, attempt, () =>
      octokit.rest.git.updateRef({
        owner,
        repo,
        ref,
        sha: commit,
        force: false,
      }),
    );
  } catch (error) {
    if (!refusedWith(error, /fast.?forward/i)) throw error;
    await call(forge, attempt, () =>
      octokit.rest.git.deleteRef({ owner, repo, ref }),
    );
    await createBranch(forge, branch, commit);
  }
}
