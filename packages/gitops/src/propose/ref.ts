import { call, objectIdIn, refusedWith } from './errors';
import type { ForgeRepository } from './forge';

/** The commit a branch points to. */
export async function readRef(
  forge: ForgeRepository,
  branch: string,
): Promise<string> {
  const { octokit, owner, repo } = forge;
  const attempt = {
    to: `read the branch ${branch}`,
    writes: false,
    // The forge gives one answer to both; one more call would only tell them apart.
    missing: `or its branch ${branch} was not found`,
  };
  const { data } = await call(forge, attempt, () =>
    octokit.rest.git.getRef({ owner, repo, ref: `heads/${branch}` }),
  );
  return objectIdIn(forge, attempt, data?.object?.sha);
}

/** Creates the branch at a commit; `false` when a branch of that name is there already. */
export async function createRef(
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

/** Moves the branch forward; `false` when it has moved or gone meanwhile. Nothing is ever taken off it. */
export async function advanceRef(
  forge: ForgeRepository,
  branch: string,
  commit: string,
): Promise<boolean> {
  const { octokit, owner, repo } = forge;
  const attempt = { to: `move the branch ${branch} forward`, writes: true };
  try {
    await call(forge, attempt, () =>
      octokit.rest.git.updateRef({
        owner,
        repo,
        ref: `heads/${branch}`,
        sha: commit,
        force: false,
      }),
    );
    return true;
  } catch (error) {
    if (refusedWith(error, /fast.?forward|does not exist/i)) return false;
    throw error;
  }
}
