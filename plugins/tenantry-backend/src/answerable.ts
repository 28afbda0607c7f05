import { ServiceUnavailableError } from '@backstage/errors';
import { GitOpsError } from '@tenantry/gitops';

/** Runs what reads the GitOps repository; its failures are somebody else's fault, and say what to do. */
export async function answerable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof GitOpsError) {
      // Without the cause: its message would be told a second time.
      throw new ServiceUnavailableError(error.message);
    }
    throw error;
  }
}
