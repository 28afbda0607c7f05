import { GitOpsError } from '../errors';

/** A folder that is in no git repository. */
export class NotARepositoryError extends GitOpsError {
  override readonly name = 'NotARepositoryError';
  constructor(folder: string, options?: ErrorOptions) {
    super(
      `${folder} is in no git repository.`,
      'Go to your clone of the GitOps repository, or name it with --directory.',
      options,
    );
  }
}

/** A revision that the clone doesn't have. */
export class RevisionMissingError extends GitOpsError {
  override readonly name = 'RevisionMissingError';
  constructor(revision: string, options?: ErrorOptions) {
    super(
      `This clone has no commit ${revision}.`,
      'Fetch it first, in CI with the whole history (fetch-depth: 0).',
      options,
    );
  }
}

/** Two commits that git can't merge at all. */
export class UnrelatedHistoriesError extends GitOpsError {
  override readonly name = 'UnrelatedHistoriesError';
  constructor(base: string, head: string, options?: ErrorOptions) {
    super(
      `${base} and ${head} have no commit in common here.`,
      'Fetch the whole history (fetch-depth: 0, or `git fetch --unshallow`).',
      options,
    );
  }
}
