import type { Cluster, Fleet, Tenant } from '@tenantry/model';
import { compilePolicies } from './admission/compile';
import {
  environmentContexts,
  placementContexts,
  platformContext,
  tenantContext,
} from './contexts';
import { checkSatisfiable, UnsatisfiableError } from './checkSatisfiable';
import type { Control, EnvironmentContext } from './control';
import { checkExceptions } from './exceptions';
import { mergeContributions } from './merge';
import type { Contribution } from './merge';
import { annotations, labels, managedBy } from './names';
import type { KubernetesObject, PartialObject } from './objects';
import { controlContributions } from './inForce';
import { registry } from './registry';

/** A whole object, where it is applied, and the controls that made it, in registry order. */
export interface RenderedObject {
  readonly object: KubernetesObject;
  readonly controls: readonly string[];
  /** The cluster it is applied to; absent for what is applied where Argo CD runs. */
  readonly cluster?: string;
  /** The environment it belongs to; absent for what a tenant has once per cluster or once at all. */
  readonly environment?: string;
}

export interface Rendering {
  readonly objects: readonly RenderedObject[];
}

/**
 * Everything one tenant has, on all its clusters and where Argo CD runs.
 *
 * @throws UnsatisfiableError with one problem per control and environment that a cluster can't give, and per exception that
 * can't be.
 */
export function renderTenant(
  tenant: Tenant,
  fleet: Fleet,
  controls: readonly Control[] = registry,
): Rendering {
  const problems = [
    ...checkSatisfiable(tenant, fleet, controls),
    ...checkExceptions(tenant, fleet, { controls }),
  ];
  if (problems.length > 0) throw new UnsatisfiableError(problems);
  const environments = environmentContexts(tenant, fleet);

  const identity = { [labels.tenant]: tenant.metadata.name };
  const perEnvironment = environments.flatMap(context =>
    renderEnvironment(context, controls),
  );
  const perPlacement = placementContexts(environments).flatMap(context =>
    finish(
      controls.flatMap(control =>
        contributionsOf(control, control.placement?.(context)),
      ),
      identity,
      { cluster: context.cluster.metadata.name },
    ),
  );
  const perTenant = finish(
    controls.flatMap(control =>
      contributionsOf(
        control,
        control.tenant?.(tenantContext(tenant, environments, fleet)),
      ),
    ),
    identity,
  );
  return { objects: [...perEnvironment, ...perPlacement, ...perTenant] };
}

/** What one environment of a tenant has: its Namespace and what lives in it. */
export function renderEnvironment(
  context: EnvironmentContext,
  controls: readonly Control[] = registry,
): RenderedObject[] {
  const { tenant, environment, cluster } = context;
  return finish(
    controls.flatMap(control =>
      contributionsOf(control, controlContributions(control, context)),
    ),
    {
      [labels.tenant]: tenant.metadata.name,
      [labels.environment]: environment.name,
    },
    { cluster: cluster.metadata.name, environment: environment.name },
  );
}

/** What is rendered once per cluster: roles, runtime classes, accounts and the admission policies. */
export function renderCluster(
  cluster: Cluster,
  fleet: Fleet,
  controls: readonly Control[] = registry,
): Rendering {
  const context = { platform: fleet.platform, cluster };
  const contributions = [
    ...controls.flatMap(control =>
      contributionsOf(control, control.cluster?.(context)),
    ),
    ...compilePolicies(controls, context),
  ];
  return {
    objects: finish(contributions, {}, { cluster: cluster.metadata.name }),
  };
}

/** What is applied once, where Argo CD runs. */
export function renderPlatform(
  fleet: Fleet,
  controls: readonly Control[] = registry,
): Rendering {
  const context = platformContext(fleet);
  return {
    objects: finish(
      controls.flatMap(control =>
        contributionsOf(control, control.platform?.(context)),
      ),
      {},
    ),
  };
}

function contributionsOf(
  { id }: Control,
  objects: readonly PartialObject[] = [],
): Contribution[] {
  return objects.map(object => ({ control: id, object }));
}

/** Merges contributions into objects and marks each with its tenant and the controls behind it. */
function finish(
  contributions: readonly Contribution[],
  identity: Readonly<Record<string, string>>,
  place: Pick<RenderedObject, 'cluster' | 'environment'> = {},
): RenderedObject[] {
  return mergeContributions(contributions).map(({ object, controls }) => ({
    ...place,
    controls,
    object: {
      ...object,
      metadata: {
        ...object.metadata,
        labels: {
          ...object.metadata.labels,
          ...identity,
          [labels.managedBy]: managedBy,
        },
        annotations: {
          ...object.metadata.annotations,
          [annotations.controls]: controls.join(','),
        },
      },
    },
  }));
}
