import type { Cluster, Platform } from '@tenantry/model';
import { compilePolicies } from '../admission/compile';
import type {
  ClusterContext,
  Control,
  EnvironmentContext,
  TenantContext,
} from '../control';
import type { PartialObject } from '../objects';
import { once } from '../once';
import { controlContributions } from '../inForce';
import type { Placed } from './placed';

type ByControl = Map<Control, readonly PartialObject[]>;

/** What is the same for all tenants of a cluster is made once for all of them. */
const common = new WeakMap<
  readonly Control[],
  WeakMap<Platform, WeakMap<Cluster, ByControl>>
>();

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
    ...commonParts(control, context, among),
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

function commonParts(
  control: Control,
  { platform, cluster }: ClusterContext,
  among: readonly Control[],
): readonly PartialObject[] {
  const weak = () => new WeakMap();
  const ofPlatform = once(once(common, among, weak), platform, weak);
  const parts = once(ofPlatform, cluster, (): ByControl => new Map());
  return once(parts, control, () => [
    ...(control.cluster?.({ platform, cluster }) ?? []),
    ...compilePolicies([control], { platform, cluster }, among).map(
      ({ object }) => object,
    ),
  ]);
}
