import { groupRefProblem, suggestName } from '@tenantry/model';
import type { Access, Role } from '@tenantry/model';
import type { TenantGroup } from './groupTenants';
import { mostFrequent } from './mostFrequent';
import { peopleOf, roleOrder } from './people';

/** A group of operators, found in many tenants' namespaces. */
export interface FoundSupportGroup {
  readonly group: string;
  /** The role it has most often. */
  readonly role: Role;
  readonly namespaces: number;
  readonly owners: number;
}

/** What makes a group one of operators, and no team's own. */
export interface SupportThreshold {
  /** In at least so many namespaces. */
  readonly namespaces: number;
  /** Of at least so many owners. */
  readonly owners: number;
}

export const usualThreshold: SupportThreshold = { namespaces: 10, owners: 5 };

/** Groups that hold a role in the namespaces of many owners, the most widespread first. */
export function findSupportGroups(
  groups: readonly TenantGroup[],
  prefix: string,
  { namespaces, owners }: SupportThreshold = usualThreshold,
): FoundSupportGroup[] {
  const found = new Map<string, { roles: Role[]; owners: Set<string> }>();
  for (const { environments, owner, name } of groups)
    for (const { namespace } of environments)
      for (const [group, role] of peopleOf(namespace, prefix)) {
        const known = found.get(group) ?? { roles: [], owners: new Set() };
        found.set(group, known);
        known.roles.push(role);
        known.owners.add(owner ?? name);
      }
  return Array.from(found, ([group, known]) => ({
    group,
    role: mostFrequent(known.roles) ?? 'viewer',
    namespaces: known.roles.length,
    owners: known.owners.size,
  }))
    .filter(group => group.namespaces >= namespaces && group.owners >= owners)
    .sort(
      (left, right) =>
        right.namespaces - left.namespaces ||
        (left.group < right.group ? -1 : 1),
    );
}

/** A tenant with its people and its owner. */
export interface Owned extends TenantGroup {
  /** A catalog reference. */
  readonly ownerRef: string;
  readonly access: Access;
}

const nobodyOfItsOwn =
  'every group that administers it administers tenants of other owners, and none of them can be an owner in the catalog; write the tenant by hand';

/** A group of namespaces that can be nobody's, for want of a group. */
export interface Ownerless {
  readonly group: TenantGroup;
  readonly reason: string;
}

export interface People {
  readonly owned: readonly Owned[];
  readonly ownerless: readonly Ownerless[];
}

interface Options {
  /** What the API server puts before the names of groups. */
  readonly prefix: string;
  /** Groups that are no team's own. */
  readonly support: ReadonlySet<string>;
}

/**
 * Who has which role in each tenant, and who owns it.
 *
 * A tenant's file gives a group one role in all environments: the one that it has in each of them already, so that nobody
 * gains anything. A group of another owner stays out, for it would bring its people in.
 */
export function findPeople(
  groups: readonly TenantGroup[],
  options: Options,
): People {
  const taken = new Set(groups.map(({ name }) => name));
  const parts = groups.flatMap(group => apart(group, taken, options));
  const ownerless: Ownerless[] = [];
  const drafts: Draft[] = [];
  for (const group of parts) {
    const people = sharedPeople(group.environments, options);
    const own = new Map(
      [...people].filter(([name]) => !options.support.has(name)),
    );
    const draft = { group, people: own, ...ownerOf(group, own) };
    const someone = hasAdmin(own) ? draft : ownedBySupport(draft, people);
    if (someone) drafts.push(someone);
    else
      ownerless.push({
        group,
        reason:
          'no group is bound to a role that ours stand in for; bind one, or write the tenant by hand',
      });
  }
  const { kept, lost } = settle(drafts);
  return {
    owned: kept.map(ownedOf),
    ownerless: [
      ...ownerless,
      ...lost.map(group => ({ group, reason: nobodyOfItsOwn })),
    ],
  };
}

/**
 * A tenant that loses its last group to another owner is that group's from then on, and others lose the group in turn. It
 * is lost where the group can't be an owner. Ends, because who was given away once stays.
 */
function settle(drafts: readonly Draft[]): {
  readonly kept: readonly Draft[];
  readonly lost: readonly TenantGroup[];
} {
  const kept = withoutForeign(drafts);
  if (kept.every(({ people }) => hasAdmin(people))) return { kept, lost: [] };
  const next: Draft[] = [];
  const lost: TenantGroup[] = [];
  drafts.forEach((draft, index) => {
    const own = hasAdmin(kept[index].people)
      ? draft
      : ownedBySupport(draft, draft.people);
    if (own) next.push(own);
    else lost.push(draft.group);
  });
  const rest = settle(next);
  return { kept: rest.kept, lost: [...lost, ...rest.lost] };
}

interface Draft {
  readonly group: TenantGroup;
  readonly people: ReadonlyMap<string, Role>;
  readonly ownerRef: string;
  readonly doubts?: readonly string[];
}

type Environments = TenantGroup['environments'];

/**
 * Environments that no group of their own administers all of would become one tenant only by giving somebody a namespace;
 * so they are several.
 */
function apart(
  group: TenantGroup,
  taken: Set<string>,
  { prefix, support }: Options,
): TenantGroup[] {
  const parts: { admins: Set<string>; environments: Environments[number][] }[] =
    [];
  for (const environment of group.environments) {
    const all = admins(peopleOf(environment.namespace, prefix));
    const own = all.filter(name => !support.has(name));
    const names = new Set(own.length > 0 ? own : all);
    const part = parts.find(({ admins: shared }) =>
      [...names].some(name => shared.has(name)),
    );
    if (!part) parts.push({ admins: names, environments: [environment] });
    else {
      part.environments.push(environment);
      part.admins = new Set([...names].filter(name => part.admins.has(name)));
    }
  }
  if (parts.length < 2) return [group];
  return parts.map(({ environments }, index) => ({
    ...group,
    name:
      index === 0
        ? group.name
        : claim(`${group.name}-${environments[0].name}`, taken),
    ...ownerIn(environments),
    environments,
    doubts: [
      ...group.doubts,
      `no group of its own administers all of ${group.environments
        .map(({ namespace }) => namespace.name)
        .join(', ')}, so they are ${parts.length} tenants`,
    ],
  }));
}

function ownerIn(environments: Environments): Pick<TenantGroup, 'owner'> {
  return {
    owner: mostFrequent(environments.flatMap(({ owner }) => owner ?? [])),
  };
}

function claim(wanted: string, taken: Set<string>): string {
  let name = suggestName(wanted);
  for (let number = 2; taken.has(name); number += 1)
    name = suggestName(`${wanted}-${number}`);
  taken.add(name);
  return name;
}

function sharedPeople(
  environments: Environments,
  { prefix }: Pick<Options, 'prefix'>,
): Map<string, Role> {
  const each = environments.map(({ namespace }) => peopleOf(namespace, prefix));
  const names = [...new Set(each.flatMap(people => [...people.keys()]))];
  return new Map(
    names.flatMap(name => {
      const roles = each.flatMap(people => people.get(name) ?? []);
      if (roles.length < each.length) return [];
      const rank = Math.max(...roles.map(role => roleOrder.indexOf(role)));
      return [[name, roleOrder[rank]] as const];
    }),
  );
}

function hasAdmin(people: ReadonlyMap<string, Role>): boolean {
  return [...people.values()].includes('admin');
}

/** The owner that its namespaces name: one that administers it before others, a group of the catalog in any case. */
function ownerOf(
  { environments }: TenantGroup,
  people: ReadonlyMap<string, Role>,
): Pick<Draft, 'ownerRef' | 'doubts'> {
  const named = environments.flatMap(({ owner }) => owner ?? []);
  const administering = admins(people);
  const owner =
    mostFrequent(named.filter(name => administering.includes(name))) ??
    mostFrequent(named);
  const ref = owner === undefined ? undefined : refTo(owner);
  const [first = 'unknown'] = administering;
  const taken = ref === undefined ? first : owner;
  const others = new Set(named).size;
  const doubts = [
    ...(ref === undefined
      ? [
          owner === undefined
            ? `no namespace names an owner; ${first}, which administers it, was taken`
            : `the owner ${owner} is no name of a group; ${first}, which administers it, was taken`,
        ]
      : []),
    ...(ref !== undefined && others > 1
      ? [`its namespaces name ${others} owners; ${taken} was taken`]
      : []),
    ...(ref !== undefined &&
    owner !== undefined &&
    !administering.includes(owner)
      ? [`its owner ${owner} administers none of it`]
      : []),
    ...(ref !== undefined && named.length < environments.length
      ? [`not all of its namespaces name an owner; ${taken} was taken`]
      : []),
  ];
  return {
    ownerRef: ref ?? refTo(first) ?? `group:default/${suggestName(first)}`,
    ...(doubts.length > 0 ? { doubts } : {}),
  };
}

/** Better an owner that operates others' tenants too than none. */
function ownedBySupport(
  draft: Draft,
  people: ReadonlyMap<string, Role>,
): Draft | undefined {
  const group = admins(people).find(name => refTo(name) !== undefined);
  const ownerRef = group === undefined ? undefined : refTo(group);
  if (group === undefined || ownerRef === undefined) return undefined;
  return {
    ...draft,
    people: new Map([[group, 'admin']]),
    ownerRef,
    doubts: [
      `nobody but ${group}, a group of other tenants too, administers it; it was taken as the owner`,
    ],
  };
}

/** Groups that several owners name stay with the tenants of the owner of that name. */
function withoutForeign(drafts: readonly Draft[]): Draft[] {
  const owners = new Map<string, Set<string>>();
  for (const { people, ownerRef } of drafts)
    for (const [group, role] of people)
      if (role !== 'viewer')
        owners.set(
          group.toLowerCase(),
          (owners.get(group.toLowerCase()) ?? new Set()).add(ownerRef),
        );
  return drafts.map(draft => ({
    ...draft,
    people: new Map(
      [...draft.people].filter(
        ([group, role]) =>
          role === 'viewer' ||
          (owners.get(group.toLowerCase())?.size ?? 0) < 2 ||
          refTo(group) === draft.ownerRef,
      ),
    ),
  }));
}

function ownedOf({ group, people, ownerRef, doubts = [] }: Draft): Owned {
  const withRole = (role: Role) =>
    [...people]
      .filter(([, has]) => has === role)
      .map(([name]) => name)
      .sort();
  return {
    ...group,
    ownerRef,
    doubts: [...group.doubts, ...doubts],
    access: {
      admins: withRole('admin'),
      developers: withRole('developer'),
      viewers: withRole('viewer'),
    },
  };
}

/** A group or team as a reference to the catalog. */
function refTo(group: string): string | undefined {
  if (!groupRefProblem(group)) return group;
  const ref = `group:default/${group.toLowerCase()}`;
  return groupRefProblem(ref) ? undefined : ref;
}

function admins(people: ReadonlyMap<string, Role>): string[] {
  return [...people]
    .filter(([, role]) => role === 'admin')
    .map(([group]) => group)
    .sort();
}
