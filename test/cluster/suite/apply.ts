import { resourceOf } from '@tenantry/cluster';
import type { ClusterClient, Identity } from '@tenantry/cluster';
import { identityOf } from '@tenantry/controls';
import type { PartialObject } from '@tenantry/controls';

/**
 * Server-side apply, as somebody else where asked.
 *
 * @throws Error with the object and the API server's reason.
 */
export async function apply(
  client: ClusterClient,
  object: PartialObject,
  as?: Identity,
): Promise<void> {
  const { namespace, name } = object.metadata;
  const answer = await client.send(
    {
      verb: 'patch',
      patch: 'apply',
      resource: resourceOf(object),
      name,
      ...(namespace ? { namespace } : {}),
      body: object,
    },
    as ? { as } : {},
  );
  if (answer.status >= 300)
    throw new Error(
      `${identityOf(object)} can't be applied: ${answer.status} ${
        answer.message
      }`,
    );
}

/** One after the other, in this order. */
export async function applyAll(
  client: ClusterClient,
  objects: readonly PartialObject[],
): Promise<void> {
  for (const object of objects) await apply(client, object);
}
