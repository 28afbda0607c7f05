import type { ClusterFacts } from '@tenantry/cluster';

export interface Live {
  readonly facts: ClusterFacts;
  /** As the kubeconfig names it. */
  readonly server: string;
}

/**
 * Asks a cluster for its facts.
 *
 * @throws ClusterUnreachableError, AccessError
 */
export async function readLive(access: {
  readonly kubeconfig?: string;
  readonly context?: string;
}): Promise<Live> {
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
