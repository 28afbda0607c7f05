import { z } from 'zod';
import { API_VERSION } from './document';
import {
  platformFields,
  RequestedEnvironment,
  type Environment,
  type PlatformField,
} from './environment';
import { TenantName } from './names';
import { checkEnvironments } from './environments';
import { valueAt } from './paths';
import type { Platform } from './platform';
import { environmentsOf, tenantFields, type Tenant } from './tenant';

/** What a form or another program sends: a tenant's fields without the envelope; profile and size may be left out. */
export const TenantRequest = z
  .strictObject({
    name: TenantName,
    ...tenantFields,
    profile: tenantFields.profile.optional(),
    size: tenantFields.size.optional(),
    environments: environmentsOf(RequestedEnvironment),
  })
  .superRefine(
    (request, context) =>
      checkEnvironments(context, {
        tenant: valueAt(request, ['name']),
        environments: valueAt(request, ['environments']),
        path: ['environments'],
      }),
    { when: () => true },
  )
  .describe('A request for a tenant, or for a change of one.');
export type TenantRequest = z.output<typeof TenantRequest>;
/** A request as it may be written: lists with defaults may be left out. */
export type TenantRequestInput = z.input<typeof TenantRequest>;

/**
 * The tenant that a request asks for; what it leaves open comes from the platform's defaults, and what no request can
 * say from the tenant's file.
 *
 * @param current the tenant as the main branch has it, if it has it.
 */
export function tenantFromRequest(
  request: TenantRequest,
  platform: Platform,
  current: Tenant | undefined,
): Tenant {
  const { name, title, owner, access, profile, size, ...rest } = request;
  const { defaults } = platform.spec;
  return {
    apiVersion: API_VERSION,
    kind: 'Tenant',
    metadata: { name },
    spec: {
      title,
      owner,
      access,
      profile: profile ?? defaults.profile,
      size: size ?? defaults.size,
      ...rest,
      environments: rest.environments.map(environment => ({
        ...environment,
        ...notRequestable(environment, current),
      })),
    },
  };
}

/** The request that gives this tenant again: what a form for changes begins with. */
export function requestFromTenant({ metadata, spec }: Tenant): TenantRequest {
  return {
    name: metadata.name,
    ...spec,
    environments: spec.environments.map(requestOf),
  };
}

function requestOf(environment: Environment): RequestedEnvironment {
  const requested = { ...environment };
  for (const field of platformFields) delete requested[field];
  return requested;
}

/** What an environment of this name on this cluster has that only a platform engineer gives. */
function notRequestable(
  { name, cluster }: RequestedEnvironment,
  current: Tenant | undefined,
): Pick<Environment, PlatformField> {
  const before = current?.spec.environments.find(
    known => known.name === name && known.cluster === cluster,
  );
  return Object.fromEntries(
    platformFields.flatMap(field => {
      const value = before?.[field];
      return value === undefined ? [] : [[field, value]];
    }),
  );
}
