const again = 'Then try again: nothing is written twice.';

/** What went wrong, and in `nextStep` what a person does about it. The message holds both. */
export class GitOpsError extends Error {
  override readonly name: string = 'GitOpsError';
  constructor(
    problem: string,
    readonly nextStep: string,
    options?: ErrorOptions,
  ) {
    super(`${problem} ${nextStep}`, options);
  }
}

/** No answer, or an answer that says the forge itself is broken. */
export class ForgeUnreachableError extends GitOpsError {
  override readonly name = 'ForgeUnreachableError';
  constructor(forge: string, reason: string, options?: ErrorOptions) {
    super(
      `${forge} can't be reached: ${reason}.`,
      `Check that it is up and that this machine may connect to it. ${again}`,
      options,
    );
  }
}

/** The token is wrong, has expired, or may not do what was asked. */
export class BadCredentialsError extends GitOpsError {
  override readonly name = 'BadCredentialsError';
  constructor(repository: string, attempt: string, options?: ErrorOptions) {
    super(
      `The token was refused by ${repository} (${attempt}).`,
      `Give Tenantry a valid token that may read and write contents and pull requests of this repository. ${again}`,
      options,
    );
  }
}

/** The repository, or the branch everything starts from, is not there or not visible to the token. */
export class RepositoryMissingError extends GitOpsError {
  override readonly name = 'RepositoryMissingError';
  constructor(repository: string, reason: string, options?: ErrorOptions) {
    super(
      `${repository} ${reason}.`,
      `Check the configured address and branch, and that the token may see the repository. ${again}`,
      options,
    );
  }
}

/** The base branch went on, and the request is no longer what was previewed. */
export class BaseMovedError extends GitOpsError {
  override readonly name = 'BaseMovedError';
  constructor(branch: string, reason: string, options?: ErrorOptions) {
    super(
      `${branch} has moved since this request was prepared, and ${reason}.`,
      'Open the preview again to see the request on the new state, then submit it.',
      options,
    );
  }
}

/** The tenant's branch holds something other than this request; it is never overwritten. */
export class BranchTakenError extends GitOpsError {
  override readonly name = 'BranchTakenError';
  constructor(
    readonly branch: string,
    reason: string,
    wayOut: string,
    readonly pullRequestUrl?: string,
  ) {
    super(`The branch ${branch} ${reason}.`, `${wayOut} ${again}`);
  }
}

/** A person changed files on the tenant's branch that this request wants otherwise. */
export class BranchConflictError extends GitOpsError {
  override readonly name = 'BranchConflictError';
  constructor(
    readonly branch: string,
    readonly clashes: readonly {
      readonly path: string;
      readonly author: string;
    }[],
    readonly pullRequestUrl?: string,
  ) {
    const shown = clashes
      .slice(0, 10)
      .map(({ path, author }) => `${path} (${author})`);
    const rest = clashes.length - shown.length;
    const names = [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
    super(
      `The branch ${branch} has other versions of files that this request writes: ${names}.`,
      `Merge ${
        pullRequestUrl ?? 'the branch'
      } first, or take those commits off it. ${again}`,
    );
  }
}

/** Somebody moved the tenant's branch at every attempt. */
export class BranchBusyError extends GitOpsError {
  override readonly name = 'BranchBusyError';
  constructor(readonly branch: string) {
    super(
      `The branch ${branch} moved each time this request was about to be added to it.`,
      `Wait a minute. ${again}`,
    );
  }
}

/** The forge asks to slow down. */
export class RateLimitedError extends GitOpsError {
  override readonly name = 'RateLimitedError';
  constructor(
    repository: string,
    until: string | undefined,
    options?: ErrorOptions,
  ) {
    super(
      `${repository} has had too many requests with this token.`,
      `Wait ${until ? `until ${until}` : 'some minutes'}. ${again}`,
      options,
    );
  }
}

/** The forge understood and said no, for a reason that is none of the above. */
export class ForgeRefusedError extends GitOpsError {
  override readonly name = 'ForgeRefusedError';
  constructor(
    repository: string,
    attempt: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(
      `${repository} refused to ${attempt}: ${reason}.`,
      `Look for a branch rule or setting of the repository that forbids it. ${again}`,
      options,
    );
  }
}

/** A tenant that was merged, by hand, and that its platform can't have. */
export class TenantMisfitError extends GitOpsError {
  override readonly name = 'TenantMisfitError';
  constructor(tenant: string, options?: ErrorOptions) {
    super(
      `tenants/${tenant}/tenant.yaml does not fit the platform${because(
        options,
      )}.`,
      'Run `tenantry verify`, which names what it asks for in vain.',
      options,
    );
  }
}

function because(options?: ErrorOptions): string {
  return options?.cause instanceof Error ? `: ${options.cause.message}` : '';
}

/** A repository without `platform.yaml`. */
export class NotATenantryRepositoryError extends GitOpsError {
  override readonly name = 'NotATenantryRepositoryError';
  constructor(repository: string) {
    super(
      `${repository} is not a Tenantry repository: it has no platform.yaml.`,
      'Commit a platform.yaml and one clusters/<name>/cluster.yaml per cluster, or configure another repository.',
    );
  }
}
