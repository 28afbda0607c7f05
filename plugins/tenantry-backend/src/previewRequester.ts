import type {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { tenantProposePermission } from '@tenantry/backstage-plugin-tenantry-common';
import {
  readRequester,
  type TenantAuthorizer,
} from '@tenantry/backstage-plugin-tenantry-node';
import type { PreviewRequester } from './preview';

export type Somebody = BackstageCredentials<
  BackstageUserPrincipal | BackstageServicePrincipal
>;

/**
 * Who asks for a preview.
 *
 * @throws NotAllowedError for whoever may propose nothing.
 */
export async function readPreviewRequester(
  credentials: Somebody,
  {
    authorizer,
    catalog,
  }: {
    readonly authorizer: TenantAuthorizer;
    readonly catalog: CatalogService;
  },
): Promise<PreviewRequester> {
  const { principal } = credentials;
  const mayPropose = await authorizer.allowed(
    tenantProposePermission,
    credentials,
  );
  return principal.type === 'user'
    ? {
        ref: principal.userEntityRef,
        groups: await groupsOf(credentials, catalog),
        mayPropose,
      }
    : { ref: principal.subject, mayPropose };
}

/** Groups of the person who asks; none for another plugin, or a person whom the catalog doesn't know. */
export async function groupsOf(
  credentials: Somebody,
  catalog: CatalogService,
): Promise<readonly string[]> {
  const { principal } = credentials;
  if (principal.type !== 'user') return [];
  try {
    const person = await readRequester(principal.userEntityRef, {
      catalog,
      credentials,
    });
    return person.groups;
  } catch (error) {
    if (toError(error).name === 'NotAllowedError') return [];
    throw error;
  }
}
