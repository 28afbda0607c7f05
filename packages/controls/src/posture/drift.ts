import { concerns } from './differences';
import type { Difference } from './differences';
import type { FieldPath } from './fieldOwner';
import { nameOf } from './placed';
import type { Placed } from './placed';
import type { Drift } from './posture';

/** The control's share of what is not as declared. */
export function driftOf(
  { object }: Placed,
  found: readonly Difference[] | undefined,
): Drift[] {
  if (!found) return [{ object: nameOf(object) }];
  return found
    .filter(difference => concerns(object, difference))
    .map(({ path, ...difference }) => ({
      object: nameOf(object),
      field: fieldName(path),
      ...difference,
    }));
}

/** `spec.egress[0].to`, and `metadata.labels["tenantry.dev/tenant"]` where a key has dots of its own. */
function fieldName(path: FieldPath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[\w-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}
