import { checkSatisfiable } from '@tenantry/controls';
import { checkTenant, locateProblems } from '@tenantry/model';
import type { CheckOptions, Fleet, Problem, Tenant } from '@tenantry/model';
import { exceptionProblems } from '../exceptionProblems';
import { tenantPath } from '../layout';
import type { Tree } from '../tree';

/** What keeps a tenant, valid by itself, from being rendered, at the lines of its files. */
export function tenantProblems(
  tenant: Tenant,
  { fleet, tree }: { readonly fleet: Fleet; readonly tree: Tree },
  options: CheckOptions = {},
): Problem[] {
  const file = tenantPath(tenant.metadata.name);
  return [
    ...locateProblems(
      [
        ...checkTenant(tenant, fleet, options),
        ...checkSatisfiable(tenant, fleet),
      ],
      tree.read(file) ?? '',
      { file },
    ),
    ...exceptionProblems(tenant, { fleet, tree }, options),
  ];
}
