import { clusterRoleName, renderTenant } from '@tenantry/controls';
import type { Control, RenderedObject } from '@tenantry/controls';
import type { Fleet, Role, Tenant } from '@tenantry/model';
import { appliedOf, collisions, effectOf, takesAway } from './adopt';
import type { Adoption } from './adopt';
import type { Candidate } from './candidates';
import { isolationOf } from './facts';
import { mapNamespace } from './mapNamespace';
import type { Goal } from './mapNamespace';
import { cutOff } from './network/calls';
import type { Calls } from './network/calls';
import type { NamespaceIndex } from './network/namespaceIndex';
import { roleOrder } from './people';
import type { FoundNamespace } from './read/readNamespaces';
import type { AdoptedTenant } from './report/buildReport';
import { objectReport } from './report/objectReport';
import type { AdoptedNamespaceReport } from './report/report';
import { renderedRole } from './rights/roles';
import type { RoleBook } from './rights/roles';
import type { Right } from './rights/rights';

/** What all tenants of an import share. */
export interface Situation {
  readonly fleet: Fleet;
  readonly controls: readonly Control[];
  readonly index: NamespaceIndex;
  readonly calls: Calls;
  readonly book: RoleBook;
  readonly ours: Readonly<Record<Role, readonly Right[]>>;
  readonly support: ReadonlySet<string>;
  readonly adopt: Adoption;
}

/** Holds each of its namespaces against what is rendered, and says what becomes of every object. */
export function adoptTenant(
  { owned, tenant, doubts }: Candidate,
  situation: Situation,
): AdoptedTenant {
  const { fleet, controls } = situation;
  const goal = renderTenant(enforced(tenant), fleet, controls).objects;
  const applied = tenant.spec.environments.some(({ observed }) => observed)
    ? renderTenant(tenant, fleet, controls).objects
    : goal;
  const namespaces = owned.environments.map(({ name, namespace }) => {
    const own = (objects: readonly RenderedObject[]) =>
      objects.filter(({ environment }) => environment === name);
    return reportOn(
      namespace,
      { tenant, environment: name, goal: own(goal), applied: own(applied) },
      situation,
    );
  });
  return { tenant, doubts, namespaces };
}

/** The tenant as it is to be one day, by which everything is judged. */
function enforced(tenant: Tenant): Tenant {
  return {
    ...tenant,
    spec: {
      ...tenant.spec,
      environments: tenant.spec.environments.map(
        ({ observed: _, ...environment }) => environment,
      ),
    },
  };
}

/** Why a tenant isn't adopted this way: something would change that must not. */
export function surpriseIn(
  { namespaces }: AdoptedTenant,
  adopt: Adoption,
): string | undefined {
  const changed = namespaces.flatMap(namespace =>
    namespace.collisions.map(what => `${namespace.namespace}: ${what}`),
  );
  const taken = namespaces.flatMap(namespace =>
    namespace.takenAway.map(what => `${namespace.namespace}: ${what}`),
  );
  if (adopt === 'identical' && changed.length > 0)
    return `it can't be adopted identically, for applying would change ${changed.join(
      '; ',
    )}`;
  return adopt === 'widen' && taken.length > 0
    ? `it can't be adopted by widening, for no profile and size on offer has as much room: ${taken.join(
        '; ',
      )}`
    : undefined;
}

interface Place {
  readonly tenant: Tenant;
  readonly environment: string;
  /** What is rendered for the environment when it is enforced, and what is applied by merging. */
  readonly goal: readonly RenderedObject[];
  readonly applied: readonly RenderedObject[];
}

function reportOn(
  namespace: FoundNamespace,
  { tenant, environment, goal, applied }: Place,
  situation: Situation,
): AdoptedNamespaceReport {
  const { spec } = tenant;
  const own = spec.environments.find(({ name }) => name === environment);
  const size = own?.size ?? spec.size;
  const { judgements, opened } = mapNamespace(namespace, {
    rendered: goal,
    size,
    index: situation.index,
    access: accessOf(namespace, tenant, situation),
  });
  const byIdentity = appliedOf(applied);
  const there = appliedOf(
    namespace.objects.map(({ object }) => ({ object, controls: [] })),
  );
  return {
    tenant: tenant.metadata.name,
    environment,
    namespace: namespace.name,
    profile: own?.profile ?? spec.profile,
    size,
    objects: judgements.map(judgement =>
      objectReport(judgement, effectOf(judgement, situation.adopt, byIdentity)),
    ),
    unreadable: namespace.unreadable,
    opened,
    added: Array.from(byIdentity)
      .filter(([identity]) => !there.has(identity))
      .map(([, { object, controls }]) => ({
        kind: object.kind,
        name: object.metadata.name,
        controls,
      })),
    collisions: collisions(judgements, byIdentity),
    takenAway: judgements
      .filter(takesAway)
      .flatMap(({ notes }) => notes.filter(({ tightens }) => tightens))
      .map(({ detail }) => detail),
    isolation: isolationOf(namespace),
    cutOff: cutOff(namespace.name, situation.calls, goal, situation.index),
  };
}

function accessOf(
  namespace: FoundNamespace,
  { spec }: Tenant,
  { book, ours, support, fleet }: Situation,
): Goal['access'] {
  const { admins, developers, viewers } = spec.access;
  return {
    book,
    ours,
    support,
    namespace: namespace.name,
    prefix: fleet.platform.spec.groupPrefix,
    own: new Map<string, Role>([
      ...viewers.map(group => [group, 'viewer'] as const),
      ...developers.map(group => [group, 'developer'] as const),
      ...admins.map(group => [group, 'admin'] as const),
    ]),
  };
}

/** Rights of our roles, as the controls render them for a cluster. */
export function rolesOf(
  objects: readonly RenderedObject[],
): Record<Role, readonly Right[]> {
  const [admin, developer, viewer] = roleOrder.map(role =>
    renderedRole(clusterRoleName(role), objects),
  );
  return { admin, developer, viewer };
}
