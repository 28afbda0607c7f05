import type { ClusterFacts } from '@tenantry/cluster';
import { UsageError } from '../answer';

const oldestNode = 22;

export interface Live {
  readonly facts: ClusterFacts;
  /** As the kubeconfig names it. */
  readonly server: string;
}

/**
 * Asks a cluster for its facts.
 *
 * @throws ClusterUnreachableError, AccessError, UsageError
 */
export async function readLive(access: {
  readonly kubeconfig?: string;
  readonly context?: string;
}): Promise<Live> {
  // The client of a cluster can't even be loaded by an older one.
  if (Number(process.versions.node.split('.')[0]) < oldestNode)
    throw new UsageError(
      `reading a cluster needs Node ${oldestNode} or newer, and this is ${process.versions.node}; give its facts as flags`,
    );
  // Only now: a repository can be begun without the client of a cluster, which is large.
  const { openCluster, readFacts } =
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    require('@tenantry/cluster') as typeof import('@tenantry/cluster');
  const client = await openCluster(access);
  try {
    return { facts: await readFacts(client), server: client.server };
  } finally {
    client.close();
  }
}
