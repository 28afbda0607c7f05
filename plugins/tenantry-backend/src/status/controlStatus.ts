import type { ControlStatus } from '@tenantry/backstage-plugin-tenantry-common';
import {
  controlContributions,
  controlsFor,
  declared,
  toYaml,
  type Control,
  type EnvironmentContext,
  type ObjectIndex,
  type TenantContext,
  type Verdict,
} from '@tenantry/controls';
import { notRendered } from './unexpectedPaths';

/** Why nothing is known about clusters. */
export const noCluster = 'no cluster connected';

/** The control that nobody but Tenantry declares guard-rails. */
const keepsOthersOut = 'guard-rail-project';

export interface ControlStatusOptions {
  readonly tenant: TenantContext;
  readonly index: ObjectIndex;
  /** When the repository was read. */
  readonly at: string;
  /** Given while the tenant is only asked for: why nothing is declared yet. */
  readonly notMerged?: string;
  /** Files of the tenant on the environment's cluster that nothing renders. */
  readonly unexpected: readonly string[];
}

/** Every control that does something for the environment, with what is known about it. */
export function controlStatuses(
  context: EnvironmentContext,
  options: ControlStatusOptions,
): ControlStatus[] {
  return controlsFor(context).flatMap(control => {
    const emits = emittedYaml(control, context, options.tenant);
    return emits === '' ? [] : [statusOf(control, context, emits, options)];
  });
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
      live: { state: 'unknown', reason: noCluster },
      proved: { state: 'unknown', reason: noCluster },
    },
  };
}

function declaredVerdict(
  control: Control,
  context: EnvironmentContext,
  { tenant, index, at, notMerged, unexpected }: ControlStatusOptions,
): Verdict {
  if (notMerged !== undefined) return { state: 'no', reason: notMerged, at };
  if (control.id === keepsOthersOut && unexpected.length > 0) {
    return { state: 'no', reason: notRendered(unexpected), at };
  }
  return declared(control, context, tenant, index, at);
}

/** What the control writes for this environment: its namespace first, then its cluster, then where Argo CD runs. */
function emittedYaml(
  control: Control,
  context: EnvironmentContext,
  tenant: TenantContext,
): string {
  const cluster = context.cluster.metadata.name;
  const environments = tenant.environments.filter(
    other => other.cluster.metadata.name === cluster,
  );
  const objects = [
    ...controlContributions(control, context),
    ...(control.placement?.({ ...context, environments }) ?? []),
    ...(control.cluster?.(context) ?? []),
    ...(control.tenant?.(tenant) ?? []),
    ...(control.platform?.(tenant) ?? []),
  ];
  const validations = (control.rules ?? []).map(({ require, message }) => ({
    expression: require,
    message: `${control.id}: ${message}`,
  }));
  const mutations = (control.mutations ?? []).map(({ patch }) => ({
    expression: patch,
  }));
  return [
    ...objects.map(toYaml),
    ...(validations.length > 0 ? [toYaml({ validations })] : []),
    ...(mutations.length > 0 ? [toYaml({ mutations })] : []),
  ].join('---\n');
}
