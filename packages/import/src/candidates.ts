import { annotations, labels } from '@tenantry/controls';
import {
  hostAndAbove,
  isAtOrBelow,
  namespaceOf,
  validateTenant,
} from '@tenantry/model';
import type { Fleet, Platform, Problem, Tenant } from '@tenantry/model';
import { boundsIn, egressIn, hostsIn, isolationOf, peersIn } from './facts';
import { fitProfile, fitSize } from './fit';
import type { SizeOffers } from './fit';
import { namespaceObject } from './groupTenants';
import type { Hints } from './hints';
import { mostFrequent } from './mostFrequent';
import { indexNamespaces } from './network/namespaceIndex';
import type { NamespaceIndex } from './network/namespaceIndex';
import type { Owned } from './owners';
import type { FoundNamespace } from './read/readNamespaces';

/** A tenant made of namespaces, before the fleet had its say. */
export interface Candidate {
  readonly owned: Owned;
  readonly tenant: Tenant;
  readonly doubts: readonly string[];
}

/** What was made of namespaces but is no valid tenant file. */
export interface NoCandidate {
  readonly owned: Owned;
  readonly problems: readonly Problem[];
}

export interface Choices {
  readonly platform: Platform;
  readonly cluster: string;
  readonly sizes: SizeOffers;
  /** Takes this profile or size for all, where it is given. */
  readonly profile?: string;
  readonly size?: string;
  /** Fields of each environment that aren't found but decided. */
  readonly decided: Readonly<Record<string, unknown>>;
}

/** As many as the model lets an environment have. */
const mostHosts = 50;

/** Fills tenant files from what is found: profile and size, hosts, egress and peers. */
export function makeCandidates(
  owned: readonly Owned[],
  index: NamespaceIndex,
  choices: Choices,
): { readonly made: Candidate[]; readonly unmade: NoCandidate[] } {
  const places = new Map(
    owned.flatMap(({ name: tenant, environments }) =>
      environments.map(
        ({ name: environment, namespace }) =>
          [namespace.name, { tenant, environment }] as const,
      ),
    ),
  );
  const hosts = shareHosts(owned);
  const made: Candidate[] = [];
  const unmade: NoCandidate[] = [];
  for (const one of owned) {
    const environments = one.environments.map(({ name, namespace }) => ({
      name,
      namespace,
      ...chosen(namespace, choices),
      hosts: hosts.of.get(namespace.name) ?? [],
      egress: egressIn(namespace),
      peers: peersIn(namespace, index, other => places.get(other)),
    }));
    const [profile, size] = (['profile', 'size'] as const).map(field =>
      mostFrequent(environments.map(environment => environment[field])),
    );
    const result = validateTenant({
      apiVersion: choices.platform.apiVersion,
      kind: 'Tenant',
      metadata: { name: one.name },
      spec: {
        title: titleOf(one),
        owner: one.ownerRef,
        access: one.access,
        profile,
        size,
        environments: environments.map(
          ({ name, namespace, profile: own, size: amount, ...rest }) => ({
            name,
            cluster: choices.cluster,
            ...(namespaceOf(one.name, { name }) === namespace.name
              ? {}
              : { namespace: namespace.name }),
            ...(own === profile ? {} : { profile: own }),
            ...(amount === size ? {} : { size: amount }),
            ...rest,
            ...choices.decided,
          }),
        ),
      },
    });
    if (!result.ok) unmade.push({ owned: one, problems: result.problems });
    else
      made.push({
        owned: one,
        tenant: result.value,
        doubts: [
          ...one.doubts,
          ...one.environments.flatMap(
            ({ namespace }) => hosts.doubts.get(namespace.name) ?? [],
          ),
        ],
      });
  }
  return { made, unmade };
}

/** The index of all namespaces, with the labels by which policies of ours will find them. */
export function indexOwned(
  owned: readonly Owned[],
  namespaces: readonly FoundNamespace[],
  hints: Hints,
  fleet: Pick<Fleet, 'platform' | 'clusters'>,
): NamespaceIndex {
  return indexNamespaces(
    namespaces,
    hints,
    fleet,
    new Map(
      owned.flatMap(({ name: tenant, environments }) =>
        environments.map(
          ({ name, namespace }) =>
            [
              namespace.name,
              { [labels.tenant]: tenant, [labels.environment]: name },
            ] as const,
        ),
      ),
    ),
  );
}

/** Profile and size: as asked for all, as its own annotations say, else the nearest. */
function chosen(
  namespace: FoundNamespace,
  { platform, sizes, profile, size }: Choices,
): { readonly profile: string; readonly size: string } {
  const noted = namespaceObject(namespace)?.metadata.annotations ?? {};
  const { profiles, defaults } = platform.spec;
  const known = (
    name: string | undefined,
    offered: Readonly<Record<string, unknown>>,
  ) => (name !== undefined && Object.hasOwn(offered, name) ? name : undefined);
  return {
    profile:
      profile ??
      known(noted[annotations.profile], profiles) ??
      fitProfile(isolationOf(namespace), platform.spec),
    size:
      size ??
      known(noted[annotations.size], platform.spec.sizes) ??
      fitSize(boundsIn(namespace), sizes, defaults.size),
  };
}

/** One line that people can read; what the input calls it may hold anything. */
function titleOf({ title, name }: Owned): string {
  const words = (title ?? name)
    .normalize('NFKC')
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();
  return words.length > 0 && words.length <= 80 && !/[{}`$#<>()%]/.test(words)
    ? words
    : name;
}

/**
 * A host belongs to one tenant with everything below it. Where two claim one, neither gets it; where one claims what is
 * above another's, it loses that. Inside a tenant the first environment has it.
 */
function shareHosts(owned: readonly Owned[]): {
  readonly of: ReadonlyMap<string, string[]>;
  readonly doubts: ReadonlyMap<string, string[]>;
} {
  const claims = owned.flatMap(({ name: tenant, environments }) =>
    environments.flatMap(({ namespace }) =>
      shortestFirst(hostsIn(namespace)).map(host => ({
        tenant,
        namespace: namespace.name,
        host,
      })),
    ),
  );
  const holders = new Map<string, Set<string>>();
  for (const { tenant, host } of claims)
    for (const above of hostAndAbove(host))
      holders.set(above, (holders.get(above) ?? new Set()).add(tenant));
  const of = new Map<string, string[]>();
  const doubts = new Map<string, string[]>();
  const taken = new Set<string>();
  for (const { tenant, namespace, host } of claims) {
    const own = of.get(namespace) ?? [];
    // What lies below a host of its own is its own already.
    if (own.some(above => isAtOrBelow(host, above))) continue;
    const reason = whyNot({
      isTaken: taken.has(host),
      others: [...(holders.get(host) ?? [])].filter(other => other !== tenant),
      isFull: own.length >= mostHosts,
    });
    if (reason === undefined) {
      taken.add(host);
      of.set(namespace, [...own, host]);
    } else
      doubts.set(namespace, [
        ...(doubts.get(namespace) ?? []),
        `${host} is left out of ${namespace}: ${reason}`,
      ]);
  }
  return { of, doubts };
}

/** Why an environment can't have a host; `undefined` where it can. */
function whyNot({
  isTaken,
  others,
  isFull,
}: {
  readonly isTaken: boolean;
  readonly others: readonly string[];
  readonly isFull: boolean;
}): string | undefined {
  if (isTaken) return 'another environment of the tenant has it';
  if (others.length > 0)
    return `${others.slice(0, 3).join(', ')} ${
      others.length > 1 ? 'have' : 'has'
    } it too, or one below it`;
  return isFull
    ? `a tenant file names at most ${mostHosts} hosts of an environment`
    : undefined;
}

function shortestFirst(hosts: readonly string[]): string[] {
  return [...hosts].sort(
    (left, right) =>
      left.split('.').length - right.split('.').length ||
      (left < right ? -1 : 1),
  );
}
