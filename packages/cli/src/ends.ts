import { RevisionMissingError } from '@tenantry/gitops';
import type { LocalRepository } from '@tenantry/gitops';
import type { Ends } from './options';

/** Where a change usually goes, the likeliest first. */
const usual = ['refs/remotes/origin/HEAD', 'origin/main', 'main', 'master'];

/**
 * The commits at the two ends of a change.
 *
 * @throws RevisionMissingError
 */
export async function commitsOf(
  repository: LocalRepository,
  { base, head }: Ends,
): Promise<{ readonly base: string; readonly head: string }> {
  return {
    base:
      base === undefined
        ? await usualBase(repository)
        : await repository.commit(base),
    head:
      head === undefined
        ? await repository.workingCommit()
        : await repository.commit(head),
  };
}

async function usualBase(repository: LocalRepository): Promise<string> {
  for (const revision of usual) {
    try {
      return await repository.commit(revision);
    } catch (error) {
      if (!(error instanceof RevisionMissingError)) throw error;
    }
  }
  throw new RevisionMissingError('origin/main');
}
