import {
  createConditionExports,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { tenantResourceRef } from './tenantResource';

const isOwner = createPermissionRule({
  name: 'IS_OWNER',
  description: 'Allow tenants that one of the claims owns',
  resourceRef: tenantResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe("Entity references, such as a user's ownership references"),
  }),
  apply: ({ owner }, { claims }) =>
    owner !== undefined && claims.includes(owner),
  toQuery: ({ claims }) => ({ owners: claims }),
});

/** What a policy can ask about a tenant. */
export const tenantRules = { isOwner };

export const {
  /** `tenantConditions.isOwner({ claims: user.info.ownershipEntityRefs })` */
  conditions: tenantConditions,
  /** A policy's answer that depends on the tenant. */
  createConditionalDecision: createTenantConditionalDecision,
} = createConditionExports({
  resourceRef: tenantResourceRef,
  rules: tenantRules,
});
