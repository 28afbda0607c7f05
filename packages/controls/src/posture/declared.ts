import type { Control, EnvironmentContext, TenantContext } from '../control';
import { registry } from '../registry';
import { contributedParts } from './contributedParts';
import { exactDifferences } from './differences';
import { driftOf } from './drift';
import { driftWords } from './driftWords';
import { ifInForce } from './ifInForce';
import { keyOf, nameOf } from './placed';
import type { ObjectIndex } from './placed';
import type { Verdict } from './posture';
import { givenAnyway } from './withheld';

export const contributesNothing = 'the control contributes nothing here';

/** What a repository holds of a tenant on one cluster. */
export interface Declaration {
  readonly objects: ObjectIndex;
  /** What rendering gives for the same files now, whole. */
  readonly rendered: ObjectIndex;
  /** Files in the tenant's folders that rendering doesn't produce. */
  readonly unexpected: readonly string[];
  /** Controls all of whose objects are known to be there as rendered; it changes no verdict. */
  readonly asRendered?: ReadonlySet<string>;
}

const contained = {
  state: 'yes',
  reason: 'the main branch contains it',
} as const satisfies Verdict;

/** Whether a repository declares everything a control contributes for one environment, in every scope, and nothing beside it. */
export function declared(
  control: Control,
  context: EnvironmentContext,
  tenant: TenantContext,
  declaration: Declaration,
): Verdict {
  return ifInForce(
    inRepository(control, context, tenant, declaration),
    control,
    context,
  );
}

function inRepository(
  control: Control,
  context: EnvironmentContext,
  tenant: TenantContext,
  { objects, rendered, unexpected, asRendered }: Declaration,
): Verdict {
  if (control.alone && unexpected.length > 0)
    return { state: 'no', reason: notRendered(unexpected) };
  const isAsRendered = asRendered?.has(control.id) ?? false;
  const parts = isAsRendered
    ? []
    : contributedParts(control, context, tenant, registry);
  const { withholds = [] } = control;
  if (!isAsRendered && parts.length === 0 && withholds.length === 0)
    return { state: 'unknown', reason: contributesNothing };
  if (withholds.length > 0) {
    const onCluster = Array.from(objects)
      .filter(([key]) => key.startsWith(`${context.cluster.metadata.name} `))
      .map(([, object]) => object);
    const reason = givenAnyway(withholds, onCluster, 'the repository');
    if (reason !== undefined) return { state: 'no', reason };
  }
  for (const part of parts) {
    const object = objects.get(keyOf(part));
    if (!object)
      return {
        state: 'no',
        reason: `${nameOf(part.object)} is missing from the repository`,
      };
    const [drift] = driftOf(
      part,
      exactDifferences(rendered.get(keyOf(part)) ?? part.object, object),
    );
    if (drift)
      return {
        state: 'no',
        reason: `the repository is not as rendered: ${driftWords(drift)}`,
      };
  }
  return contained;
}

const mostNamed = 3;

function notRendered(paths: readonly string[]): string {
  const more = paths.length - mostNamed;
  const named = paths.slice(0, mostNamed);
  const list = [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return `${list} ${paths.length > 1 ? 'are' : 'is'} not rendered by Tenantry`;
}
