import { z } from 'zod';

import { timestamp, type StateDatabase } from './database';

export const RepositoryRow = z.object({
  id: z.number(),
  owner: z.string(),
  name: z.string(),
  description: z.string(),
  defaultBranch: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  pushedAt: z.string(),
});
export type RepositoryRow = z.infer<typeof RepositoryRow>;

export function listRepositories(db: StateDatabase): RepositoryRow[] {
  return db.all(
    RepositoryRow,
    'select * from repositories order by owner, name',
  );
}

export function findRepository(
  db: StateDatabase,
  owner: string,
  name: string,
): RepositoryRow | undefined {
  return db.one(
    RepositoryRow,
    'select * from repositories where owner = ? and name = ?',
    owner,
    name,
  );
}

export function insertRepository(
  db: StateDatabase,
  row: Pick<RepositoryRow, 'owner' | 'name' | 'description' | 'defaultBranch'>,
): void {
  const at = timestamp();
  db.run(
    `insert or ignore into repositories (owner, name, description, defaultBranch, createdAt, updatedAt, pushedAt)
     values (?, ?, ?, ?, ?, ?, ?)`,
    row.owner,
    row.name,
    row.description,
    row.defaultBranch,
    at,
    at,
    at,
  );
}

export function updateRepository(
  db: StateDatabase,
  id: number,
  changes: { description?: string; defaultBranch?: string },
): void {
  db.run(
    `update repositories set description = coalesce(?, description),
       defaultBranch = coalesce(?, defaultBranch), updatedAt = ? where id = ?`,
    changes.description ?? null,
    changes.defaultBranch ?? null,
    timestamp(),
    id,
  );
}

export function markPushed(db: StateDatabase, id: number): void {
  const at = timestamp();
  db.run(
    'update repositories set pushedAt = ?, updatedAt = ? where id = ?',
    at,
    at,
    id,
  );
}
