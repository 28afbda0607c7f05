import { checkTenant, formatProblems, validateTenant } from '@tenantry/model';
import type { Fleet } from '@tenantry/model';
import { checkSatisfiable } from '../checkSatisfiable';
import { isMap } from '../merge';
import type { JsonMap, PartialObject } from '../objects';
import { registry } from '../registry';
import { renderCluster, renderPlatform, renderTenant } from '../render';
import { exampleFleet, paymentsTenant } from '../testing/exampleFleet';
import { richFleet } from '../testing/richFleet';
import type { ClaimAttack, ShapeAttack } from './attack';
import { overlay } from './overlay';

const fleet = exampleFleet();
const good = paymentsTenant('hardened');

/** A change of the good tenant's spec; an environment's change goes into the good one's. */
function changed({ environments, ...spec }: JsonMap): unknown {
  const [environment] = good.spec.environments;
  return {
    ...good,
    spec: {
      ...overlay({ ...good.spec }, spec),
      environments: [environments ?? {}]
        .flat()
        .map(change =>
          isMap(change) ? { ...environment, ...change } : change,
        ),
    },
  };
}

function problemsWith(change: JsonMap): string {
  const result = validateTenant(changed(change));
  const problems = result.ok
    ? [
        ...checkTenant(result.value, fleet),
        ...checkSatisfiable(result.value, fleet),
      ]
    : result.problems;
  return formatProblems([...problems]);
}

const claims = registry.flatMap(({ id, attacks }) =>
  attacks
    .filter((attack): attack is ClaimAttack => attack.proof === 'claim')
    .map(attack => [`${id}: ${attack.row} ${attack.title}`, attack] as const),
);

describe('a request', () => {
  it.each(claims)('is refused: %s', (_, { attack, twin, says }) => {
    expect(problemsWith(twin)).toBe('');
    expect(problemsWith(attack)).toContain(says);
  });
});

/** With one tenant that uses every field, in the given profile. */
function everythingOf(rendered: Fleet, profile: string): PartialObject[] {
  return [
    ...[paymentsTenant(profile), ...rendered.tenants].map(tenant =>
      renderTenant(tenant, rendered),
    ),
    ...rendered.clusters.map(cluster => renderCluster(cluster, rendered)),
    renderPlatform(rendered),
  ].flatMap(({ objects }) => objects.map(({ object }) => object));
}

const shapes = registry.flatMap(({ id, attacks }) =>
  attacks
    .filter((attack): attack is ShapeAttack => attack.proof === 'shape')
    .map(attack => [`${id}: ${attack.row} ${attack.title}`, attack] as const),
);

describe.each([
  ['the example platform', fleet],
  ['a platform that has everything', richFleet()],
] as const)('what is rendered on %s', (_, rendered) => {
  const renderings = ['shared', 'hardened', 'sandboxed'].map(profile =>
    everythingOf(rendered, profile),
  );

  it.each(shapes)('has none of this: %s', (__, { violations }) => {
    expect(renderings.flatMap(objects => violations(objects))).toEqual([]);
  });
});
