import { folderTree, openLocalRepository, readFleet } from '@tenantry/gitops';
import type { ReadFleet, Tree } from '@tenantry/gitops';
import type { Fleet, Problem, Tenant } from '@tenantry/model';
import { UsageError } from '../answer';

/** A repository as a verb looks at it. */
export interface RepositoryNow extends ReadFleet {
  readonly tree: Tree;
  /** When it was read, ISO 8601. */
  readonly checkedAt: string;
}

/**
 * The files in a folder, or those of a revision of its repository.
 *
 * @throws NotATenantryRepositoryError, InvalidInputError, RevisionMissingError.
 */
export async function readRepository(
  directory: string,
  revision: string | undefined,
): Promise<RepositoryNow> {
  const tree =
    revision === undefined
      ? folderTree(directory)
      : await treeOf(directory, revision);
  return {
    ...readFleet(tree, directory),
    tree,
    checkedAt: new Date().toISOString(),
  };
}

async function treeOf(directory: string, revision: string): Promise<Tree> {
  const repository = await openLocalRepository(directory);
  try {
    return await repository.tree(await repository.commit(revision));
  } finally {
    await repository.close();
  }
}

/** @throws UsageError for a name that no tenant has. */
export function tenantsNamed(
  { tenants }: Fleet,
  names: readonly string[],
): readonly Tenant[] {
  const known = new Set(tenants.map(({ metadata }) => metadata.name));
  const missing = names.filter(name => !known.has(name));
  if (missing.length > 0)
    throw new UsageError(
      `there is no tenant ${missing.join(', ')} that can be read`,
    );
  return tenants.filter(({ metadata }) => names.includes(metadata.name));
}

/** What can't be read, as far as it is about these tenants; where none are named, all of it. */
export function problemsAbout(
  problems: readonly Problem[],
  names: readonly string[] | undefined,
): readonly Problem[] {
  return problems.filter(
    ({ file = '' }) =>
      names === undefined ||
      !file.startsWith('tenants/') ||
      names.includes(file.split('/')[1]),
  );
}
