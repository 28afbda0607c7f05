import { join } from 'node:path';

import type { Git } from './git/git';
import {
  initGitRepository,
  openGitRepository,
  type GitRepository,
} from './git/repository';
import type { StateDatabase } from './state/database';
import {
  findRepository,
  insertRepository,
  listRepositories,
  type RepositoryRow,
} from './state/repositories';

export interface Repository extends RepositoryRow {
  readonly fullName: string;
  readonly git: GitRepository;
}

export interface Repositories {
  list(): Repository[];
  find(owner: string, name: string): Repository | undefined;
  /** Makes the bare repository and remembers it; names are validated by the caller. */
  add(
    row: Pick<
      RepositoryRow,
      'owner' | 'name' | 'description' | 'defaultBranch'
    >,
  ): Promise<Repository>;
}

export function createRepositories(
  db: StateDatabase,
  git: Git,
  directory: string,
): Repositories {
  // One handle for each repository, for all requests have to share its lock.
  const opened = new Map<string, GitRepository>();

  function open(owner: string, name: string): GitRepository {
    // Names differ in more than case, and not every file system tells case apart.
    const path = join(
      directory,
      owner.toLowerCase(),
      `${name.toLowerCase()}.git`,
    );
    const known = opened.get(path) ?? openGitRepository(git, path);
    opened.set(path, known);
    return known;
  }

  function withGit(row: RepositoryRow): Repository {
    return {
      ...row,
      fullName: `${row.owner}/${row.name}`,
      git: open(row.owner, row.name),
    };
  }

  return {
    list: () => listRepositories(db).map(withGit),
    find(owner, name) {
      const row = findRepository(db, owner, name);
      return row && withGit(row);
    },
    async add(row) {
      await initGitRepository(open(row.owner, row.name), row.defaultBranch);
      insertRepository(db, row);
      const added = findRepository(db, row.owner, row.name);
      if (!added) {
        throw new Error(`${row.owner}/${row.name} was not stored`);
      }
      return withGit(added);
    },
  };
}
