import { call } from './errors';
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
  return data.object.sha;
}
