import { quantityValue } from '@tenantry/model';
import type { EnvironmentContext, Gauge } from '../control';
import { isMap } from '../merge';
import type { Json, KubernetesObject, PartialObject } from '../objects';
import { controlContributions } from '../inForce';
import { controlsFor, registry } from '../registry';
import { noCluster } from './live';
import type { LiveClusters } from './liveCluster';
import { nameOf } from './placed';
import { readable } from './readable';

/** How much of one thing an environment uses, by the status of its quota; never a number where none is known. */
export type QuotaBar = { readonly title: string } & (
  | ({
      readonly state: 'known';
      /** When the cluster last confirmed it, ISO 8601. */
      readonly at: string;
    } & QuotaReading)
  | {
      readonly state: 'unknown';
      /** In words that a person can act on. */
      readonly reason: string;
      /** When it was last known; absent when it never was. */
      readonly at?: string;
    }
);

export interface QuotaReading {
  /** The entry of the quota that is fullest, such as `limits.cpu`. */
  readonly entry: string;
  /** Kubernetes quantities. */
  readonly used: string;
  readonly hard: string;
  /** Of `hard`; above 1 where the quota was made smaller since. */
  readonly fraction: number;
}

/**
 * What an environment uses of what its controls bound by quotas, a bar for each gauge. `status.hard` counts, not
 * `spec.hard`: it is what the API server admits by.
 */
export function quotaUse(
  context: EnvironmentContext,
  clusters: LiveClusters,
  controls = registry,
): QuotaBar[] {
  return controlsFor(context, controls).flatMap(control => {
    const { gauges = [] } = control;
    const quotas = controlContributions(control, context).filter(isQuota);
    return gauges.flatMap(gauge => {
      const quota = quotas.find(candidate => bounds(candidate, gauge));
      return quota ? [barOf(gauge, quota, context, clusters)] : [];
    });
  });
}

function isQuota({ kind }: PartialObject): boolean {
  return kind === 'ResourceQuota';
}

function bounds({ spec }: PartialObject, { entries }: Gauge): boolean {
  const hard = isMap(spec) ? spec.hard : undefined;
  return isMap(hard) && entries.every(entry => hard[entry] !== undefined);
}

function barOf(
  { title, entries }: Gauge,
  quota: PartialObject,
  { cluster }: EnvironmentContext,
  clusters: LiveClusters,
): QuotaBar {
  const unknown = (reason: string, at?: string): QuotaBar => ({
    title,
    state: 'unknown',
    reason,
    ...(at === undefined ? {} : { at }),
  });
  if (clusters.clusters.size === 0) return unknown(noCluster);
  const source = readable(cluster.metadata.name, [quota], clusters);
  if ('reason' in source) return unknown(source.reason, source.at);
  const { at } = source;
  const live = source.cluster.find(quota);
  if (!live) return unknown(`${nameOf(quota)} is missing from the cluster`, at);
  const readings = entries.map(entry => readingOf(live, entry));
  const missing = entries.find((_, index) => readings[index] === undefined);
  if (missing !== undefined)
    return unknown(`${nameOf(quota)} has no status of ${missing}`, at);
  const [fullest] = readings
    .flatMap(reading => reading ?? [])
    .sort((left, right) => right.fraction - left.fraction);
  return { title, state: 'known', ...fullest, at };
}

function readingOf(
  { status }: KubernetesObject,
  entry: string,
): QuotaReading | undefined {
  const [used, hard] = ['used', 'hard'].map(side =>
    isMap(status) ? quantityAt(status[side], entry) : undefined,
  );
  if (!used || !hard) return undefined;
  return {
    entry,
    used: used.text,
    hard: hard.text,
    fraction: fractionOf(used.value, hard.value),
  };
}

function quantityAt(amounts: Json | undefined, entry: string) {
  const text = isMap(amounts) ? amounts[entry] : undefined;
  const value = typeof text === 'string' ? quantityValue(text) : undefined;
  return typeof text === 'string' && value !== undefined
    ? { text, value }
    : undefined;
}

const steps = 10_000n;

/** Rounded down, so that nothing is full before it is; what allows nothing is full. */
function fractionOf(used: bigint, hard: bigint): number {
  return hard <= 0n ? 1 : Number((used * steps) / hard) / Number(steps);
}
