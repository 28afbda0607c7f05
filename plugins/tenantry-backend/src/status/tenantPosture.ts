import { ConflictError } from '@backstage/errors';
import {
  compareLive,
  contributedParts,
  controlsFor,
  declared,
  environmentContexts,
  live,
  noCluster,
  proved,
  registry,
  tenantContext,
  unavailableReason,
  type Comparison,
  type Control,
  type Declaration,
  type EnvironmentContext,
  type LiveClusters,
  type Posture,
  type ProofState,
  type TenantContext,
} from '@tenantry/controls';
import type { Fleet, Tenant } from '@tenantry/model';
import type { ConnectedClusters } from '../clusters/connectedClusters';
import { declaredObjects } from './declaredObjects';
import type { FoundTenant } from './findTenant';
import { renderedObjects } from './renderedObjects';
import { unexpectedOn, unexpectedPaths } from './unexpectedPaths';

/** What is known about one control of an environment. */
export interface ControlPosture {
  readonly control: Control;
  readonly posture: Posture;
  /** Why the cluster can't have the control at all, which is neither good nor broken. */
  readonly unavailable?: string;
}

/** Every control that does something for an environment. */
export interface EnvironmentPosture {
  readonly context: EnvironmentContext;
  readonly controls: readonly ControlPosture[];
}

/**
 * What is known about a tenant's isolation, control by control, in each of its environments.
 *
 * @throws ConflictError for a tenant that was merged onto a cluster that is not there.
 */
export function tenantPosture(
  { tenant, snapshot, phase, proposal }: FoundTenant,
  view: LiveClusters,
  { proofOf }: Pick<ConnectedClusters, 'proofOf'>,
): readonly EnvironmentPosture[] {
  const environments = contextsOf(tenant, snapshot.fleet);
  const known = {
    tenant: tenantContext(tenant, environments, snapshot.fleet),
    proofDays: snapshot.fleet.platform.spec.proofDays,
    notMerged:
      phase === 'requested'
        ? `not merged yet: pull request #${proposal?.number}`
        : undefined,
  };
  const objects = declaredObjects(snapshot, tenant.metadata.name);
  const rendered = renderedObjects(snapshot, tenant);
  const comparison = compareLive(view, objects);
  const unexpected = unexpectedPaths(tenant, snapshot);
  const clusters = environments.map(({ cluster }) => cluster.metadata.name);
  return environments.map(context => ({
    context,
    controls: controlPostures(context, {
      ...known,
      comparison,
      proof: proofOf(context.cluster.metadata.name, context.namespace),
      declaration: {
        objects,
        rendered,
        unexpected: unexpectedOn(
          context.cluster.metadata.name,
          clusters,
          unexpected,
        ),
        at: snapshot.checkedAt,
      },
    }),
  }));
}

export function isConnected({ clusters }: LiveClusters): boolean {
  return clusters.size > 0;
}

/** What the verdicts on one environment are made of. */
interface Known {
  readonly tenant: TenantContext;
  /** What the repository holds for the environment's cluster. */
  readonly declaration: Declaration;
  /** What the clusters hold. */
  readonly comparison: Comparison;
  readonly proof: ProofState;
  /** How long a proof counts, days. */
  readonly proofDays: number;
  /** Given while the tenant is only asked for: why nothing is declared yet. */
  readonly notMerged?: string;
}

/** Somebody may have merged, by hand, a tenant on a cluster that is not there. */
function contextsOf(tenant: Tenant, fleet: Fleet): EnvironmentContext[] {
  try {
    return environmentContexts(tenant, fleet);
  } catch (error) {
    throw new ConflictError(
      `tenants/${tenant.metadata.name}/tenant.yaml does not fit the platform`,
      error,
    );
  }
}

function controlPostures(
  context: EnvironmentContext,
  known: Known,
): ControlPosture[] {
  return registry.flatMap((control): ControlPosture[] => {
    const unavailable = unavailableReason(control, context);
    if (unavailable !== undefined)
      return [{ control, posture: everywhere(unavailable), unavailable }];
    return doesSomething(control, context, known.tenant)
      ? [{ control, posture: postureOf(control, context, known) }]
      : [];
  });
}

/** What only withholds rights contributes nothing, and holds or doesn't all the same. */
function doesSomething(
  control: Control,
  context: EnvironmentContext,
  tenant: TenantContext,
): boolean {
  return (
    controlsFor(context, [control]).length > 0 &&
    (control.withholds !== undefined ||
      contributedParts(control, context, tenant).length > 0)
  );
}

function everywhere(reason: string): Posture {
  const verdict = { state: 'unknown', reason } as const;
  return { declared: verdict, live: verdict, proved: verdict };
}

function postureOf(
  control: Control,
  context: EnvironmentContext,
  { tenant, declaration, comparison, proof, proofDays, notMerged }: Known,
): Posture {
  const connected = isConnected(comparison.clusters);
  return {
    declared:
      notMerged === undefined
        ? declared(control, context, tenant, declaration)
        : { state: 'no', reason: notMerged, at: declaration.at },
    live:
      notMerged === undefined || !connected
        ? live(control, context, tenant, comparison)
        : { state: 'unknown', reason: notMerged },
    proved: connected
      ? proved(control, context.cluster.metadata.name, proof, {
          now: new Date(),
          validDays: proofDays,
        })
      : { state: 'unknown', reason: noCluster },
  };
}
