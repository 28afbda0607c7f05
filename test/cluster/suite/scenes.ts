import type { LiveCluster } from '@tenantry/controls';
import {
  annotations,
  compareLive,
  controlsFor,
  environmentContexts,
  expectedObject,
  heldControls,
  isBehind,
  live,
  registry,
  renderCluster,
  renderPlatform,
  renderTenant,
  tenantContext,
  toYaml,
} from '@tenantry/controls';
import type {
  Control,
  EnvironmentContext,
  LiveVerdict,
  ObjectIndex,
  PartialObject,
} from '@tenantry/controls';
import type { Fleet } from '@tenantry/model';

/** An environment, and what is known of each of its controls now. */
export interface Scene {
  readonly context: EnvironmentContext;
  judge(control: Control): LiveVerdict;
}

export interface Sight {
  readonly cluster: string;
  /** Looks at the cluster, and where Argo CD runs. */
  readonly observer: LiveCluster;
  readonly declared: ObjectIndex;
}

/** Every environment on one cluster that holds Argo CD, too. */
export function scenesOf(
  fleet: Fleet,
  { cluster, observer, declared }: Sight,
): Scene[] {
  const clusters = {
    clusters: new Map([[cluster, observer]]),
    argoCd: observer,
  };
  const shared = [
    ...fleet.clusters.flatMap(each => renderCluster(each, fleet).objects),
    ...renderPlatform(fleet).objects,
  ];
  return fleet.tenants.flatMap(tenant => {
    const environments = environmentContexts(tenant, fleet);
    const whole = tenantContext(tenant, environments, fleet);
    const rendered = [...renderTenant(tenant, fleet).objects, ...shared];
    return environments
      .filter(context => context.cluster.metadata.name === cluster)
      .map(context => {
        const expected = rendered
          .filter(item => isBehind(item, context))
          .map(item => expectedObject(item, toYaml(item.object)));
        return {
          context,
          judge(control: Control) {
            const comparison = compareLive(clusters, declared);
            const held = heldControls(expected, comparison);
            return live(control, context, whole, comparison, held);
          },
        };
      });
  });
}

/** What doesn't hold, with the namespace, the control and the reason. */
export function notHolding(scenes: readonly Scene[]): string[] {
  return scenes.flatMap(({ context, judge }) =>
    controlsFor(context, registry).flatMap(control => {
      const { state, reason } = judge(control);
      const isGood =
        state === 'yes' || reason === 'the control contributes nothing here';
      return isGood ? [] : [`${context.namespace}: ${control.id}: ${reason}`];
    }),
  );
}

/** The controls of an environment that an object says it is there for. */
export function controlsBehind(
  { annotations: notes }: PartialObject['metadata'],
  { context }: Pick<Scene, 'context'>,
): Control[] {
  const ids = notes?.[annotations.controls]?.split(',') ?? [];
  return controlsFor(context, registry).filter(({ id }) => ids.includes(id));
}
