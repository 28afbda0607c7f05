import { controlContributions, registry } from '@tenantry/controls';
import type { Control, EnvironmentContext } from '@tenantry/controls';
import { quantityValue, unwrap, validateTenant } from '@tenantry/model';
import type { Cluster, Platform, Profile } from '@tenantry/model';
import { boundsOf, compareBounds } from './bounds';
import type { Bounds } from './bounds';
import { isBounding } from './map/resources';
import { podSecurityRank } from './map/namespace';

/** What each size on offer bounds on a cluster, as the controls render it. */
export type SizeOffers = ReadonlyMap<string, Bounds>;

export function sizeOffers(
  platform: Platform,
  cluster: Cluster,
  controls: readonly Control[] = registry,
): SizeOffers {
  const { profile, size: usual } = platform.spec.defaults;
  const tenant = unwrap(
    validateTenant({
      apiVersion: platform.apiVersion,
      kind: 'Tenant',
      metadata: { name: 'sample' },
      spec: {
        title: 'Sample',
        owner: 'group:default/sample',
        access: { admins: ['sample'] },
        profile,
        size: usual,
        environments: [{ name: 'dev', cluster: cluster.metadata.name }],
      },
    }),
  );
  const [environment] = tenant.spec.environments;
  return new Map(
    Object.entries(platform.spec.sizes).map(([name, size]) => {
      const context: EnvironmentContext = {
        platform,
        cluster,
        tenant,
        environment,
        namespace: 'sample-dev',
        profile: { ...platform.spec.profiles[profile], name: profile },
        size: { ...size, name },
        exceptions: [],
      };
      const bounds = controls
        .flatMap(control => controlContributions(control, context))
        .filter(isBounding)
        .flatMap(object => [...(boundsOf(object) ?? [])]);
      return [name, new Map(bounds)];
    }),
  );
}

/** The size that takes nothing away from what was found, and of those the nearest. */
export function fitSize(
  found: Bounds,
  offers: SizeOffers,
  fallback: string,
): string {
  // What has no bound of its own takes the platform's usual one.
  if (found.size === 0) return fallback;
  const [best] = Array.from(offers, ([name, ours]) => {
    const compared = compareBounds(found, ours);
    const count = (verdict: string) =>
      compared.filter(bound => bound.verdict === verdict).length;
    return {
      name,
      tighter: count('tighter'),
      different: count('wider') + count('other'),
      distance: compared.reduce((sum, bound) => sum + distanceOf(bound), 0),
    };
  }).sort(
    (left, right) =>
      left.tighter - right.tighter ||
      // Where none has enough room, the one that lacks the least.
      (left.tighter > 0 ? 0 : left.different - right.different) ||
      left.distance - right.distance ||
      (left.name < right.name ? -1 : 1),
  );
  return best?.name ?? fallback;
}

/** What a namespace has now, along the dimensions of profiles. */
export interface Isolation {
  readonly podSecurity: string | undefined;
  readonly egress: Profile['egress'];
}

/**
 * The profile that is nearest to what is there: the same pod security standard before a stricter one, the same egress
 * before less of it; never nodes, gateways or sandboxes of its own, which would move what runs.
 */
export function fitProfile(
  { podSecurity, egress }: Isolation,
  { profiles, defaults }: Platform['spec'],
): string {
  const found = Math.max(
    podSecurityRank(podSecurity),
    podSecurityRank('baseline'),
  );
  const [best] = Object.entries(profiles)
    .filter(([, profile]) => isOrdinary(profile))
    .map(([name, profile]) => {
      const rank = podSecurityRank(profile.podSecurity);
      return {
        name,
        // Weaker than now is worse than any strictness.
        security: rank < found ? 2 : Math.sign(rank - found),
        egress: profile.egress === egress ? 0 : 1,
      };
    })
    .sort(
      (left, right) =>
        left.security - right.security ||
        left.egress - right.egress ||
        (left.name < right.name ? -1 : 1),
    );
  return best?.name ?? defaults.profile;
}

/** Whether a profile of this isolation is on offer, nothing stricter and nothing weaker. */
export function isOffered(
  { podSecurity, egress }: Isolation,
  { profiles }: Platform['spec'],
): boolean {
  return Object.values(profiles).some(
    profile =>
      isOrdinary(profile) &&
      profile.egress === egress &&
      profile.podSecurity === podSecurity,
  );
}

function isOrdinary({ runtime, nodes, ingress }: Profile): boolean {
  return runtime === 'host' && nodes === 'shared' && ingress === 'shared';
}

const logarithm = (quantity: bigint) => Math.log(Number(quantity) + 1);

function distanceOf({
  found,
  ours,
}: {
  readonly found: string;
  readonly ours?: string;
}): number {
  if (ours === undefined) return 0;
  return Math.abs(logarithm(quantityOf(found)) - logarithm(quantityOf(ours)));
}

function quantityOf(quantity: string): bigint {
  return quantityValue(quantity) ?? 0n;
}
