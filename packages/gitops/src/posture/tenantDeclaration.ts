import {
  contributedParts,
  controlsAsRendered,
  controlsFor,
  declared,
  environmentContexts,
  isBehind,
  notInForce,
  registry,
  tenantContext,
  unavailableReason,
  type Control,
  type Declaration,
  type EnvironmentContext,
  type ExpectedObject,
  type TenantContext,
  type Verdict,
} from '@tenantry/controls';
import type { Fleet, Tenant } from '@tenantry/model';
import { TenantMisfitError } from '../errors';
import type { Tree } from '../tree';
import { repositoryObjects, type RepositoryState } from './repositoryObjects';
import { unexpectedOn } from './unexpectedPaths';

/** What a repository says of one tenant. Small, for there may be ten thousand: whole objects are made anew when they are needed. */
export interface TenantDeclaration {
  readonly tenant: TenantContext;
  readonly environments: readonly EnvironmentDeclaration[];
}

export interface EnvironmentDeclaration {
  readonly context: EnvironmentContext;
  /** Those that do something for it, and those that its cluster can't have. */
  readonly controls: readonly DeclaredControl[];
  /** Everything that it depends on; nothing where the tenant can't be rendered. */
  readonly expected: readonly ExpectedObject[];
}

export interface DeclaredControl {
  readonly control: Control;
  readonly declared: Verdict;
  readonly unavailable?: string;
}

const known = new WeakMap<Tree, WeakMap<Tenant, TenantDeclaration>>();

/**
 * Judged once a commit.
 *
 * @throws TenantMisfitError for a tenant that was merged onto a cluster that is not there.
 */
export function tenantDeclaration(
  snapshot: RepositoryState,
  tenant: Tenant,
): TenantDeclaration {
  const ofCommit: WeakMap<Tenant, TenantDeclaration> =
    known.get(snapshot.tree) ?? new WeakMap();
  known.set(snapshot.tree, ofCommit);
  const declaration = ofCommit.get(tenant) ?? judge(snapshot, tenant);
  ofCommit.set(tenant, declaration);
  return declaration;
}

function judge(snapshot: RepositoryState, tenant: Tenant): TenantDeclaration {
  const contexts = contextsOf(tenant, snapshot.fleet);
  const whole = tenantContext(tenant, contexts, snapshot.fleet);
  const { expected, unexpected, ...objects } = repositoryObjects(
    snapshot,
    tenant,
  );
  const clusters = contexts.map(({ cluster }) => cluster.metadata.name);
  return {
    tenant: whole,
    environments: contexts.map(context => {
      const own = expected.filter(object => isBehind(object, context));
      const cluster = context.cluster.metadata.name;
      return {
        context,
        expected: own,
        controls: declaredControls(context, whole, {
          ...objects,
          unexpected: unexpectedOn(cluster, clusters, unexpected),
          asRendered: controlsAsRendered(own),
        }),
      };
    }),
  };
}

/** Somebody may have merged, by hand, a tenant on a cluster that is not there. */
function contextsOf(tenant: Tenant, fleet: Fleet): EnvironmentContext[] {
  try {
    return environmentContexts(tenant, fleet);
  } catch (error) {
    throw new TenantMisfitError(tenant.metadata.name, { cause: error });
  }
}

function declaredControls(
  context: EnvironmentContext,
  tenant: TenantContext,
  declaration: Declaration,
): DeclaredControl[] {
  return registry.flatMap((control): DeclaredControl[] => {
    const unavailable = unavailableReason(control, context);
    if (unavailable !== undefined)
      return [
        {
          control,
          declared: { state: 'unknown', reason: unavailable },
          unavailable,
        },
      ];
    return doesSomething(control, context, tenant, declaration)
      ? [{ control, declared: declared(control, context, tenant, declaration) }]
      : [];
  });
}

/**
 * What only withholds rights contributes nothing, and holds or doesn't all the same; what isn't applied where the environment
 * is observed is missing there.
 */
function doesSomething(
  control: Control,
  context: EnvironmentContext,
  tenant: TenantContext,
  { asRendered }: Declaration,
): boolean {
  return (
    controlsFor(context, [control]).length > 0 &&
    (control.withholds !== undefined ||
      notInForce(control, context) !== undefined ||
      asRendered?.has(control.id) ||
      contributedParts(control, context, tenant).length > 0)
  );
}
