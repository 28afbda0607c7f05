import { call, objectIdIn, refusedWith } from './errors';
import type { ForgeRepository } from './forge';
import type { TreeEdit } from './reconcile';

export interface SignedCommit {
  readonly branch: string;
  /** The branch's tip; the commit is refused when it is another one by now. */
  readonly tip: string;
  readonly message: string;
  /** Texts and deletions only: this call knows no modes. */
  readonly edits: readonly TreeEdit[];
}

const mutation = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

/**
 * A commit that the forge signs, whoever the token belongs to; `undefined` when the branch has moved meanwhile.
 */
export async function createSignedCommit(
  forge: ForgeRepository,
  { branch, tip, message, edits }: SignedCommit,
): Promise<string | undefined> {
  const { octokit, owner, repo } = forge;
  const attempt = { to: 'write the commit', writes: true };
  const [headline, ...body] = message.trimEnd().split('\n');
  const input = {
    branch: { repositoryNameWithOwner: `${owner}/${repo}`, branchName: branch },
    expectedHeadOid: tip,
    message: { headline, body: body.join('\n').trim() },
    fileChanges: {
      additions: edits.flatMap(({ path, content }) =>
        content === undefined
          ? []
          : [{ path, contents: Buffer.from(content).toString('base64') }],
      ),
      deletions: edits.flatMap(({ path, content }) =>
        content === undefined ? [{ path }] : [],
      ),
    },
  };
  try {
    const data = await call(forge, attempt, () =>
      octokit.graphql<{
        createCommitOnBranch?: { commit?: { oid?: string } };
      }>(mutation, { input }),
    );
    return objectIdIn(forge, attempt, data?.createCommitOnBranch?.commit?.oid);
  } catch (error) {
    if (refusedWith(error, /STALE_DATA/)) return undefined;
    throw error;
  }
}
