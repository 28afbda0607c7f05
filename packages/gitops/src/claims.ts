import { checkTenant, namespaceOf } from '@tenantry/model';
import type { Fleet, Problem, Tenant } from '@tenantry/model';
import { tenantOfAnySource } from './layout';

/** A tenant as an open pull request asks for it. */
export interface AskedTenant {
  readonly tenant: Tenant;
  readonly pullRequest: number;
}

/** What a tenant takes that nobody else may have. */
function claimsOf({ metadata, spec }: Tenant): string[] {
  return [
    `name ${metadata.name}`,
    ...spec.environments.flatMap(environment => [
      `namespace ${namespaceOf(metadata.name, environment)} on ${
        environment.cluster
      }`,
      ...environment.hosts.map(host => `host ${host}`),
    ]),
    ...spec.access.admins.map(group => `group ${group}`),
    ...spec.access.developers.map(group => `group ${group}`),
  ];
}

/**
 * Whether something new is asked for while a tenant's file can't be read: nobody can tell then whether it is free, so
 * it is not given. What the tenant has already stays its own.
 */
export function uncheckable(
  tenant: Tenant,
  before: Tenant | undefined,
  problems: readonly Problem[],
): Problem[] {
  const files = problems.flatMap(({ file }) =>
    file && tenantOfAnySource(file) !== undefined ? [file] : [],
  );
  const had = new Set(before ? claimsOf(before) : []);
  const asked = claimsOf(tenant).filter(claim => !had.has(claim));
  if (asked.length === 0) return [];
  return [...new Set(files)].map(file => ({
    path: ['name'],
    message: `${file} on the main branch can't be read, so nobody can tell whether ${asked[0]} is free; correct that file first`,
  }));
}

/** What stands against a tenant because somebody else's open pull request asked first. */
export function clashesWithAsked(
  tenant: Tenant,
  fleet: Fleet,
  asked: readonly AskedTenant[],
): Problem[] {
  const others = asked.filter(
    other => other.tenant.metadata.name !== tenant.metadata.name,
  );
  if (others.length === 0) return [];
  // Beside one tenant at a time: what it asks for is to be named, and an index of everybody is not to be made anew.
  const beside = (tenants: readonly Tenant[]) =>
    checkTenant(tenant, { ...fleet, tenants });
  const alone = new Set(beside([]).map(keyOf));
  return others.flatMap(other =>
    beside([other.tenant])
      .filter(problem => !alone.has(keyOf(problem)))
      .map(problem => ({
        ...problem,
        message: `${problem.message} (asked for in the open pull request #${other.pullRequest})`,
      })),
  );
}

function keyOf({ path, message }: Problem): string {
  return JSON.stringify([path, message]);
}
