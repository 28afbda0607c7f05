import { compilePolicies } from './admission/compile';
import type { Control, EnvironmentContext, TenantContext } from './control';
import { contains } from './merge';
import { identityOf } from './objects';
import type { KubernetesObject, PartialObject } from './objects';
import type { Verdict } from './posture';
import { registry } from './registry';
import { controlContributions } from './render';
import { givenAnyway } from './withheldPosture';

/** Where an object is applied: a cluster's name, or absent for where Argo CD runs. */
export interface Placed {
  readonly object: KubernetesObject;
  readonly cluster?: string;
}

/** Objects that a repository declares, by cluster and identity. */
export type ObjectIndex = ReadonlyMap<string, KubernetesObject>;

/** What a repository holds of a tenant on one cluster. */
export interface Declaration {
  readonly objects: ObjectIndex;
  /** Files in the tenant's folders that rendering doesn't produce. */
  readonly unexpected: readonly string[];
  /** When the repository was read, ISO 8601. */
  readonly at: string;
}

export function indexObjects(objects: readonly Placed[]): ObjectIndex {
  return new Map(objects.map(placed => [keyOf(placed), placed.object]));
}

/** Whether what a repository declares contains everything a control contributes for one environment, in every scope. */
export function declared(
  control: Control,
  context: EnvironmentContext,
  tenant: TenantContext,
  { objects, unexpected, at }: Declaration,
): Verdict {
  if (control.alone && unexpected.length > 0)
    return { state: 'no', reason: notRendered(unexpected), at };
  const parts = contributedParts(control, context, tenant, registry);
  const { withholds = [] } = control;
  if (parts.length === 0 && withholds.length === 0)
    return {
      state: 'unknown',
      reason: 'the control contributes nothing here',
      at,
    };
  for (const part of parts) {
    const object = objects.get(keyOf(part));
    if (!object)
      return {
        state: 'no',
        reason: `${nameOf(part.object)} is missing from the repository`,
        at,
      };
    if (!contains(object, part.object)) {
      return {
        state: 'no',
        reason: `${nameOf(part.object)} in the repository differs`,
        at,
      };
    }
  }
  const onCluster = Array.from(objects)
    .filter(([key]) => key.startsWith(`${context.cluster.metadata.name} `))
    .map(([, object]) => object);
  for (const right of withholds) {
    const reason = givenAnyway(right, onCluster);
    if (reason) return { state: 'no', reason, at };
  }
  return { state: 'yes', reason: 'the main branch contains it', at };
}

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

const mostNamed = 3;

function notRendered(paths: readonly string[]): string {
  const more = paths.length - mostNamed;
  const named = paths.slice(0, mostNamed);
  const list = [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return `${list} ${paths.length > 1 ? 'are' : 'is'} not rendered by Tenantry`;
}

function keyOf({ object, cluster = '' }: Placed): string {
  return `${cluster} ${identityOf(object)}`;
}

function nameOf({ kind, metadata }: PartialObject): string {
  return `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${
    metadata.name
  }`;
}
