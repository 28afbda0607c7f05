import {
  parseEntityRef,
  RELATION_MEMBER_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';

/** Who started a task, and the groups the catalog says they are a member of. */
export interface Requester {
  readonly ref: string;
  readonly groups: readonly string[];
}

/** Reads the requester from the catalog, with the requester's own credentials. */
export async function readRequester(
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
  const entity = await catalog.getEntityByRef(ref, { credentials });
  if (!entity) {
    throw new NotAllowedError(
      `${ref} isn't in the catalog, so nobody can tell which groups they belong to; ask whoever looks after the catalog to add them`,
    );
  }
  const groups = (entity.relations ?? [])
    .filter(({ type }) => type === RELATION_MEMBER_OF)
    .map(({ targetRef }) => canonical(targetRef));
  return { ref: canonical(ref), groups };
}

/** One way of writing, so that capitals make no difference. */
function canonical(ref: string): string {
  return stringifyEntityRef(parseEntityRef(ref));
}
