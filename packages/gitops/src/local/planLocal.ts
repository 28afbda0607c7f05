import type { Plan } from '@tenantry/controls';
import { exceptionsOf } from '@tenantry/model';
import type { Problem, Tenant } from '@tenantry/model';
import { changeSet, type FileChange } from '../changes';
import { tenantFiles } from '../files';
import {
  exceptionsPath,
  isRenderedPath,
  tenantOfAnySource,
  tenantPath,
} from '../layout';
import { planChange } from '../plan';
import { pathsByTenant } from '../pathsByTenant';
import { byCodeUnit, type Files, type Tree } from '../tree';
import { concernedBy, tenantAt, type Change } from './change';
import type { State } from './state';
import { tenantProblems } from './tenantProblems';

/** What a change does to one tenant. */
export interface TenantPlan {
  readonly plan: Plan;
  /** As it is to be; for one that goes, as it was. */
  readonly tenant: Tenant;
}

export interface LocalPlans {
  /** Tenants that change, by name; none of those that stay as they are. */
  readonly plans: readonly TenantPlan[];
  /** What keeps tenants from being planned. */
  readonly problems: readonly Problem[];
}

/**
 * What a change does to each tenant, once it is rendered: it need not be yet, so that an edited tenant.yaml can be
 * looked at before.
 */
export function planLocal(change: Change): LocalPlans {
  const { before, after } = change;
  if (after.broken) return { plans: [], problems: after.broken };
  const names = concernedBy(change);
  const problems = after.problems.filter(({ file }) =>
    names.includes(tenantOfAnySource(file) ?? ''),
  );
  const plans: TenantPlan[] = [];
  for (const name of names) {
    const states = {
      before: tenantAt(before, name),
      after: tenantAt(after, name),
    };
    const found = states.after ? tenantProblems(states.after, after) : [];
    if (found.length > 0) problems.push(...found);
    else plans.push(...planOf(name, states, change, after));
  }
  return { plans, problems };
}

function planOf(
  name: string,
  states: { readonly before?: Tenant; readonly after?: Tenant },
  { before }: Change,
  { fleet, tree }: State,
): TenantPlan[] {
  const tenant = states.after ?? states.before;
  // A file that can't be read, or a folder of nobody: told elsewhere.
  if (!tenant || (!states.after && tree.read(tenantPath(name)) !== undefined))
    return [];
  const files = states.after
    ? withOwnSources(tenantFiles(states.after, fleet), tree, name)
    : new Map();
  const changes = [
    ...changeSet(before.tree, name, files),
    ...removals(before.tree, name, files),
  ].sort((a, b) => byCodeUnit(a.path, b.path));
  const plan = planChange({
    ...states,
    fleet,
    exceptedBefore: before.broken ? [] : exceptionsOf(name, before.fleet),
    changes,
  });
  return plan.kind === 'none' ? [] : [{ plan, tenant }];
}

/** A person's own layout and comments are no difference to what Tenantry would write; exceptions are never written. */
function withOwnSources(files: Files, tree: Tree, name: string): Files {
  const exceptions = tree.read(exceptionsPath(name));
  return new Map([
    ...files,
    [tenantPath(name), tree.read(tenantPath(name)) ?? ''],
    ...(exceptions === undefined
      ? []
      : [[exceptionsPath(name), exceptions] as const]),
  ]);
}

/** Sources that go, with a tenant or without it; rendered files are in the change set. */
function removals(tree: Tree, name: string, files: Files): FileChange[] {
  const gone =
    files.size > 0
      ? [exceptionsPath(name)].filter(path => !files.has(path))
      : (pathsByTenant(tree).get(name) ?? []).filter(
          path => !isRenderedPath(path),
        );
  return gone.flatMap(path => {
    const content = tree.read(path);
    return content === undefined
      ? []
      : [{ path, change: 'removed' as const, content }];
  });
}
