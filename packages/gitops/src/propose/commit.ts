import { call } from './errors';
import type { ForgeRepository } from './forge';

export interface CommitIdentity {
  readonly name: string;
  readonly email: string;
}

export interface NewCommit {
  readonly tree: string;
  readonly parent: string;
  readonly message: string;
  readonly identity: CommitIdentity;
  /** Taken from the base commit, not from the clock: the same request gives the same commit. */
  readonly date: string;
}

export interface ReadCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly authorEmail: string;
  readonly message: string;
}

export async function createCommit(
  forge: ForgeRepository,
  { tree, parent, message, identity, date }: NewCommit,
): Promise<string> {
  const { octokit, owner, repo } = forge;
  const attempt = { to: 'write the commit', writes: true };
  const signature = { ...identity, date };
  const { data } = await call(forge, attempt, () =>
    octokit.rest.git.createCommit({
      owner,
      repo,
      message,
      tree,
      parents: [parent],
      author: signature,
      committer: signature,
    }),
  );
  return data.sha;
}

export async function readCommit(
  forge: ForgeRepository,
  sha: string,
): Promise<ReadCommit> {
  const { octokit, owner, repo } = forge;
  const attempt = { to: `read the commit ${sha}`, writes: false };
  const { data } = await call(forge, attempt, () =>
    octokit.rest.git.getCommit({ owner, repo, commit_sha: sha }),
  );
  return {
    tree: data.tree.sha,
    parents: data.parents.map(parent => parent.sha),
    author: data.author.name,
    authorEmail: data.author.email,
    message: data.message,
  };
}
