import { checkSatisfiable, registry, renderCluster } from '@tenantry/controls';
import type { Control } from '@tenantry/controls';
import {
  checkTenant,
  formatProblems,
  indexFleet,
  placeKey,
} from '@tenantry/model';
import type { Cluster, Fleet, Platform, Tenant } from '@tenantry/model';
import type { Adoption } from './adopt';
import { adoptTenant, rolesOf, surpriseIn } from './adoptTenant';
import type { Situation } from './adoptTenant';
import { indexOwned, makeCandidates } from './candidates';
import type { Candidate } from './candidates';
import { boundsIn, isolationOf } from './facts';
import { sizeOffers } from './fit';
import type { SizeOffers } from './fit';
import { groupTenants } from './groupTenants';
import type { Grouping } from './groupTenants';
import { withUsual } from './hints';
import type { ImportHints } from './hints';
import { findCalls } from './network/calls';
import { findPeople, findSupportGroups } from './owners';
import type { FoundSupportGroup, People, SupportThreshold } from './owners';
import { readNamespaces } from './read/readNamespaces';
import type {
  FoundNamespace,
  FoundNamespaces,
  InputFile,
} from './read/readNamespaces';
import { buildReport } from './report/buildReport';
import type { AdoptedTenant, Refused } from './report/buildReport';
import type { ImportReport } from './report/report';
import { openRoleBook } from './rights/roles';
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
  const { adopt, until } = options;
  if (adopt === 'identical' && until === undefined)
    throw new TypeError(
      'to adopt identically is to observe; say until which day, such as 2027-06-30',
    );
  const found = readNamespaces(input.files);
  const sorted = sortOut(found, input, options);
  const { candidates, situation, sizes } = prepare(
    found,
    sorted,
    input,
    options,
  );
  const { adopted, refused } = adoptAll(candidates, situation);
  const suggestions = suggest(found, sorted, sizes, input.platform);
  const { book, ours } = situation;
  return {
    tenants: adopted.map(({ tenant }) => tenant),
    suggestions,
    found,
    report: buildReport({
      adopt,
      until,
      found,
      adopted,
      refused: [...sorted.refused, ...candidates.refused, ...refused],
      suggestions,
      book,
      ours,
    }),
  };
}

/** Namespaces by whose they are. */
interface Sorted {
  readonly grouping: Grouping;
  readonly people: People;
  readonly supportGroups: readonly FoundSupportGroup[];
  /** Names of groups that are no team's own: the platform's, and those that are found to be. */
  readonly support: ReadonlySet<string>;
  readonly refused: readonly Refused[];
}

function sortOut(
  { namespaces }: FoundNamespaces,
  input: ImportInput,
  { hints, supportThreshold }: ImportOptions,
): Sorted {
  const { groupPrefix: prefix, supportGroups: known } = input.platform.spec;
  const { free, owned } = ownedAlready(namespaces, input);
  const grouping = groupTenants(free, hints);
  const supportGroups = findSupportGroups(
    grouping.tenants,
    prefix,
    supportThreshold,
  );
  const support = new Set(
    [...known, ...supportGroups].map(({ group }) => group),
  );
  const people = findPeople(grouping.tenants, { prefix, support });
  const refused = [
    ...owned,
    ...grouping.nobodys,
    ...people.ownerless.flatMap(({ group, reason }) =>
      refusal(group.environments, reason),
    ),
  ];
  return { grouping, people, supportGroups, support, refused };
}

interface Candidates {
  readonly made: readonly Candidate[];
  readonly refused: readonly Refused[];
}

/** Tenant files for what can have one, and everything that they are held against. */
function prepare(
  found: FoundNamespaces,
  { people, support }: Sorted,
  { platform, cluster, fleet: known }: ImportInput,
  { adopt, until, hints, controls = registry, profile, size }: ImportOptions,
): {
  readonly candidates: Candidates;
  readonly situation: Situation;
  readonly sizes: SizeOffers;
} {
  const clusters = [
    cluster,
    ...(known?.clusters ?? []).filter(
      other => other.metadata.name !== cluster.metadata.name,
    ),
  ];
  const tenants = known?.tenants ?? [];
  const names = new Set(tenants.map(({ metadata }) => metadata.name));
  const index = indexOwned(people.owned, found.namespaces, withUsual(hints), {
    platform,
    clusters,
  });
  const sizes = sizeOffers(platform, cluster, controls);
  const { made, unmade } = makeCandidates(
    people.owned.filter(({ name }) => !names.has(name)),
    index,
    {
      platform,
      cluster: cluster.metadata.name,
      sizes,
      profile,
      size,
      decided: adopt === 'identical' ? { observed: { until } } : {},
    },
  );
  const refused = [
    ...people.owned
      .filter(({ name }) => names.has(name))
      .flatMap(({ name, environments }) =>
        refusal(
          environments,
          `there is a tenant ${name} already; write the environment into its file`,
        ),
      ),
    ...unmade.flatMap(({ owned, problems }) =>
      refusal(
        owned.environments,
        `no tenant file can be made of it: ${formatProblems(problems)}`,
      ),
    ),
  ];
  const fleet: Fleet = {
    platform,
    clusters,
    tenants: [...tenants, ...made.map(({ tenant }) => tenant)],
  };
  const book = openRoleBook([
    ...found.namespaces.flatMap(({ objects }) => objects),
    ...found.others,
  ]);
  const ours = rolesOf(renderCluster(cluster, fleet, controls).objects);
  return {
    candidates: { made, refused },
    situation: {
      fleet,
      controls,
      index,
      calls: findCalls(found.namespaces, index),
      book,
      ours,
      support,
      adopt,
    },
    sizes,
  };
}

/** Adopts those that the fleet accepts and that change nothing by surprise. */
function adoptAll(
  { made }: Candidates,
  situation: Situation,
): {
  readonly adopted: readonly AdoptedTenant[];
  readonly refused: readonly Refused[];
} {
  const { fleet, controls, adopt } = situation;
  const adopted: AdoptedTenant[] = [];
  const refused: Refused[] = [];
  for (const candidate of made) {
    const { tenant, owned } = candidate;
    const problems = [
      ...checkTenant(tenant, fleet),
      ...checkSatisfiable(tenant, fleet, controls),
    ];
    const one =
      problems.length > 0 ? undefined : adoptTenant(candidate, situation);
    const reason = one
      ? surpriseIn(one, adopt)
      : `its tenant would not be accepted: ${formatProblems(problems)}`;
    if (one && reason === undefined) adopted.push(one);
    else refused.push(...refusal(owned.environments, reason ?? ''));
  }
  return { adopted, refused };
}

function suggest(
  { namespaces }: FoundNamespaces,
  { grouping, supportGroups }: Sorted,
  sizes: SizeOffers,
  { spec }: Platform,
): Suggestions {
  return {
    supportGroups: supportGroups.filter(
      ({ group }) => !spec.supportGroups.some(known => known.group === group),
    ),
    sizes: suggestSizes(namespaces.map(boundsIn), sizes, spec),
    profiles: suggestProfiles(
      grouping.tenants.flatMap(({ environments }) =>
        environments.map(({ namespace }) => isolationOf(namespace)),
      ),
      spec,
    ),
  };
}

/** Namespaces that a tenant of the fleet has are the business of its own file. */
function ownedAlready(
  namespaces: readonly FoundNamespace[],
  { cluster, fleet, platform }: ImportInput,
): { readonly free: FoundNamespace[]; readonly owned: Refused[] } {
  const { namespaces: held } = indexFleet({
    platform,
    clusters: fleet?.clusters ?? [],
    tenants: fleet?.tenants ?? [],
  });
  const ownerOf = ({ name }: FoundNamespace) =>
    [...(held.get(placeKey(cluster.metadata.name, name)) ?? [])][0]?.[0];
  return {
    free: namespaces.filter(namespace => ownerOf(namespace) === undefined),
    owned: namespaces.flatMap(namespace => {
      const tenant = ownerOf(namespace);
      return tenant === undefined
        ? []
        : [{ namespace, reason: `the tenant ${tenant} has it already` }];
    }),
  };
}

function refusal(
  environments: readonly { readonly namespace: FoundNamespace }[],
  reason: string,
): Refused[] {
  return environments.map(({ namespace }) => ({ namespace, reason }));
}
