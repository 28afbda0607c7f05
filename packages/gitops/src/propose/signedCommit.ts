import { call, objectIdIn, refusedWith } from './errors';
import type { ForgeRepository } from './forge';
import type { TreeEdit } from './reconcile';
import type { Wanted } from './wanted';

const mutation = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

/**
 * Adds the request's commit to its branch, whose tip has to be `onto` still. The forge signs it, whoever the token belongs
 * to; `undefined` when the branch has moved or gone meanwhile. The edits are texts and deletions only: this call knows no modes.
 */
export async function createSignedCommit(
  forge: ForgeRepository,
  { proposal, attempted }: Wanted,
  onto: string,
  edits: readonly TreeEdit[],
): Promise<string | undefined> {
  const { octokit, owner, repo } = forge;
  const { branch, commitMessage } = proposal;
  const attempt = { to: 'write the commit', writes: true };
  const [headline, ...body] = commitMessage.trimEnd().split('\n');
  const input = {
    branch: { repositoryNameWithOwner: `${owner}/${repo}`, branchName: branch },
    expectedHeadOid: onto,
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
  attempted.push({ onto, edits });
  try {
    const data = await call(forge, attempt, () =>
      octokit.graphql<{
        createCommitOnBranch?: { commit?: { oid?: string } };
      }>(mutation, { input }),
    );
    const id = data?.createCommitOnBranch?.commit?.oid;
    const sha = objectIdIn(forge, attempt, id);
    attempted.push({ sha });
    return sha;
  } catch (error) {
    if (refusedWith(error, /STALE_DATA|NOT_FOUND.* (ref|branch)\b/i)) {
      return undefined;
    }
    throw error;
  }
}
