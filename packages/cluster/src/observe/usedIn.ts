import { quantityValue } from '@tenantry/model';
import { z } from 'zod';
import { RefusedError } from '../client';
import type { ClusterClient } from '../client';

const Quotas = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      status: z
        .object({ used: z.record(z.string(), z.string()).optional() })
        .optional(),
    }),
  ),
});

/**
 * What a namespace uses, by entry of its quotas such as `limits.cpu`, as Kubernetes quantities: by their status, one list.
 * Nothing where there is no such namespace.
 *
 * @throws RefusedError, ClusterUnreachableError; Error where a quota doesn't say yet what is used.
 */
export async function usedIn(
  client: ClusterClient,
  namespace: string,
): Promise<Readonly<Record<string, string>>> {
  const answer = await client.send({
    verb: 'list',
    resource: 'v1/resourcequotas',
    namespace,
  });
  if (answer.status !== 200) throw new RefusedError(answer);
  const used: Record<string, string> = {};
  const { success, data } = Quotas.safeParse(answer.body);
  if (!success) throw new Error('the cluster answered with no list of quotas');
  for (const { metadata, status } of data.items) {
    if (!status?.used)
      throw new Error(`ResourceQuota ${metadata.name} has no status yet`);
    for (const [entry, amount] of Object.entries(status.used))
      if (isMore(amount, used[entry])) used[entry] = amount;
  }
  return used;
}

function isMore(amount: string, before: string | undefined): boolean {
  return (
    before === undefined ||
    (quantityValue(amount) ?? 0n) > (quantityValue(before) ?? 0n)
  );
}
