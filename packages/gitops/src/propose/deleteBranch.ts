import { ForgeRefusedError, RepositoryMissingError } from '../errors';
import { call } from './errors';
import type { ForgeRepository } from './forge';
import { readRef } from './ref';

export interface BranchAt {
  readonly branch: string;
  /** Where the branch has to be. */
  readonly tip: string;
  /** The repository's id in GraphQL. */
  readonly repositoryId: string;
}

const mutation = `mutation ($input: UpdateRefsInput!) {
  updateRefs(input: $input) { clientMutationId }
}`;
const absent = '0'.repeat(40);

/**
 * Deletes a branch that is still where the caller has seen it. The forge compares and deletes in one step, which REST
 * can't ask for: a commit that somebody pushes meanwhile, however late, makes it refuse.
 *
 * @returns whether it was deleted, had gone already, or has moved and stays.
 */
export async function deleteBranch(
  forge: ForgeRepository,
  { branch, tip, repositoryId }: BranchAt,
): Promise<'deleted' | 'gone' | 'moved'> {
  const attempt = { to: `delete the branch ${branch}`, writes: true };
  const update = {
    name: `refs/heads/${branch}`,
    beforeOid: tip,
    afterOid: absent,
    // A deletion is no step forward.
    force: true,
  };
  const input = { repositoryId, refUpdates: [update] };
  try {
    await call(forge, attempt, () =>
      forge.octokit.graphql(mutation, { input }),
    );
    return 'deleted';
  } catch (error) {
    // Its words are not documented; where the branch is now tells what they mean.
    if (!(error instanceof ForgeRefusedError)) throw error;
    const now = await tipOf(forge, branch);
    if (now === tip) throw error;
    return now === undefined ? 'gone' : 'moved';
  }
}

async function tipOf(
  forge: ForgeRepository,
  branch: string,
): Promise<string | undefined> {
  try {
    return await readRef(forge, branch);
  } catch (error) {
    if (error instanceof RepositoryMissingError) return undefined;
    throw error;
  }
}
