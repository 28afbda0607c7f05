import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
  type ConditionTransformer,
  type PermissionRuleset,
} from '@backstage/plugin-permission-node';
import type { tenantResourceType } from '@tenantry/backstage-plugin-tenantry-common';
import { ownersIn } from './ownersIn';
import { tenantRules } from './rules';
import {
  findTenantResource,
  type TenantQuery,
  type TenantResource,
} from './tenantResource';

export type TenantPermission = ResourcePermission<typeof tenantResourceType>;

/** Asks the portal's permission policy about tenants. */
export interface TenantAuthorizer {
  /**
   * For which tenants somebody has a permission, also for those that are only thought of.
   *
   * @throws NotAllowedError when it is for none.
   */
  allowed(
    permission: TenantPermission,
    credentials: BackstageCredentials,
  ): Promise<(tenant: TenantResource) => boolean>;
  /**
   * Refuses whoever doesn't have a permission for a tenant. To those who have it for some tenants only, one that isn't
   * there and one that isn't theirs look the same.
   *
   * @throws NotAllowedError
   */
  require(
    permission: TenantPermission,
    tenant: string,
    credentials: BackstageCredentials,
  ): Promise<void>;
  /**
   * The owners for whose tenants somebody has a permission; `undefined` where that is everybody's.
   *
   * @throws NotAllowedError when it is for none, or when the policy's condition can't be told by owners.
   */
  visibleOwners(
    permission: TenantPermission,
    credentials: BackstageCredentials,
  ): Promise<readonly string[] | undefined>;
  /**
   * Refuses whoever doesn't have a permission for what belongs to no tenant's owner.
   *
   * @throws NotAllowedError
   */
  requireUnowned(
    permission: TenantPermission,
    credentials: BackstageCredentials,
  ): Promise<void>;
}

export interface TenantAuthorizerOptions {
  readonly permissions: PermissionsService;
  readonly repository: Parameters<typeof findTenantResource>[1];
  /** Rules that a policy may use. Default: those that Tenantry brings. */
  readonly ruleset?: PermissionRuleset<TenantResource, TenantQuery>;
}

/** Stands for what no tenant owns: no tenant has such a name. */
const nobodys: TenantResource = { name: '' };

export function createTenantAuthorizer({
  permissions,
  repository,
  ruleset,
}: TenantAuthorizerOptions): TenantAuthorizer {
  const authorize = ruleset
    ? createConditionAuthorizer(ruleset)
    : createConditionAuthorizer(Object.values(tenantRules));
  const toQuery: ConditionTransformer<TenantQuery> = ruleset
    ? createConditionTransformer(ruleset)
    : createConditionTransformer(Object.values(tenantRules));

  async function decide(
    permission: TenantPermission,
    credentials: BackstageCredentials,
  ) {
    const [decision] = await permissions.authorizeConditional(
      [{ permission }],
      {
        credentials,
      },
    );
    return decision;
  }

  return {
    async allowed(permission, credentials) {
      const decision = await decide(permission, credentials);
      if (decision.result === AuthorizeResult.DENY)
        throw tenantNotAllowed(permission);
      return tenant => authorize(decision, tenant);
    },
    async require(permission, name, credentials) {
      const decision = await decide(permission, credentials);
      if (decision.result === AuthorizeResult.ALLOW) return;
      const tenant =
        decision.result === AuthorizeResult.CONDITIONAL
          ? await findTenantResource(name, repository)
          : undefined;
      if (!authorize(decision, tenant))
        throw tenantNotAllowed(permission, name);
    },
    async visibleOwners(permission, credentials) {
      const decision = await decide(permission, credentials);
      if (decision.result === AuthorizeResult.DENY)
        throw tenantNotAllowed(permission);
      return decision.result === AuthorizeResult.CONDITIONAL
        ? ownersIn(toQuery(decision.conditions))
        : undefined;
    },
    async requireUnowned(permission, credentials) {
      const decision = await decide(permission, credentials);
      if (!authorize(decision, nobodys))
        throw new NotAllowedError(
          `what no tenant owns is for those who have the permission ${permission.name} for every tenant; ask whoever keeps the portal's permission policy`,
        );
    },
  };
}

/** Says what is missing and whom to ask, and not whether there is such a tenant. */
export function tenantNotAllowed(
  { name }: TenantPermission,
  tenant?: string,
): NotAllowedError {
  return new NotAllowedError(
    tenant === undefined
      ? `you don't have the permission ${name}; ask whoever keeps the portal's permission policy`
      : `you don't have the permission ${name} for ${JSON.stringify(
          tenant,
        )}, or there is no such tenant; ask a member of the group that owns it, or whoever keeps the portal's permission policy`,
  );
}
