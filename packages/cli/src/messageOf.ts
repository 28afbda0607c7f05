import { GitOpsError } from '@tenantry/gitops';
import { InvalidInputError } from '@tenantry/model';
import { UsageError } from './answer';

/** Names of errors that say by themselves what a person can do. */
const expected = new Set([
  'AccessError',
  'ClusterUnreachableError',
  'ProofError',
  'RefusedError',
  'UnsatisfiableError',
]);

/** Whether an error is something to be expected, and no fault of the program. */
export function isExpected(error: unknown): boolean {
  return (
    error instanceof UsageError ||
    error instanceof GitOpsError ||
    error instanceof InvalidInputError ||
    (error instanceof Error && expected.has(error.name)) ||
    isSystemError(error)
  );
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Such as a file that isn't there. */
function isSystemError(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^E[A-Z]+$/.test(error.code)
  );
}
