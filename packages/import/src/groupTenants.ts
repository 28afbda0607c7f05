import { annotations, labels } from '@tenantry/controls';
import type { KubernetesObject } from '@tenantry/controls';
import {
  environmentNameProblem,
  isComponentNamespace,
  suggestName,
  tenantNameProblem,
} from '@tenantry/model';
import { valueOf, withUsual } from './hints';
import { mostFrequent } from './mostFrequent';
import type { Hints, ImportHints } from './hints';
import type { FoundNamespace } from './read/readNamespaces';

/** Namespaces that are one tenant's. */
export interface TenantGroup {
  /** The tenant's name, valid and of no other group. */
  readonly name: string;
  readonly environments: readonly {
    readonly name: string;
    readonly namespace: FoundNamespace;
    /** The group or team that owns this one, in its own words. */
    readonly owner?: string;
  }[];
  /** What people call it, where the namespaces say so. */
  readonly title?: string;
  /** The group or team that owns it, in the input's own words. */
  readonly owner?: string;
  /** What had to be guessed, for a person to confirm. */
  readonly doubts: readonly string[];
}

export interface Grouping {
  readonly tenants: readonly TenantGroup[];
  /** Namespaces that can be nobody's, with the reason. */
  readonly nobodys: readonly {
    readonly namespace: FoundNamespace;
    readonly reason: string;
  }[];
}

interface Member {
  readonly namespace: FoundNamespace;
  readonly base: string;
  readonly environment: string;
  readonly owner?: string;
  readonly title?: string;
  readonly doubts: readonly string[];
}

/**
 * Sorts namespaces into tenants: by our own labels where they are, else by a common name before the environment's.
 * Whatever isn't certain is told. Whether they have people in common, `findPeople` looks at.
 */
export function groupTenants(
  namespaces: readonly FoundNamespace[],
  hints: ImportHints = {},
): Grouping {
  const known = withUsual(hints);
  const nobodys: { namespace: FoundNamespace; reason: string }[] = [];
  const byBase = new Map<string, Member[]>();
  for (const namespace of namespaces) {
    const reason = nobodysReason(namespace, known);
    if (reason) {
      nobodys.push({ namespace, reason });
      continue;
    }
    const member = memberOf(namespace, known);
    byBase.set(member.base, [...(byBase.get(member.base) ?? []), member]);
  }
  const drafts = Array.from(byBase, ([base, members]) =>
    draftOf(base, members),
  );
  return { tenants: named(drafts), nobodys };
}

/** The object that is the namespace, where it was found. */
export function namespaceObject({
  name,
  objects,
}: FoundNamespace): KubernetesObject | undefined {
  return objects.find(
    ({ object }) =>
      object.kind === 'Namespace' &&
      object.apiVersion === 'v1' &&
      object.metadata.name === name,
  )?.object;
}

function nobodysReason(
  namespace: FoundNamespace,
  { platformNamespaces }: Hints,
): string | undefined {
  const { name } = namespace;
  if (platformNamespaces.some(other => other.name === name))
    return 'it belongs to the platform';
  if (isComponentNamespace(name))
    return 'a component of the cluster has a namespace of this name';
  return namespaceObject(namespace)
    ? undefined
    : 'no file defines the Namespace, so nobody knows its labels';
}

function memberOf(namespace: FoundNamespace, hints: Hints): Member {
  const metadata = namespaceObject(namespace)?.metadata;
  const tenant = metadata?.labels?.[labels.tenant];
  const environment = metadata?.labels?.[labels.environment];
  if (tenant && environment)
    return {
      namespace,
      base: tenant,
      environment,
      owner: metadata?.annotations?.[annotations.owner],
      title: metadata?.annotations?.[annotations.title],
      doubts: [],
    };
  const said = valueOf(
    hints.environmentKeys,
    metadata?.labels,
    metadata?.annotations,
  );
  const { base, environment: suffix } = split(namespace.name, said, hints);
  return {
    namespace,
    base,
    environment: suffix ?? environmentOf(said) ?? 'main',
    owner: valueOf(hints.ownerKeys, metadata?.annotations, metadata?.labels),
    title: valueOf(hints.titleKeys, metadata?.annotations, metadata?.labels),
    doubts: contradiction(namespace.name, suffix, said),
  };
}

/** `payments-dev` is the environment dev of payments, where dev is an ending that is known, or the one its label names. */
function split(
  name: string,
  said: string | undefined,
  { environments }: Hints,
): { readonly base: string; readonly environment?: string } {
  const endings = [...environments, ...(said ? [said.toLowerCase()] : [])].sort(
    (left, right) => right.length - left.length,
  );
  const ending = endings.find(
    candidate =>
      name.endsWith(`-${candidate}`) && name.length > candidate.length + 1,
  );
  return ending === undefined || environmentNameProblem(ending)
    ? { base: name }
    : { base: name.slice(0, -ending.length - 1), environment: ending };
}

function environmentOf(said: string | undefined): string | undefined {
  const name = said?.toLowerCase();
  return name === undefined || environmentNameProblem(name) ? undefined : name;
}

/** The same environment by two of its usual names is no contradiction. */
function contradiction(
  name: string,
  suffix: string | undefined,
  said: string | undefined,
): string[] {
  if (suffix === undefined || said === undefined) return [];
  const label = said.toLowerCase();
  return label.includes(suffix.slice(0, 3)) ||
    suffix.includes(label.slice(0, 3))
    ? []
    : [
        `${name} is called ${said} by its label and ${suffix} by its name; the name was taken`,
      ];
}

interface Draft extends Omit<TenantGroup, 'name' | 'environments'> {
  readonly base: string;
  readonly members: readonly Member[];
}

function draftOf(base: string, members: readonly Member[]): Draft {
  const title = members.find(member => member.title)?.title;
  const owner = mostFrequent(members.flatMap(member => member.owner ?? []));
  return {
    base,
    members,
    ...(title === undefined ? {} : { title }),
    ...(owner === undefined ? {} : { owner }),
    doubts: [...members.flatMap(member => member.doubts)],
  };
}

/** Names that nobody has yet; environments of a tenant are told apart, too. */
function named(drafts: readonly Draft[]): TenantGroup[] {
  const taken = new Set<string>();
  return drafts.map(({ base, members, doubts, ...draft }) => {
    const wanted = tenantNameProblem(base) ? suggestName(base) : base;
    const name = free(wanted, taken);
    taken.add(name);
    const environments = environmentsOf(members);
    return {
      ...draft,
      name,
      environments,
      doubts: [
        ...doubts,
        ...(name === base
          ? []
          : [`${base} can't be a tenant's name; ${name} was taken`]),
      ],
    };
  });
}

function environmentsOf(
  members: readonly Member[],
): TenantGroup['environments'] {
  const taken = new Set<string>();
  return members.map(({ environment, namespace, owner }) => {
    const name = free(environment, taken);
    taken.add(name);
    return { name, namespace, ...(owner === undefined ? {} : { owner }) };
  });
}

function free(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const name = `${wanted}-${number}`;
    if (!taken.has(name)) return name;
  }
}
