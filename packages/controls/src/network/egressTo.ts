import { unionCovers } from '@tenantry/model';
import { itemsAt } from '../itemsAt';
import type { PartialObject } from '../objects';

/** Where NetworkPolicies let a range be reached by its address: `namespace/policy opens range`. */
export function egressTo(
  objects: readonly PartialObject[],
  ranges: readonly string[],
): string[] {
  return objects
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .flatMap(policy =>
      itemsAt(policy, 'spec.egress.to.ipBlock').flatMap(({ cidr, except }) =>
        ranges
          .filter(
            range =>
              unionCovers([String(cidr)], range) &&
              !unionCovers((except ?? []) as string[], range),
          )
          .map(
            range =>
              `${policy.metadata.namespace}/${policy.metadata.name} opens ${range}`,
          ),
      ),
    );
}
