import { tenantTrailer, trailer } from '../commitMessage';
import type { BranchCommit } from '../history';
import { committer } from './commit';

/**
 * Whether a commit of a tenant's branch is a request: Tenantry's, or the forge's and its apps' where they sign. A commit
 * with our trailers by anybody else is one of ours that a person amended.
 */
export function isRequestCommit(
  { committerEmail, message }: BranchCommit,
  tenant: string,
): boolean {
  const ours =
    committerEmail === committer.email ||
    committerEmail === 'noreply@github.com' ||
    /\[bot\]@users\.noreply\./.test(committerEmail);
  return ours && trailer(message, tenantTrailer) === tenant;
}
