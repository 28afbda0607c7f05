import { compilePolicies } from '../admission/compile';
import type { Control, EnvironmentContext, TenantContext } from '../control';
import { controlContributions } from '../render';
import type { Placed } from './placed';

/**
 * Everything a control contributes for one environment, in every scope, rules as the policies they become.
 *
 * @param among - the controls it stands among, whose patches share an expression with its own; default: it alone
 */
export function contributedParts(
  control: Control,
  context: EnvironmentContext,
  tenant: TenantContext,
  among: readonly Control[] = [control],
): Placed[] {
  const cluster = context.cluster.metadata.name;
  const environments = tenant.environments.filter(
    other => other.cluster.metadata.name === cluster,
  );
  const onCluster = [
    ...controlContributions(control, context),
    ...(control.placement?.({ ...context, environments }) ?? []),
    ...(control.cluster?.(context) ?? []),
    ...compilePolicies([control], context, among).map(({ object }) => object),
  ];
  const whereArgoRuns = [
    ...(control.tenant?.(tenant) ?? []),
    ...(control.platform?.(tenant) ?? []),
  ];
  return [
    ...onCluster.map(object => ({ object, cluster })),
    ...whereArgoRuns.map(object => ({ object })),
  ];
}
