import { checkExceptions } from '@tenantry/controls';
import { locateProblems } from '@tenantry/model';
import type { CheckOptions, Fleet, Problem, Tenant } from '@tenantry/model';
import { exceptionsPath } from './layout';
import type { Tree } from './tree';

/** What keeps a tenant's exceptions from being in force, at the lines of their file. */
export function exceptionProblems(
  tenant: Tenant,
  { fleet, tree }: { readonly fleet: Fleet; readonly tree: Tree },
  { today }: CheckOptions = {},
): Problem[] {
  const file = exceptionsPath(tenant.metadata.name);
  return locateProblems(
    checkExceptions(tenant, fleet, { today }),
    tree.read(file) ?? '',
    { file },
  );
}
