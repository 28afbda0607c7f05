import { isDeepStrictEqual } from 'node:util';
import {
  controlContributions,
  controlsFor,
  environmentContexts,
  exceptionOf,
  notApplied,
  notInForce,
  registry,
  summaryOf,
  unavailableReason,
  type Control,
  type ControlChange,
  type EnvironmentContext,
  type EnvironmentPlan,
  type ExceptionChange,
  type ObjectChange,
  type Plan,
} from '@tenantry/controls';
import {
  exceptionsOf,
  indexFleet,
  type Exception,
  type Fleet,
  type Tenant,
} from '@tenantry/model';
import type { FileChange } from './changes';
import { tenantOfPath } from './layout';
import { objectChanges } from './objectChanges';
import { riskOf } from './risk';

export interface PlanInput {
  /** As the base has it; absent for a new tenant. */
  readonly before?: Tenant;
  /** As asked for; absent for one that leaves. */
  readonly after?: Tenant;
  /** As it is to be. */
  readonly fleet: Fleet;
  /** What was switched off for the tenant. Default: the same as is to be. */
  readonly exceptedBefore?: readonly Exception[];
  readonly changes: readonly FileChange[];
}

/** Compares two states of a tenant: files by object, isolation control by control. */
export function planChange({
  before,
  after,
  fleet,
  exceptedBefore,
  changes,
}: PlanInput): Plan {
  const tenant = after?.metadata.name ?? before?.metadata.name;
  if (tenant === undefined) throw new Error('there is no tenant to plan for');

  const objects = objectChanges(changes);
  const contexts = {
    before: before
      ? contextsOf(before, excepting(fleet, tenant, exceptedBefore))
      : [],
    after: after ? environmentContexts(after, fleet) : [],
  };
  const environments = environmentPlans(
    contexts.before,
    contexts.after,
    objects,
  );
  const kind = kindOf(before, changes);
  const others = changes
    .map(({ path }) => tenantOfPath(path))
    .filter((name): name is string => name !== undefined && name !== tenant);
  const neighbours = neighboursOf(contexts.before, contexts.after, fleet);
  const othersAffected = [...new Set([...others, ...neighbours])].sort();
  return {
    tenant,
    kind,
    objects,
    environments,
    othersAffected,
    risk: riskOf({ kind, before, after, environments, others, neighbours }),
  };
}

/** The fleet with other exceptions of one tenant. */
function excepting(
  fleet: Fleet,
  tenant: string,
  exceptions: readonly Exception[] = exceptionsOf(tenant, fleet),
): Fleet {
  return {
    ...fleet,
    exceptions: new Map([...(fleet.exceptions ?? []), [tenant, exceptions]]),
  };
}

/** Other tenants that feel the change without a change of their files, such as a peer that agreed before. */
function neighboursOf(
  before: readonly EnvironmentContext[],
  after: readonly EnvironmentContext[],
  { tenants }: Fleet,
): string[] {
  const felt = (contexts: readonly EnvironmentContext[]) =>
    new Set(
      contexts.flatMap(context =>
        registry.flatMap(({ id, affects }) =>
          (affects?.(context, tenants) ?? []).map(
            other => `${id} ${context.environment.name} ${other}`,
          ),
        ),
      ),
    );
  const [had, has] = [felt(before), felt(after)];
  const changed = [
    ...[...had].filter(key => !has.has(key)),
    ...[...has].filter(key => !had.has(key)),
  ];
  const names = changed.map(key => key.split(' ')[2].split('/')[0]);
  return [...new Set(names)].sort();
}

function kindOf(
  before: Tenant | undefined,
  changes: readonly FileChange[],
): Plan['kind'] {
  if (changes.length === 0) return 'none';
  return before ? 'change' : 'new';
}

/** The environments that can still be understood: what the base refers to may have gone from the platform since. */
function contextsOf(tenant: Tenant, fleet: Fleet): EnvironmentContext[] {
  const { clusters } = indexFleet(fleet);
  const { profiles, sizes } = fleet.platform.spec;
  const environments = tenant.spec.environments.filter(
    ({ cluster, profile, size }) =>
      clusters.has(cluster) &&
      Object.hasOwn(profiles, profile ?? tenant.spec.profile) &&
      Object.hasOwn(sizes, size ?? tenant.spec.size),
  );
  return environmentContexts(
    { ...tenant, spec: { ...tenant.spec, environments } },
    fleet,
  );
}

function environmentPlans(
  before: readonly EnvironmentContext[],
  after: readonly EnvironmentContext[],
  objects: readonly ObjectChange[],
): EnvironmentPlan[] {
  const old = new Map(before.map(context => [placeOf(context), context]));
  const kept = new Set(after.map(placeOf));
  return [
    ...after.map(context =>
      environmentPlan(old.get(placeOf(context)), context, objects),
    ),
    ...before
      .filter(context => !kept.has(placeOf(context)))
      .map(context => environmentPlan(context, undefined, objects)),
  ];
}

/** An environment that moves to another cluster is one that goes and one that comes. */
function placeOf({ cluster, namespace }: EnvironmentContext): string {
  return `${cluster.metadata.name}/${namespace}`;
}

function environmentPlan(
  before: EnvironmentContext | undefined,
  after: EnvironmentContext | undefined,
  objects: readonly ObjectChange[],
): EnvironmentPlan {
  const context = after ?? before;
  if (!context) throw new Error('an environment has a state');
  const cluster = context.cluster.metadata.name;
  const { namespace } = context;
  const controls = registry.flatMap(
    control => controlChange(control, before, after) ?? [],
  );
  const touched = objects.some(
    object => object.cluster === cluster && isOf(namespace, object),
  );
  const moved = controls.some(({ change }) => change !== 'unchanged');
  return {
    environment: context.environment.name,
    cluster,
    namespace,
    change: environmentChange(before, after, touched || moved),
    controls,
    observed: observedChange(before, after),
    ...exceptionChanges(before, after),
  };
}

function exceptionChanges(
  before: EnvironmentContext | undefined,
  after: EnvironmentContext | undefined,
): Pick<EnvironmentPlan, 'exceptions'> {
  const exceptions = registry.flatMap((control): ExceptionChange[] => {
    const { id, title, whenExcepted } = control;
    const [was, is] = [before, after].map(
      context => context && exceptionOf(control, context),
    );
    return whenExcepted !== undefined && (was || is)
      ? [{ control: id, title, before: was, after: is, open: whenExcepted }]
      : [];
  });
  return exceptions.length > 0 ? { exceptions } : {};
}

function observedChange(
  before: EnvironmentContext | undefined,
  after: EnvironmentContext | undefined,
): EnvironmentPlan['observed'] {
  const was = before?.environment.observed?.until;
  const is = after?.environment.observed?.until;
  if (was === undefined && is === undefined) return undefined;
  return {
    before: was,
    after: is,
    notApplied: after
      ? registry
          .flatMap(control => notApplied(control, after))
          .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
          .filter((name, index, all) => all.indexOf(name) === index)
      : [],
  };
}

function environmentChange(
  before: EnvironmentContext | undefined,
  after: EnvironmentContext | undefined,
  differs: boolean,
): EnvironmentPlan['change'] {
  if (!before) return 'added';
  if (!after) return 'removed';
  return differs ? 'changed' : 'unchanged';
}

function isOf(namespace: string, object: ObjectChange): boolean {
  return (
    object.namespace === namespace ||
    (object.kind === 'Namespace' && object.name === namespace)
  );
}

function controlChange(
  control: Control,
  before: EnvironmentContext | undefined,
  after: EnvironmentContext | undefined,
): ControlChange | undefined {
  const had = before && controlsFor(before, [control]).length > 0;
  const has = after && controlsFor(after, [control]).length > 0;
  if (!had && !has) return unavailable(control, after ?? before);
  return {
    control: control.id,
    title: control.title,
    component: control.component,
    change: strengthOf(control, before, after),
    before: had ? summaryBeside(control, before, after) : undefined,
    after: has ? summaryBeside(control, after, before) : undefined,
  };
}

/** A control that has nothing to sum up is at least in force, where it isn't on the other side. */
function summaryBeside(
  control: Control,
  context: EnvironmentContext,
  other: EnvironmentContext | undefined,
): string | undefined {
  return (
    summaryOf(control, context) ??
    (other && exceptionOf(control, other) ? 'in force' : undefined)
  );
}

/** A control that the cluster can't have is named, so that nobody takes it for granted. */
function unavailable(
  control: Control,
  context: EnvironmentContext | undefined,
): ControlChange | undefined {
  const reason = context && unavailableReason(control, context);
  return reason === undefined
    ? undefined
    : {
        control: control.id,
        title: control.title,
        component: control.component,
        change: 'unchanged',
        unavailable: reason,
      };
}

/**
 * A control that knows how to compare is asked even where it applies to one side only: beginning to allow the
 * internet is a control more and isolation less.
 */
function strengthOf(
  control: Control,
  before: EnvironmentContext | undefined,
  after: EnvironmentContext | undefined,
): ControlChange['change'] {
  if (!before) return 'added';
  if (!after) return 'removed';
  const excepted = exceptionStrength(control, before, after);
  if (excepted) return excepted;
  const enforced = enforcementOf(control, before, after);
  if (enforced) return enforced;
  const compared = control.compare?.(before, after) ?? 'unchanged';
  if (compared !== 'unchanged') return compared;

  const had = controlsFor(before, [control]).length > 0;
  const has = controlsFor(after, [control]).length > 0;
  if (had !== has) return has ? 'added' : 'removed';
  return control.compare || sameContributions(control, before, after)
    ? 'unchanged'
    : 'changed';
}

/** A control that is switched off, or isn't any more, or for another time: whatever else keeps it out of force. */
function exceptionStrength(
  control: Control,
  before: EnvironmentContext,
  after: EnvironmentContext,
): ControlChange['change'] | undefined {
  const [was, is] = [before, after].map(context =>
    exceptionOf(control, context),
  );
  if (isDeepStrictEqual(was, is)) return undefined;
  if (!was || !is) return is ? 'loosened' : 'tightened';
  if (was.expires === is.expires) return 'changed';
  return was.expires < is.expires ? 'loosened' : 'tightened';
}

/** A control that comes into force, or goes out of it, in an environment that stays; whatever else changes about it. */
function enforcementOf(
  control: Control,
  before: EnvironmentContext,
  after: EnvironmentContext,
): 'loosened' | 'tightened' | undefined {
  const applies = [before, after].every(
    context => controlsFor(context, [control]).length > 0,
  );
  const [had, has] = [before, after].map(
    context => notInForce(control, context) === undefined,
  );
  if (!applies || had === has) return undefined;
  return has ? 'tightened' : 'loosened';
}

function sameContributions(
  control: Control,
  before: EnvironmentContext,
  after: EnvironmentContext,
): boolean {
  return (
    JSON.stringify(controlContributions(control, before)) ===
    JSON.stringify(controlContributions(control, after))
  );
}
