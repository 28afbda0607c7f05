import type { ClusterClient } from '@tenantry/cluster';
import { annotations, deletionApproved } from '@tenantry/controls';
import { soon } from './soon';

/** As it came: the two steps that a tenant's namespace takes. */
export async function leave(
  client: ClusterClient,
  namespace: string,
): Promise<void> {
  const resource = 'v1/namespaces';
  await client.send({
    verb: 'patch',
    resource,
    name: namespace,
    body: {
      metadata: { annotations: { [annotations.deletion]: deletionApproved } },
    },
  });
  await soon('it may go', async () => {
    const { status } = await client.send({
      verb: 'delete',
      resource,
      name: namespace,
    });
    return status < 300 || status === 404;
  });
}
