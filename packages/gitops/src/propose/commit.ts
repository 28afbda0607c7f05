import { call, objectIdIn } from './errors';
import type { ForgeRepository } from './forge';

export interface CommitIdentity {
  readonly name: string;
  readonly email: string;
}

/** Who makes commits that the forge doesn't sign. */
export const committer: CommitIdentity = {
  name: 'tenantry',
  email: 'noreply@tenantry.dev',
};

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  /** Absent where the forge is to sign: it signs in the name of the token's owner only. */
  readonly identity?: CommitIdentity;
  /** Taken from other commits, not from the clock: the same request gives the same commit. */
  readonly date: string;
}

export async function createCommit(
  forge: ForgeRepository,
  { tree, parents, message, identity, date }: NewCommit,
): Promise<string> {
  const { octokit, owner, repo } = forge;
  const attempt = { to: 'write the commit', writes: true };
  const signature = identity && { ...identity, date };
  const { data } = await call(forge, attempt, () =>
    octokit.rest.git.createCommit({
      owner,
      repo,
      message,
      tree,
      parents: [...parents],
      ...(signature ? { author: signature, committer: signature } : {}),
    }),
  );
  return objectIdIn(forge, attempt, data?.sha);
}

/** The tree of a commit. */
export async function readCommitTree(
  forge: ForgeRepository,
  sha: string,
): Promise<string> {
  const { octokit, owner, repo } = forge;
  const attempt = { to: `read the commit ${sha}`, writes: false };
  const { data } = await call(forge, attempt, () =>
    octokit.rest.git.getCommit({ owner, repo, commit_sha: sha }),
  );
  return objectIdIn(forge, attempt, data?.tree?.sha);
}
