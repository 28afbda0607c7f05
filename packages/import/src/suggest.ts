import { Profile, Size } from '@tenantry/model';
import type { Platform } from '@tenantry/model';
import {
  canonicalQuantity,
  compareQuantities,
  quantityValue,
} from '@tenantry/model';
import type { Bounds } from './bounds';
import { compareBounds } from './bounds';
import { fitSize, isOffered } from './fit';
import type { Isolation, SizeOffers } from './fit';
import type { FoundSupportGroup } from './owners';

/** A size that the platform doesn't offer and namespaces have. */
export interface SuggestedSize {
  readonly name: string;
  readonly size: Size;
  /** How many namespaces it would fit exactly. */
  readonly namespaces: number;
}

/** A profile that the platform doesn't offer and namespaces have. */
export interface SuggestedProfile {
  readonly name: string;
  readonly profile: Profile;
  readonly namespaces: number;
}

/** What the platform could offer, by what is there. Nothing of it is taken unasked. */
export interface Suggestions {
  readonly supportGroups: readonly FoundSupportGroup[];
  readonly sizes: readonly SuggestedSize[];
  readonly profiles: readonly SuggestedProfile[];
}

/** Fewer namespaces than this aren't worth a size of their own. */
export const fewest = 3;

/** Sizes for the combinations of bounds that occur and that no size on offer says, the most frequent first. */
export function suggestSizes(
  found: readonly Bounds[],
  offers: SizeOffers,
  { sizes, defaults }: Platform['spec'],
): SuggestedSize[] {
  const combinations = new Map<string, { bounds: Bounds; count: number }>();
  for (const bounds of found) {
    const nearest = fitSize(bounds, offers, defaults.size);
    const compared = compareBounds(bounds, offers.get(nearest) ?? new Map());
    if (compared.every(({ verdict }) => verdict === 'same')) continue;
    const key = JSON.stringify([...bounds].sort());
    const known = combinations.get(key);
    if (known) known.count += 1;
    else combinations.set(key, { bounds, count: 1 });
  }
  return [...combinations.values()]
    .filter(({ count }) => count >= fewest)
    .sort((left, right) => right.count - left.count)
    .flatMap(({ bounds, count }) => {
      const nearest = fitSize(bounds, offers, defaults.size);
      const size = Size.safeParse(sizeOf(bounds, sizes[nearest]));
      return size.success
        ? [{ name: nameOf(bounds), size: size.data, namespaces: count }]
        : [];
    });
}

/** Profiles for the isolation that occurs and that no profile on offer has. */
export function suggestProfiles(
  found: readonly Isolation[],
  platform: Platform['spec'],
): SuggestedProfile[] {
  const counts = new Map<string, { isolation: Isolation; count: number }>();
  for (const isolation of found) {
    const { podSecurity, egress } = isolation;
    if (isOffered(isolation, platform)) continue;
    if (podSecurity !== 'baseline' && podSecurity !== 'restricted') continue;
    const key = `${podSecurity}-${egress}`;
    const known = counts.get(key) ?? { isolation, count: 0 };
    counts.set(key, { isolation, count: known.count + 1 });
  }
  return Array.from(counts, ([name, { isolation, count }]) => ({
    name,
    namespaces: count,
    profile: Profile.parse({
      title: `As found, ${isolation.podSecurity}`,
      summary: `Adopted namespaces with ${isolation.podSecurity} pods whose egress is ${isolation.egress}.`,
      podSecurity: isolation.podSecurity,
      runtime: 'host',
      egress: isolation.egress,
    }),
  })).sort((left, right) => right.namespaces - left.namespaces);
}

/** The found bounds; what isn't bounded is taken from the nearest size, and raised to hold as many default pods as there may be. */
function sizeOf(bounds: Bounds, nearest: Size): unknown {
  const pods = Number(bounds.get('count/pods') ?? nearest.pods);
  const amounts = (bound: string, usual: Size['requests']) => ({
    cpu: bounds.get(`Container ${bound} cpu`) ?? usual.cpu,
    memory: bounds.get(`Container ${bound} memory`) ?? usual.memory,
    ephemeralStorage:
      bounds.get(`Container ${bound} ephemeral-storage`) ??
      usual.ephemeralStorage,
  });
  const { container } = nearest;
  const defaults = amounts('default', container.default);
  const requests = lower(
    amounts('defaultRequest', container.defaultRequest),
    defaults,
  );
  const max = higher(amounts('max', container.max), defaults);
  return {
    title: `As found, ${pods} pods`,
    summary:
      'Adopted namespaces; totals hold as many default pods as there may be.',
    pods,
    storage: nearest.storage,
    requests: totals('requests', bounds, nearest.requests, requests, pods),
    limits: totals(
      'limits',
      bounds,
      higher(nearest.limits, max),
      defaults,
      pods,
    ),
    container: { defaultRequest: requests, default: defaults, max },
    counts: nearest.counts,
    devices: nearest.devices,
  };
}

const resources = [
  ['cpu', 'cpu'],
  ['memory', 'memory'],
  ['ephemeralStorage', 'ephemeral-storage'],
] as const;

function totals(
  which: 'requests' | 'limits',
  bounds: Bounds,
  usual: Size['requests'],
  each: Size['requests'],
  pods: number,
): Size['requests'] {
  const all = mapAmounts(each, amount => times(amount, pods));
  const enough = higher(usual, all);
  return mapAmounts(enough, (amount, key) => {
    const name = resources.find(([field]) => field === key)?.[1] ?? key;
    return bounds.get(`${which}.${name}`) ?? amount;
  });
}

function times(quantity: string, count: number): string {
  const value = quantityValue(quantity) ?? 0n;
  const suffix = /[KMGTPE]i$/.exec(quantity)?.[0] ?? '';
  const unit = suffix ? quantityValue(`1${suffix}`) ?? 1n : 1_000_000n;
  const steps = (value * BigInt(count)) / unit;
  return canonicalQuantity(`${steps}${suffix || 'm'}`);
}

function higher(left: Size['requests'], right: Size['requests']) {
  return mapAmounts(left, (amount, key) =>
    compareQuantities(amount, right[key]) < 0 ? right[key] : amount,
  );
}

function lower(left: Size['requests'], right: Size['requests']) {
  return mapAmounts(left, (amount, key) =>
    compareQuantities(amount, right[key]) > 0 ? right[key] : amount,
  );
}

function mapAmounts(
  amounts: Size['requests'],
  change: (amount: string, key: keyof Size['requests']) => string,
): Size['requests'] {
  const { cpu, memory, ephemeralStorage } = amounts;
  return {
    cpu: change(cpu, 'cpu'),
    memory: change(memory, 'memory'),
    ephemeralStorage: change(ephemeralStorage, 'ephemeralStorage'),
  };
}

/** `pods-50-1-1000mi-10m-100mi`: pods, then the default limits and requests of a container. */
function nameOf(bounds: Bounds): string {
  const parts = [
    'count/pods',
    'Container default cpu',
    'Container default memory',
    'Container defaultRequest cpu',
    'Container defaultRequest memory',
  ].flatMap(name => bounds.get(name) ?? []);
  return `pods-${parts.join('-').toLowerCase()}`;
}
