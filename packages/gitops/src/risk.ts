import { isDeepStrictEqual } from 'node:util';
import type { Component, EnvironmentPlan, Plan } from '@tenantry/controls';
import type { Exception, Tenant } from '@tenantry/model';

export interface RiskInput {
  readonly kind: Plan['kind'];
  readonly before?: Tenant;
  readonly after?: Tenant;
  readonly environments: readonly EnvironmentPlan[];
  /** Tenants whose files change. */
  readonly others: readonly string[];
  /** Tenants that feel it though their files stay. */
  readonly neighbours: readonly string[];
}

/** A pod that breaks out here is on the node: weakening these is never routine. */
const gravest: readonly Component[] = ['pods', 'runtime'];

/** How closely a reviewer should look, with the reasons in words. */
export function riskOf(input: RiskInput): Plan['risk'] {
  const { kind, environments } = input;
  if (kind === 'none') return { level: 'low', reason: 'nothing changes' };

  const high = highReasons(input);
  if (high.length > 0) return { level: 'high', reason: high.join('; ') };

  const medium = mediumReasons(input);
  if (medium.length > 0) return { level: 'medium', reason: medium.join('; ') };

  if (kind === 'new') return { level: 'low', reason: 'new namespaces only' };
  const tightened = controlsThat(environments, ['tightened']);
  if (tightened.length > 0) {
    return { level: 'low', reason: `tightens ${tightened.join(', ')}` };
  }
  const added = environments.some(({ change }) => change === 'added');
  return {
    level: 'low',
    reason: added ? 'new namespaces only' : 'isolation stays as it is',
  };
}

function highReasons({ before, after, environments }: RiskInput): string[] {
  const removed = environments
    .filter(({ change }) => change === 'removed')
    .map(plan => `${plan.environment} on ${plan.cluster} is removed`);
  const owner =
    before && after && before.spec.owner !== after.spec.owner
      ? [`the owner changes from ${before.spec.owner} to ${after.spec.owner}`]
      : [];
  const weakened = controlsThat(environments, ['loosened', 'removed'], gravest);
  return [
    ...removed,
    ...owner,
    ...(weakened.length > 0
      ? [`weakens what a pod may do: ${weakened.join(', ')}`]
      : []),
  ];
}

function mediumReasons({
  environments,
  others,
  neighbours,
}: RiskInput): string[] {
  const observed = environments
    .filter(({ change }) => change === 'added' || change === 'changed')
    .flatMap(plan =>
      plan.observed?.after === undefined
        ? []
        : [
            `${plan.environment} on ${plan.cluster} is not isolated until ${plan.observed.after}`,
          ],
    );
  const excepted = environments
    .filter(({ change }) => change !== 'removed')
    .flatMap(plan =>
      (plan.exceptions ?? []).flatMap(({ control, before, after }) =>
        after && (plan.change === 'added' || isMore(before, after))
          ? [
              `${plan.environment} on ${plan.cluster} is without ${control} until ${after.expires}`,
            ]
          : [],
      ),
    );
  const enforced = environments.flatMap(({ change, ...plan }) =>
    change === 'changed' && plan.observed?.before && !plan.observed.after
      ? [
          `${plan.environment} on ${plan.cluster} is enforced: quota, limits and network policies come into force where something runs`,
        ]
      : [],
  );
  const loosened = controlsThat(environments, ['loosened', 'removed']);
  const changed = controlsThat(environments, ['changed']);
  return [
    ...observed,
    ...enforced,
    ...excepted,
    ...(loosened.length > 0 ? [`loosens ${loosened.join(', ')}`] : []),
    ...(changed.length > 0 ? [`changes ${changed.join(', ')}`] : []),
    ...(others.length > 0 ? [`changes files of ${others.join(', ')}`] : []),
    ...(neighbours.length > 0
      ? [`opens or closes traffic with ${neighbours.join(', ')}`]
      : []),
  ];
}

/** Whether an exception is new, or lasts longer, or is for something else than before. */
function isMore(before: Exception | undefined, after: Exception): boolean {
  return (
    !before ||
    before.expires < after.expires ||
    (before.expires === after.expires && !isDeepStrictEqual(before, after))
  );
}

/** Ids of controls that change like this in an environment which stays. */
function controlsThat(
  environments: readonly EnvironmentPlan[],
  strengths: readonly string[],
  components?: readonly Component[],
): string[] {
  const ids = environments
    .filter(({ change }) => change !== 'added' && change !== 'removed')
    .flatMap(({ controls }) => controls)
    .filter(
      ({ change, component }) =>
        strengths.includes(change) &&
        (!components || components.includes(component)),
    )
    .map(({ control }) => control);
  return [...new Set(ids)];
}
