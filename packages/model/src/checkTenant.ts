import { problemsAt, type Complaint } from './complaint';
import { checkEnvironment } from './checkEnvironment';
import { nameInFleetProblem, othersHolding } from './checkName';
import { isOverdue, type Environment } from './environment';
import type { Fleet } from './fleet';
import { indexFleet, type FleetIndex } from './fleetIndex';
import { notOffered } from './offers';
import type { Problem } from './problems';
import { quote } from './quote';
import type { Tenant } from './tenant';

export interface CheckOptions {
  /** Year-month-day; when given, a tenant must not have expired before it, nor be observed still. */
  today?: string;
}

/**
 * What is wrong with a tenant, valid by itself, beside the platform, the clusters and the other tenants. The fleet's
 * own older version of the same tenant doesn't count. Paths are those of the tenant file.
 */
export function checkTenant(
  tenant: Tenant,
  fleet: Fleet,
  options: CheckOptions = {},
): Problem[] {
  const index = indexFleet(fleet);
  const { spec } = tenant;
  const { profiles, sizes } = fleet.platform.spec;
  return [
    problemsAt(
      ['metadata', 'name'],
      nameInFleetProblem(tenant.metadata.name, fleet, index),
    ),
    problemsAt(
      ['spec', 'profile'],
      notOffered('profile', spec.profile, profiles),
    ),
    problemsAt(['spec', 'size'], notOffered('size', spec.size, sizes)),
    groupProblems(tenant, index),
    repositoryProblems(tenant, fleet),
    spec.environments.flatMap((environment, position) =>
      checkEnvironment({ tenant, environment, position, fleet, index }),
    ),
    overdueProblems(spec.environments, options.today),
    problemsAt(['spec', 'expires'], expiryProblem(spec.expires, options.today)),
  ].flat();
}

/** A group that administers a tenant of somebody else would bring its people in here, or this one's people in there. */
function groupProblems(tenant: Tenant, index: FleetIndex): Problem[] {
  const { access, owner } = tenant.spec;
  const named = [
    ...access.admins.map((group, position) => ({
      group,
      path: ['admins', position],
    })),
    ...access.developers.map((group, position) => ({
      group,
      path: ['developers', position],
    })),
  ];
  return named.flatMap(({ group, path }) => {
    const other = othersHolding(
      index.adminGroups,
      group.toLowerCase(),
      tenant.metadata.name,
    ).find(({ what }) => what !== owner);
    return problemsAt(
      ['spec', 'access', ...path],
      other && {
        message: `${quote(group)} administers the tenant ${
          other.tenant
        }, which belongs to ${other.what}; name a group of ${owner}`,
      },
    );
  });
}

function repositoryProblems(tenant: Tenant, fleet: Fleet): Problem[] {
  const own = repositoryKey(fleet.platform.spec.repository.url);
  return tenant.spec.repositories.flatMap((repository, position) =>
    problemsAt(
      ['spec', 'repositories', position],
      repositoryKey(repository) === own
        ? {
            message:
              "is the platform's own repository, from which no tenant deploys",
          }
        : undefined,
    ),
  );
}

/** One repository has many addresses: scheme, user, capitals and the ending make no difference. */
function repositoryKey(url: string): string {
  return url
    .toLowerCase()
    .replace(/^[a-z]+:\/\/([^/@]*@)?/, '')
    .replace(/\.git$/, '');
}

/** What was to be enforced by a day that is over, and still isn't. */
function overdueProblems(
  environments: readonly Environment[],
  today: string | undefined,
): Problem[] {
  return environments.flatMap(({ observed }, position) =>
    problemsAt(
      ['spec', 'environments', position, 'observed', 'until'],
      observed && today !== undefined && isOverdue(observed, today)
        ? {
            message: `${observed.until} has passed; take observed out of the tenant's file, so that its rules are enforced, or let a platform engineer choose a later day there`,
          }
        : undefined,
    ),
  );
}

function expiryProblem(
  expires: string | undefined,
  today: string | undefined,
): Complaint | undefined {
  return expires !== undefined && today !== undefined && expires < today
    ? { message: `${expires} has passed; choose a later day` }
    : undefined;
}
