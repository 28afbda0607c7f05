import {
  compareLive,
  heldControls,
  live,
  noCluster,
  notInForce,
  proved,
  ifInForce,
  type Comparison,
  type Control,
  type EnvironmentContext,
  type LiveClusters,
  type ObjectIndex,
  type Posture,
  type ProofState,
  type TenantContext,
  type Verdict,
} from '@tenantry/controls';
import { dayOf, type Tenant } from '@tenantry/model';
import { repositoryObjects, type RepositoryState } from './repositoryObjects';
import {
  tenantDeclaration,
  type DeclaredControl,
  type EnvironmentDeclaration,
} from './tenantDeclaration';

/** What is known about one control of an environment. */
export interface ControlPosture {
  readonly control: Control;
  readonly posture: Posture;
  /** Why it refuses nothing there, as is declared; verdicts with this reason tell nothing else. */
  readonly notInForce?: string;
  /** Why the cluster can't have the control at all, which is neither good nor broken. */
  readonly unavailable?: string;
}

/** Every control that does something for an environment. */
export interface EnvironmentPosture {
  readonly context: EnvironmentContext;
  readonly controls: readonly ControlPosture[];
}

/** A tenant as a repository has it, and when that was read. */
export interface TenantAtCommit {
  readonly tenant: Tenant;
  readonly snapshot: RepositoryState & {
    /** When the repository was read, ISO 8601. */
    readonly checkedAt: string;
  };
  /** Given while the tenant is only asked for: why nothing is declared yet. */
  readonly notMerged?: string;
}

/** What is known of the last proof of a namespace. */
export type ProofOf = (cluster: string, namespace: string) => ProofState;

/**
 * What is known about a tenant's isolation, control by control, in each of its environments.
 *
 * @throws TenantMisfitError for a tenant that was merged onto a cluster that is not there.
 */
export function tenantPosture(
  { tenant, snapshot, notMerged }: TenantAtCommit,
  view: LiveClusters,
  { proofOf }: { readonly proofOf: ProofOf },
): readonly EnvironmentPosture[] {
  const declaration = tenantDeclaration(snapshot, tenant);
  let objects: ObjectIndex | undefined;
  const comparison = compareLive(view, {
    get(key) {
      objects ??= repositoryObjects(snapshot, tenant).objects;
      return objects.get(key);
    },
  });
  const known = {
    tenant: declaration.tenant,
    comparison,
    checkedAt: snapshot.checkedAt,
    proofDays: snapshot.fleet.platform.spec.proofDays,
    now: new Date(),
    notMerged,
  };
  return declaration.environments.map(environment => ({
    context: environment.context,
    controls: controlPostures(environment, {
      ...known,
      proof: proofOf(
        environment.context.cluster.metadata.name,
        environment.context.namespace,
      ),
    }),
  }));
}

export function isConnected({ clusters }: LiveClusters): boolean {
  return clusters.size > 0;
}

/** What the verdicts on one environment are made of, beside what is declared. */
interface Known {
  readonly tenant: TenantContext;
  /** What the clusters hold. */
  readonly comparison: Comparison;
  readonly proof: ProofState;
  /** How long a proof counts, days. */
  readonly proofDays: number;
  readonly now: Date;
  /** When the repository was read, ISO 8601. */
  readonly checkedAt: string;
  /** Given while the tenant is only asked for: why nothing is declared yet. */
  readonly notMerged?: string;
}

function controlPostures(
  { context, controls, expected }: EnvironmentDeclaration,
  known: Known,
): ControlPosture[] {
  const held = heldControls(expected, known.comparison);
  const today = dayOf(known.now);
  return controls.map(({ control, unavailable, declared }): ControlPosture => {
    if (unavailable !== undefined)
      return { control, posture: everywhere(unavailable), unavailable };
    const reason = notInForce(control, context, today);
    return {
      control,
      posture: asOf(postureOf({ control, declared }, context), reason),
      notInForce: reason,
    };
  });

  function postureOf(
    { control, declared }: DeclaredControl,
    { cluster }: EnvironmentContext,
  ): Posture {
    const { tenant, comparison, proof, now, proofDays, notMerged } = known;
    const at = known.checkedAt;
    const connected = isConnected(comparison.clusters);
    return {
      declared:
        notMerged === undefined
          ? { ...declared, at }
          : { state: 'no', reason: notMerged, at },
      live:
        notMerged === undefined || !connected
          ? live(control, context, tenant, comparison, held)
          : { state: 'unknown', reason: notMerged },
      proved: connected
        ? ifInForce(
            proved(control, cluster.metadata.name, proof, {
              now,
              validDays: proofDays,
            }),
            control,
            context,
          )
        : { state: 'unknown', reason: noCluster },
    };
  }
}

/** What is declared is judged once a commit, whatever day it is; that the day of an exception has passed is so from a day on. */
function asOf(posture: Posture, reason: string | undefined): Posture {
  if (reason === undefined) return posture;
  const told = <T extends Verdict>(verdict: T): T =>
    verdict.idle ? { ...verdict, reason } : verdict;
  const { declared, live: onClusters, proved: tried } = posture;
  return {
    declared: told(declared),
    live: told(onClusters),
    proved: told(tried),
  };
}

function everywhere(reason: string): Posture {
  const verdict = { state: 'unknown', reason } as const;
  return { declared: verdict, live: verdict, proved: verdict };
}
