import type { Complaint } from './complaint';
import type { Fleet } from './fleet';
import { indexFleet, type FleetIndex, type Held } from './fleetIndex';
import { skeleton } from './lookalikes';
import { tenantNameProblem } from './names';
import type { Problem } from './problems';
import { quote } from './quote';
import { suggestName } from './suggestName';

/** What is wrong with the name of a new tenant, for a form while somebody types; paths are `name`. */
export function checkName(name: string, fleet: Fleet): Problem[] {
  const index = indexFleet(fleet);
  const complaint =
    tenantNameProblem(name) ??
    takenProblem(name, index) ??
    nameInFleetProblem(name, fleet, index);
  return complaint ? [{ path: ['name'], ...complaint }] : [];
}

/** What is wrong with a well-formed tenant name beside the others of a fleet; its own older version doesn't count. */
export function nameInFleetProblem(
  name: string,
  fleet: Fleet,
  index: FleetIndex,
): Complaint | undefined {
  if (fleet.platform.spec.reservedNames.includes(name)) {
    return {
      message: `${quote(name)} is reserved by the platform`,
      example: suggestName(`${name} team`),
    };
  }
  const [other] = othersHolding(index.lookalikes, skeleton(name), name);
  return other
    ? {
        message: `${quote(name)} looks like the tenant ${quote(
          other.tenant,
        )}; choose a name that nobody confuses with it`,
      }
    : undefined;
}

/** Tenants other than `self` that hold something, and what they hold. */
export function othersHolding<T>(
  held: Held<T>,
  key: string,
  self: string,
): { tenant: string; what: T }[] {
  return [...(held.get(key) ?? [])]
    .filter(([tenant]) => tenant !== self)
    .map(([tenant, what]) => ({ tenant, what }));
}

function takenProblem(name: string, index: FleetIndex): Complaint | undefined {
  return index.tenants.has(name)
    ? {
        message: `there is a tenant ${quote(name)} already`,
        example: suggestName(`${name} team`),
      }
    : undefined;
}
