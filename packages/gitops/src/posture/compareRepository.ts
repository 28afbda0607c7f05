import {
  argoCdNotConnected,
  compareLive,
  driftOf,
  exceptionOf,
  quotaUse,
  type Drift,
  type EnvironmentContext,
  type KubernetesObject,
  type LiveCluster,
  type LiveClusters,
  type ObjectIndex,
  type QuotaBar,
} from '@tenantry/controls';
import type { Problem, Tenant } from '@tenantry/model';
import { tenantPath } from '../layout';
import { TenantMisfitError } from '../errors';
import { sharedObjects } from '../files';
import { declaredObjects } from './declaredObjects';
import { pathsByTenant } from '../pathsByTenant';
import { repositoryObjects, type RepositoryState } from './repositoryObjects';
import {
  tenantPosture,
  type ControlPosture,
  type EnvironmentPosture,
} from './tenantPosture';
import { undeclaredObjects, type UndeclaredObject } from './undeclaredObjects';

export interface CompareInput {
  readonly state: RepositoryState & {
    /** When the repository was read, ISO 8601. */
    readonly checkedAt: string;
  };
  /** The clusters that are looked at; what is declared for others is left out. */
  readonly clusters: LiveClusters;
  /** Names; default: all, and then also what nobody declares. What all tenants share is always compared. */
  readonly tenants?: readonly string[];
}

/** What a repository declares, against what clusters hold. */
export interface RepositoryComparison {
  readonly environments: readonly EnvironmentComparison[];
  /** Where objects are not as declared, each object and field once. */
  readonly drift: readonly PlacedDrift[];
  /** Objects that were compared. */
  readonly compared: number;
  readonly undeclared: readonly UndeclaredObject[];
  readonly unknown: readonly UnknownSource[];
  /** Tenants that can't be judged. */
  readonly problems: readonly Problem[];
}

export interface PlacedDrift extends Drift {
  readonly cluster: string;
}

export interface UnknownSource {
  readonly cluster: string;
  readonly kind: string;
  /** In words that follow “because”. */
  readonly reason: string;
}

export interface EnvironmentComparison {
  readonly tenant: string;
  readonly environment: string;
  readonly cluster: string;
  readonly namespace: string;
  /** How many controls the cluster holds as they are declared. */
  readonly holds: number;
  /** Controls of which only what Argo CD's cluster holds wasn't looked at. */
  readonly partly: number;
  readonly findings: readonly ControlFinding[];
  /** Not isolated until then, as is declared, and how many controls aren't in force for that. */
  readonly observed?: { readonly until: string; readonly controls: number };
  /** Controls that are switched off there, as is declared. */
  readonly excepted: readonly {
    readonly control: string;
    readonly reason: string;
  }[];
  readonly quota: readonly QuotaBar[];
}

/** A control that doesn't hold, or of which nobody knows. */
export interface ControlFinding {
  readonly control: string;
  readonly title: string;
  readonly column: 'declared' | 'live';
  readonly state: 'no' | 'unknown';
  readonly reason: string;
}

/**
 * Compares what a repository declares with what clusters hold: object by object, and control by control as the page of a
 * tenant does. Pure: what is known of the clusters was read before.
 */
export function compareRepository(input: CompareInput): RepositoryComparison {
  const { state, clusters, tenants: names } = input;
  const tenants = state.fleet.tenants.filter(
    ({ metadata }) => names?.includes(metadata.name) ?? true,
  );
  const own = tenants.map(tenant => repositoryObjects(state, tenant).own);
  const shared = declaredObjects(
    state.tree,
    undefined,
    sharedObjects(state.fleet),
  );
  const index: ObjectIndex = new Map(
    [shared, ...own]
      .flatMap(map => [...map])
      .filter(([, object]) => !isSource(object)),
  );
  const judged = tenants.map(tenant => judge(tenant, input));
  const everything =
    names === undefined ? new Map([...index, ...leftIn(input)]) : index;
  return {
    environments: judged.flatMap(({ environments }) => environments),
    ...compareObjects(index, clusters),
    undeclared: undeclaredObjects(everything, {
      clusters,
      state,
      tenants: names && tenants,
    }),
    problems: judged.flatMap(({ problems }) => problems),
  };
}

/** A file for Tenantry itself lies among what it renders: `cluster.yaml`. */
function isSource({ apiVersion }: KubernetesObject): boolean {
  return apiVersion.startsWith('tenantry.dev/');
}

/** What is declared for tenants whose own file can't be read: not compared, and not nobody's. */
function leftIn({ state: { tree, fleet } }: CompareInput): ObjectIndex {
  const read = new Set(fleet.tenants.map(({ metadata }) => metadata.name));
  return new Map(
    [...pathsByTenant(tree).keys()]
      .filter(name => name !== undefined && !read.has(name))
      .flatMap(name => [...declaredObjects(tree, name)]),
  );
}

/** Object by object; each kind that can't be read is told once. */
function compareObjects(
  index: ObjectIndex,
  clusters: LiveClusters,
): Pick<RepositoryComparison, 'drift' | 'compared' | 'unknown'> {
  const comparison = compareLive(clusters, index);
  const unknown = new Map<string, UnknownSource>();
  const drift: PlacedDrift[] = [];
  let compared = 0;
  for (const [key, object] of index) {
    const name = key.slice(0, key.indexOf(' ')) || undefined;
    const part = { object, cluster: name };
    const live = comparison.clusterOf(part);
    if (!live) continue;
    const place = name ?? nameOfArgoCd(clusters);
    const source = live.source(object);
    if (source.state === 'unreadable') {
      const { kind } = object;
      const { reason } = source;
      unknown.set(`${place} ${kind}`, { cluster: place, kind, reason });
      continue;
    }
    compared += 1;
    drift.push(
      ...driftOf(part, comparison.differencesOf(part, live)).map(found => ({
        cluster: place,
        ...found,
      })),
    );
  }
  return { drift, compared, unknown: [...unknown.values()] };
}

function nameOfArgoCd({ clusters, argoCd }: LiveClusters): string {
  const [name] = [...clusters].find(([, live]) => live === argoCd) ?? [];
  return name ?? 'the cluster of Argo CD';
}

function judge(
  tenant: Tenant,
  { state, clusters }: CompareInput,
): {
  readonly environments: readonly EnvironmentComparison[];
  readonly problems: readonly Problem[];
} {
  try {
    const postures = tenantPosture({ tenant, snapshot: state }, clusters, {
      // Drift is no question of proofs.
      proofOf: () => ({}),
    });
    return {
      problems: [],
      environments: postures
        .filter(({ context }) => clusterOf(context, clusters) !== undefined)
        .map(posture => environmentOf(posture, clusters)),
    };
  } catch (error) {
    if (!(error instanceof TenantMisfitError)) throw error;
    const file = tenantPath(tenant.metadata.name);
    return {
      environments: [],
      problems: [{ path: [], file, message: error.message }],
    };
  }
}

function clusterOf(
  { cluster }: EnvironmentContext,
  { clusters }: LiveClusters,
): LiveCluster | undefined {
  return clusters.get(cluster.metadata.name);
}

function environmentOf(
  { context, controls }: EnvironmentPosture,
  clusters: LiveClusters,
): EnvironmentComparison {
  const offered = controls.filter(
    ({ unavailable }) => unavailable === undefined,
  );
  const partly = offered.filter(isPartly).length;
  const findings = offered.flatMap(findingsOf);
  const wrong = new Set(findings.map(({ control }) => control)).size;
  const idle = offered.filter(
    posture => isOnlyIdle(posture) && findingsOf(posture).length === 0,
  );
  const excepted = idle.filter(({ control }) => exceptionOf(control, context));
  const { observed } = context.environment;
  return {
    tenant: context.tenant.metadata.name,
    environment: context.environment.name,
    cluster: context.cluster.metadata.name,
    namespace: context.namespace,
    holds: offered.length - partly - wrong - idle.length,
    partly,
    findings,
    ...(observed
      ? {
          observed: {
            ...observed,
            controls: idle.length - excepted.length,
          },
        }
      : {}),
    excepted: excepted.map(({ control, notInForce = '' }) => ({
      control: control.id,
      reason: notInForce,
    })),
    quota: quotaUse(context, clusters),
  };
}

/** Nothing speaks against it, and Argo CD's share wasn't looked at. */
function isPartly({ posture: { declared, live } }: ControlPosture): boolean {
  return declared.state === 'yes' && live.reason === argoCdNotConnected;
}

/** That it isn't in force is what is declared. */
function isOnlyIdle({ posture }: ControlPosture): boolean {
  return Boolean(posture.declared.idle ?? posture.live.idle);
}

function findingsOf(posture: ControlPosture): ControlFinding[] {
  const { control } = posture;
  return (['declared', 'live'] as const).flatMap((column): ControlFinding[] => {
    const { state, reason, idle } = posture.posture[column];
    if (state === 'yes' || idle || reason === argoCdNotConnected) return [];
    const { id, title } = control;
    return [{ control: id, title, column, state, reason }];
  });
}
