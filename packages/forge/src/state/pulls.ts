import { z } from 'zod';

import { timestamp, type StateDatabase, type Value } from './database';

export const PullRow = z.object({
  id: z.number(),
  repositoryId: z.number(),
  number: z.number(),
  title: z.string(),
  body: z.string().nullable(),
  author: z.string(),
  draft: z.number().transform(Boolean),
  headRef: z.string(),
  headSha: z.string(),
  baseRef: z.string(),
  /** Tip of the base branch when the pull request was opened, last pushed to, merged or closed. */
  baseSha: z.string(),
  state: z.enum(['open', 'closed']),
  createdAt: z.string(),
  updatedAt: z.string(),
  closedAt: z.string().nullable(),
  mergedAt: z.string().nullable(),
  mergedBy: z.string().nullable(),
  mergeCommitSha: z.string().nullable(),
});
export type PullRow = z.infer<typeof PullRow>;

export interface PullFilter {
  readonly state?: 'open' | 'closed' | 'all';
  readonly headRef?: string;
  readonly baseRef?: string;
  readonly sort?: 'createdAt' | 'updatedAt';
  readonly direction?: 'asc' | 'desc';
}

export function listPulls(
  db: StateDatabase,
  repositoryId: number,
  filter: PullFilter = {},
): PullRow[] {
  const conditions = ['repositoryId = ?'];
  const values: Value[] = [repositoryId];
  const state = filter.state ?? 'open';
  if (state !== 'all') {
    conditions.push('state = ?');
    values.push(state);
  }
  if (filter.headRef !== undefined) {
    conditions.push('headRef = ?');
    values.push(filter.headRef);
  }
  if (filter.baseRef !== undefined) {
    conditions.push('baseRef = ?');
    values.push(filter.baseRef);
  }
  const direction = filter.direction === 'asc' ? 'asc' : 'desc';
  const sort = filter.sort === 'updatedAt' ? 'updatedAt' : 'createdAt';
  return db.all(
    PullRow,
    `select * from pulls where ${conditions.join(' and ')}
     order by ${sort} ${direction}, number ${direction}`,
    ...values,
  );
}

export function findPull(
  db: StateDatabase,
  repositoryId: number,
  number: number,
): PullRow | undefined {
  return db.one(
    PullRow,
    'select * from pulls where repositoryId = ? and number = ?',
    repositoryId,
    number,
  );
}

export function insertPull(
  db: StateDatabase,
  pull: Pick<
    PullRow,
    | 'repositoryId'
    | 'title'
    | 'body'
    | 'author'
    | 'draft'
    | 'headRef'
    | 'headSha'
    | 'baseRef'
    | 'baseSha'
  >,
): number {
  const at = timestamp();
  return db.transaction(() => {
    const { number } = db.one(
      z.object({ number: z.number() }),
      'select coalesce(max(number), 0) + 1 as number from pulls where repositoryId = ?',
      pull.repositoryId,
    ) ?? { number: 1 };
    db.run(
      `insert into pulls (repositoryId, number, title, body, author, draft, headRef, headSha, baseRef,
         baseSha, state, createdAt, updatedAt)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?)`,
      pull.repositoryId,
      number,
      pull.title,
      pull.body,
      pull.author,
      Number(pull.draft),
      pull.headRef,
      pull.headSha,
      pull.baseRef,
      pull.baseSha,
      at,
      at,
    );
    return number;
  });
}

type PullChanges = Partial<
  Omit<PullRow, 'id' | 'repositoryId' | 'number' | 'author' | 'createdAt'>
>;

export function updatePull(
  db: StateDatabase,
  id: number,
  changes: PullChanges,
): void {
  const entries = Object.entries({ ...changes, updatedAt: timestamp() });
  db.run(
    `update pulls set ${entries
      .map(([column]) => `${column} = ?`)
      .join(', ')} where id = ?`,
    ...entries.map(([, value]) =>
      typeof value === 'boolean' ? Number(value) : value,
    ),
    id,
  );
}

const PersonRow = z.object({ login: z.string() });

export type PullRole = 'assignee' | 'reviewer' | 'team';

export function listPeople(
  db: StateDatabase,
  pullId: number,
  role: PullRole,
): string[] {
  return db
    .all(
      PersonRow,
      'select login from pullPeople where pullId = ? and role = ? order by rowid',
      pullId,
      role,
    )
    .map(({ login }) => login);
}

export function addPeople(
  db: StateDatabase,
  pullId: number,
  role: PullRole,
  logins: readonly string[],
): void {
  for (const login of logins) {
    db.run(
      'insert or ignore into pullPeople (pullId, role, login) values (?, ?, ?)',
      pullId,
      role,
      login,
    );
  }
}

export function removePeople(
  db: StateDatabase,
  pullId: number,
  role: PullRole,
  logins: readonly string[],
): void {
  for (const login of logins) {
    db.run(
      'delete from pullPeople where pullId = ? and role = ? and login = ?',
      pullId,
      role,
      login,
    );
  }
}
