import { creatable } from '../access/grants';
import { groupOf } from '../objects';
import { renderTenant } from '../render';
import { exampleFleet, paymentsTenant } from '../testing/exampleFleet';
import { richFleet } from '../testing/richFleet';
import { notTheirs } from './object-counts';

const environments = [exampleFleet(), richFleet()].flatMap(fleet =>
  [
    ...fleet.tenants,
    ...['shared', 'hardened', 'sandboxed'].map(profile =>
      paymentsTenant(profile),
    ),
  ].flatMap(tenant => {
    const { objects } = renderTenant(tenant, fleet);
    return tenant.spec.environments.map(({ name }) =>
      objects
        .filter(({ environment }) => environment === name)
        .map(({ object }) => object),
    );
  }),
);

describe('the counts of an environment', () => {
  it.each(creatable())(
    "leave room for the platform's own $resource",
    ({ group, kind, resource }) => {
      const counts = environments.map(
        objects =>
          objects.filter(
            object => object.kind === kind && groupOf(object) === group,
          ).length,
      );
      expect(Math.max(...counts)).toBeLessThanOrEqual(notTheirs[resource] ?? 0);
    },
  );
});
