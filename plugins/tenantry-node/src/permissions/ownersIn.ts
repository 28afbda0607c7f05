import { NotAllowedError } from '@backstage/errors';
import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import {
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import type { TenantQuery } from './tenantResource';

/**
 * The owners whose tenants a policy's condition lets through.
 *
 * @throws NotAllowedError where they can't be named one by one.
 */
export function ownersIn(
  condition: PermissionCriteria<TenantQuery>,
): readonly string[] {
  if (isAndCriteria(condition)) {
    const [first, ...others] = condition.allOf.map(ownersIn);
    if (first === undefined) throw cannotBeNarrowed('has an empty "allOf"');
    return first.filter(owner =>
      others.every(owners => owners.includes(owner)),
    );
  }
  if (isOrCriteria(condition))
    return [...new Set(condition.anyOf.flatMap(ownersIn))];
  if (isNotCriteria(condition)) throw cannotBeNarrowed('has a "not"');
  // A rule of somebody's module may give what it likes, and no owners at all would read as everybody's.
  if (!Array.isArray(condition.owners))
    throw cannotBeNarrowed('uses a rule whose toQuery gives no owners');
  return condition.owners;
}

function cannotBeNarrowed(why: string): NotAllowedError {
  return new NotAllowedError(
    `all tenants at once can't be narrowed to those that you may see: the permission policy's condition ${why}; ask whoever keeps it for one that names owners, or look at the tenants one by one`,
  );
}
