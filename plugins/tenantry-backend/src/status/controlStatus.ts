import type { ControlStatus } from '@tenantry/backstage-plugin-tenantry-common';
import {
  contributedParts,
  controlsFor,
  declared,
  live,
  noCluster,
  proved,
  registry,
  toYaml,
  unavailableReason,
  type Control,
  type Declaration,
  type EnvironmentContext,
  type Comparison,
  type LiveClusters,
  type LiveVerdict,
  type ProofState,
  type TenantContext,
  type Verdict,
} from '@tenantry/controls';

export interface ControlStatusOptions {
  readonly tenant: TenantContext;
  /** What the repository holds for the environment's cluster. */
  readonly declaration: Declaration;
  /** What the clusters hold. */
  readonly live: Comparison;
  readonly proof: ProofState;
  /** How long a proof counts, days. */
  readonly proofDays: number;
  /** Given while the tenant is only asked for: why nothing is declared yet. */
  readonly notMerged?: string;
}

/** Every control that does something for the environment, with what is known about it. */
export function controlStatuses(
  context: EnvironmentContext,
  options: ControlStatusOptions,
): ControlStatus[] {
  return registry.flatMap(control => {
    const unavailable = unavailableReason(control, context);
    if (unavailable !== undefined)
      return [
        {
          ...statusOf(control, context, '', options),
          posture: everywhere(unavailable),
          summary: unavailable,
          unavailable,
        },
      ];
    if (controlsFor(context, [control]).length === 0) return [];
    const emits = emittedYaml(control, context, options.tenant);
    // What only withholds rights emits nothing, and holds or doesn't all the same.
    return emits === '' && !control.withholds
      ? []
      : [statusOf(control, context, emits, options)];
  });
}

/** What the cluster can't have is neither good nor broken. */
function everywhere(reason: string): ControlStatus['posture'] {
  const verdict = { state: 'unknown', reason } as const;
  return { declared: verdict, live: verdict, proved: verdict };
}

function statusOf(
  control: Control,
  context: EnvironmentContext,
  emits: string,
  options: ControlStatusOptions,
): ControlStatus {
  return {
    control: control.id,
    title: control.title,
    component: control.component,
    why: control.why,
    summary: control.summary?.(context),
    stops: control.stops,
    emits,
    posture: {
      declared: declaredVerdict(control, context, options),
      live: liveVerdict(control, context, options),
      proved: provedVerdict(control, context, options),
    },
  };
}

function declaredVerdict(
  control: Control,
  context: EnvironmentContext,
  { tenant, declaration, notMerged }: ControlStatusOptions,
): Verdict {
  return notMerged === undefined
    ? declared(control, context, tenant, declaration)
    : { state: 'no', reason: notMerged, at: declaration.at };
}

function liveVerdict(
  control: Control,
  context: EnvironmentContext,
  { tenant, live: comparison, notMerged }: ControlStatusOptions,
): LiveVerdict {
  return notMerged === undefined || !isConnected(comparison.clusters)
    ? live(control, context, tenant, comparison)
    : { state: 'unknown', reason: notMerged };
}

function provedVerdict(
  control: Control,
  { cluster }: EnvironmentContext,
  { live: { clusters }, proof, proofDays }: ControlStatusOptions,
): Verdict {
  return isConnected(clusters)
    ? proved(control, cluster.metadata.name, proof, {
        now: new Date(),
        validDays: proofDays,
      })
    : { state: 'unknown', reason: noCluster };
}

export function isConnected({ clusters }: LiveClusters): boolean {
  return clusters.size > 0;
}

/** What the control contributes: to its namespace first, then its cluster, then where Argo CD runs. */
function emittedYaml(
  control: Control,
  context: EnvironmentContext,
  tenant: TenantContext,
): string {
  return contributedParts(control, context, tenant)
    .map(({ object }) => toYaml(object))
    .join('---\n');
}
