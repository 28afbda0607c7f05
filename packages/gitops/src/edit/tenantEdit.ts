import { checkSatisfiable, type Plan } from '@tenantry/controls';
import { checkTenant, parseTenant } from '@tenantry/model';
import type { Problem, Result, Tenant } from '@tenantry/model';
import { changeSet, type FileChange } from '../changes';
import { uncheckable } from '../claims';
import { exceptionProblems } from '../exceptionProblems';
import { tenantFiles } from '../files';
import { readFleet } from '../fleet';
import { exceptionsPath, tenantPath } from '../layout';
import { planChange } from '../plan';
import { sortedFiles, type Tree } from '../tree';

export interface TenantEditInput {
  readonly tree: Tree;
  readonly name: string;
  /** The text that tenant.yaml is to have. */
  readonly source: string;
  /** Year-month-day; when given, a tenant that has expired by then is refused. */
  readonly today?: string;
}

/** What becomes of a repository when one tenant.yaml is written. */
export interface TenantEdit {
  readonly tenant: Tenant;
  /** Absent for a new tenant. */
  readonly before?: Tenant;
  readonly plan: Plan;
  /** The source, and everything that is rendered from it. */
  readonly changes: readonly FileChange[];
}

/**
 * Works out what a new or changed tenant.yaml does, or every problem with it, at paths of the file. Nothing is written.
 *
 * @throws NotATenantryRepositoryError; InvalidInputError when the platform can't be understood.
 */
export function tenantEdit({
  tree,
  name,
  source,
  today,
}: TenantEditInput): Result<TenantEdit> {
  const { fleet, problems: unreadable } = readFleet(tree);
  const parsed = parseTenant(source);
  if (!parsed.ok) return parsed;
  const tenant = parsed.value;
  const file = tenantPath(name);
  if (tenant.metadata.name !== name)
    throw new Error(`${file} would be of ${tenant.metadata.name}`);

  const before = fleet.tenants.find(({ metadata }) => metadata.name === name);
  const others = unreadable.filter(problem => problem.file !== file);
  const own = others.filter(problem => problem.file === exceptionsPath(name));
  if (own.length > 0) return { ok: false, problems: own };
  const found: Problem[] = [
    ...checkTenant(tenant, fleet, { today }),
    ...checkSatisfiable(tenant, fleet),
    ...exceptionProblems(tenant, { fleet, tree }, { today }),
    ...uncheckable(tenant, before, others),
  ];
  if (found.length > 0) return { ok: false, problems: [...found, ...others] };

  const changes = changeSet(
    tree,
    name,
    sortedFiles([...tenantFiles(tenant, fleet), [file, source]]),
  );
  const plan = planChange({ before, after: tenant, fleet, changes });
  return { ok: true, value: { tenant, before, plan, changes } };
}
