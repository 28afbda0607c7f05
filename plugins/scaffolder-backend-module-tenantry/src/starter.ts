import { NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import {
  readRequester,
  type Requester,
} from '@tenantry/backstage-plugin-tenantry-node';

/** Who started a task, as the catalog shows them to themselves. */
export async function readStarter(
  ctx: Pick<ActionContext<{}>, 'user' | 'getInitiatorCredentials'>,
  catalog: CatalogService,
): Promise<Requester> {
  const ref = ctx.user?.ref;
  if (!ref) {
    throw new NotAllowedError(
      'a tenant is requested by a person, and this task was started by none; start it while signed in',
    );
  }
  const credentials = await ctx.getInitiatorCredentials();
  return readRequester(ref, { catalog, credentials });
}
