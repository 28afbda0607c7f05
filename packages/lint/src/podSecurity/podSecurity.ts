import { podSecurityLabel } from '@tenantry/controls';
import type { Place } from '../cluster/place';
import { textAt } from '../value';
import type { ValueMap } from '../value';
import { error } from '../judge/violation';
import type { Violation } from '../judge/violation';
import { baselineChecks } from './baseline';
import { podOf } from './check';
import type { Check } from './check';
import { restrictedChecks } from './restricted';

const checks: Readonly<Record<string, readonly Check[] | undefined>> = {
  baseline: baselineChecks,
  restricted: [...baselineChecks, ...restrictedChecks],
};

/** The checks that a level has in a version of Kubernetes. */
export function checksOf(level: string, minor: number): readonly Check[] {
  const all = checks[level] ?? [];
  const inForce = all.filter(({ since = 0 }) => minor >= since);
  const overridden = inForce.map(({ overrides }) => overrides);
  return inForce.filter(({ id }) => !overridden.includes(id));
}

/** What the API server's Pod Security admission refuses of a Pod, by the level that its Namespace enforces. */
export function podSecurityViolations(
  object: ValueMap,
  { namespace, context, podSecurityControl }: Place,
): Violation[] {
  const level = textAt(namespace, 'metadata', 'labels', podSecurityLabel) ?? '';
  const version =
    textAt(namespace, 'metadata', 'labels', `${podSecurityLabel}-version`) ??
    'latest';
  const minor = minorOf(
    version === 'latest' ? context.cluster.spec.kubernetesVersion : version,
  );
  const pod = podOf(object, minor);
  return checksOf(level, minor).flatMap(({ judge }) => {
    const refusal = judge(pod);
    if (!refusal) return [];
    const { reason, detail, paths } = refusal;
    const message = `violates PodSecurity "${level}:${version}": ${reason} (${detail})`;
    // The message names every container; one line of them is enough.
    return [error(podSecurityControl, message, paths[0])];
  });
}

/** 36 of `1.36`, `v1.36` or `1.36.2`. */
function minorOf(version: string): number {
  return Number(/^v?1\.(\d+)/.exec(version)?.[1] ?? Number.MAX_SAFE_INTEGER);
}
