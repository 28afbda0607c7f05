import { usedIn } from '@tenantry/cluster';
import type { LiveUse } from '@tenantry/gitops';
import type { Connection } from './connectClusters';

/** What namespaces of connected clusters use now. */
export function liveUse(connections: readonly Connection[]): LiveUse {
  const clients = new Map(
    connections.map(({ cluster, client }) => [cluster.metadata.name, client]),
  );
  return async ({ cluster, namespace }) => {
    const client = clients.get(cluster);
    if (!client) return undefined;
    try {
      return { used: await usedIn(client, namespace) };
    } catch (error) {
      return { unknown: error instanceof Error ? error.message : `${error}` };
    }
  };
}
