import {
  checkSatisfiable,
  clusterRoleName,
  registry,
  renderCluster,
  renderTenant,
} from '@tenantry/controls';
import type { Control, RenderedObject } from '@tenantry/controls';
import { checkTenant, formatProblems } from '@tenantry/model';
import type { Cluster, Fleet, Platform, Role, Tenant } from '@tenantry/model';
import { appliedOf, collisions, effectOf, takesAway } from './adopt';
import type { Adoption } from './adopt';
import { indexOwned, makeCandidates } from './candidates';
import type { Candidate } from './candidates';
import { boundsIn, isolationOf } from './facts';
import { sizeOffers } from './fit';
import { groupTenants } from './groupTenants';
import { withUsual } from './hints';
import type { ImportHints } from './hints';
import { mapNamespace } from './mapNamespace';
import type { Goal } from './mapNamespace';
import type { NamespaceIndex } from './network/namespaceIndex';
import { findPeople, findSupportGroups } from './owners';
import type { SupportThreshold } from './owners';
import { roleOrder } from './people';
import { readNamespaces } from './read/readNamespaces';
import type {
  FoundNamespace,
  FoundNamespaces,
  InputFile,
} from './read/readNamespaces';
import { buildReport } from './report/buildReport';
import type { AdoptedTenant, Refused } from './report/buildReport';
import { objectReport } from './report/objectReport';
import type { AdoptedNamespaceReport, ImportReport } from './report/report';
import { openRoleBook, renderedRole } from './rights/roles';
import type { RoleBook } from './rights/roles';
import type { Right } from './rights/rights';
import { suggestProfiles, suggestSizes } from './suggest';
import type { Suggestions } from './suggest';

export interface ImportInput {
  readonly files: readonly InputFile[];
  readonly platform: Platform;
  /** The cluster that the namespaces are on. */
  readonly cluster: Cluster;
  /** Clusters and tenants that there are already. */
  readonly fleet?: Pick<Fleet, 'clusters' | 'tenants'>;
}

export interface ImportOptions {
  readonly adopt: Adoption;
  /** The day by which environments that are observed will be enforced, year-month-day: needed to adopt identically. */
  readonly until?: string;
  readonly hints?: ImportHints;
  /** The profile or the size for all, in place of the nearest. */
  readonly profile?: string;
  readonly size?: string;
  readonly supportThreshold?: SupportThreshold;
  readonly controls?: readonly Control[];
}

export interface Import {
  readonly tenants: readonly Tenant[];
  readonly suggestions: Suggestions;
  readonly report: ImportReport;
  /** What was read, for whoever writes files. */
  readonly found: FoundNamespaces;
}

/**
 * Makes tenants of namespaces as they are found, and tells of every object what becomes of it. Pure: reads and writes
 * nothing.
 *
 * @throws TypeError when environments are to be observed (`identical`) and nobody says until when.
 */
export function importFleet(
  input: ImportInput,
  options: ImportOptions,
): Import {
  const { platform, cluster } = input;
  const { controls = registry, adopt, until } = options;
  if (adopt === 'identical' && until === undefined)
    throw new TypeError(
      'to adopt identically is to observe; say until which day, such as 2027-06-30',
    );
  const found = readNamespaces(input.files);
  const hints = withUsual(options.hints);
  const grouping = groupTenants(found.namespaces, hints);
  const prefix = platform.spec.groupPrefix;
  const supportGroups = findSupportGroups(
    grouping.tenants,
    prefix,
    options.supportThreshold,
  );
  const support = new Set(
    [...platform.spec.supportGroups, ...supportGroups].map(
      ({ group }) => group,
    ),
  );
  const people = findPeople(grouping.tenants, {
    prefix,
    support,
    share: adopt === 'widen' ? 'most' : 'least',
  });
  const clusters = [
    cluster,
    ...(input.fleet?.clusters ?? []).filter(
      other => other.metadata.name !== cluster.metadata.name,
    ),
  ];
  const index = indexOwned(people.owned, found.namespaces, hints, {
    platform,
    clusters,
  });
  const sizes = sizeOffers(platform, cluster, controls);
  const { made, unmade } = makeCandidates(people.owned, index, {
    platform,
    cluster: cluster.metadata.name,
    sizes,
    profile: options.profile,
    size: options.size,
    decided: adopt === 'identical' ? { observed: { until } } : {},
  });
  const fleet: Fleet = {
    platform,
    clusters,
    tenants: [
      ...(input.fleet?.tenants ?? []).filter(
        ({ metadata }) =>
          !made.some(({ tenant }) => tenant.metadata.name === metadata.name),
      ),
      ...made.map(({ tenant }) => tenant),
    ],
  };
  const everything = [
    ...found.namespaces.flatMap(({ objects }) => objects),
    ...found.others,
  ];
  const book = openRoleBook(everything);
  const ours = rolesOf(renderCluster(cluster, fleet, controls).objects);
  const adopted: AdoptedTenant[] = [];
  const refused: Refused[] = [
    ...grouping.nobodys,
    ...people.ownerless.flatMap(({ group, reason }) =>
      group.environments.map(({ namespace }) => ({ namespace, reason })),
    ),
    ...unmade.flatMap(({ owned, problems }) =>
      owned.environments.map(({ namespace }) => ({
        namespace,
        reason: `no tenant file can be made of it: ${formatProblems(problems)}`,
      })),
    ),
  ];
  const situation = { fleet, controls, index, book, ours, support, adopt };
  for (const candidate of made) {
    const problems = [
      ...checkTenant(candidate.tenant, fleet),
      ...checkSatisfiable(candidate.tenant, fleet, controls),
    ];
    if (problems.length > 0) {
      refused.push(
        ...refusal(
          candidate,
          `its tenant would not be accepted: ${formatProblems(problems)}`,
        ),
      );
      continue;
    }
    const one = adoptTenant(candidate, situation);
    const surprise = surpriseIn(one, adopt);
    if (surprise === undefined) adopted.push(one);
    else refused.push(...refusal(candidate, surprise));
  }
  const suggestions: Suggestions = {
    supportGroups: supportGroups.filter(
      ({ group }) =>
        !platform.spec.supportGroups.some(known => known.group === group),
    ),
    sizes: suggestSizes(found.namespaces.map(boundsIn), sizes, platform.spec),
    profiles: suggestProfiles(
      grouping.tenants.flatMap(({ environments }) =>
        environments.map(({ namespace }) => isolationOf(namespace)),
      ),
      platform.spec,
    ),
  };
  return {
    tenants: adopted.map(({ tenant }) => tenant),
    suggestions,
    found,
    report: buildReport({
      adopt,
      until,
      found,
      adopted,
      refused,
      suggestions,
      book,
      ours,
    }),
  };
}

interface Situation {
  readonly fleet: Fleet;
  readonly controls: readonly Control[];
  readonly index: NamespaceIndex;
  readonly book: RoleBook;
  readonly ours: Readonly<Record<Role, readonly Right[]>>;
  readonly support: ReadonlySet<string>;
  readonly adopt: Adoption;
}

function adoptTenant(
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
function surpriseIn(
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

function rolesOf(
  objects: readonly RenderedObject[],
): Record<Role, readonly Right[]> {
  const [admin, developer, viewer] = roleOrder.map(role =>
    renderedRole(clusterRoleName(role), objects),
  );
  return { admin, developer, viewer };
}

function refusal({ owned }: Candidate, reason: string): Refused[] {
  return owned.environments.map(({ namespace }) => ({ namespace, reason }));
}
