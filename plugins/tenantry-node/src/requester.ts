import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  parseEntityRef,
  RELATION_MEMBER_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';

/** A person who asks for something, and the groups the catalog says they are a member of. */
export interface Requester {
  readonly ref: string;
  readonly groups: readonly string[];
}

/**
 * Reads a person from the catalog.
 *
 * @param ref - entity reference
 * @throws NotAllowedError when the catalog doesn't know them.
 */
export async function readRequester(
  ref: string,
  options: {
    readonly catalog: CatalogService;
    /** The person's own. */
    readonly credentials: BackstageCredentials;
  },
): Promise<Requester> {
  const { catalog, credentials } = options;
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
