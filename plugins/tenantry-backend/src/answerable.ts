import { ServiceUnavailableError } from '@backstage/errors';
import { GitOpsError } from '@tenantry/gitops';

/** The end of most of these messages, meant for the log of a task. Here somebody looks at a page. */
const forTasks = / Then start the task again\b.*$/s;

/** Runs what reads the GitOps repository; its failures are somebody else's fault, and say what to do. */
export async function answerable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof GitOpsError) {
      // Without the cause: its message would be told a second time.
      throw new ServiceUnavailableError(error.message.replace(forTasks, ''));
    }
    throw error;
  }
}
