import type { RepositorySnapshot } from '@tenantry/backstage-plugin-tenantry-node';
import { tenantPath } from '@tenantry/gitops';
import { formatProblems, type Problem } from '@tenantry/model';

/** Tenants whose file is there and can't be read: name → what is wrong, one problem a line. */
export function unreadableTenants({
  problems,
}: Pick<RepositorySnapshot, 'problems'>): ReadonlyMap<string, string> {
  const found = new Map<string, Problem[]>();
  for (const problem of problems) {
    const name = problem.file?.split('/')[1] ?? '';
    if (problem.file !== tenantPath(name)) continue;
    found.set(name, [...(found.get(name) ?? []), problem]);
  }
  return new Map(
    Array.from(found, ([name, own]) => [name, formatProblems(own)] as const),
  );
}
