import type { RepositorySnapshot } from '@tenantry/backstage-plugin-tenantry-node';
import { tenantOfAnySource } from '@tenantry/gitops';
import { formatProblems, type Problem } from '@tenantry/model';

/** Tenants whose file, or that of their exceptions, is there and can't be read: name → what is wrong, one problem a line. */
export function unreadableTenants({
  problems,
}: Pick<RepositorySnapshot, 'problems'>): ReadonlyMap<string, string> {
  const found = new Map<string, Problem[]>();
  for (const problem of problems) {
    const name = tenantOfAnySource(problem.file);
    if (name === undefined) continue;
    found.set(name, [...(found.get(name) ?? []), problem]);
  }
  return new Map(
    Array.from(found, ([name, own]) => [name, formatProblems(own)] as const),
  );
}
