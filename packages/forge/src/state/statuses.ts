import { z } from 'zod';

import { timestamp, type StateDatabase } from './database';

export const StatusRow = z.object({
  id: z.number(),
  sha: z.string(),
  context: z.string(),
  state: z.enum(['error', 'failure', 'pending', 'success']),
  description: z.string().nullable(),
  targetUrl: z.string().nullable(),
  creator: z.string(),
  createdAt: z.string(),
});
export type StatusRow = z.infer<typeof StatusRow>;

/** Newest first. */
export function listStatuses(
  db: StateDatabase,
  repositoryId: number,
  sha: string,
): StatusRow[] {
  return db.all(
    StatusRow,
    'select * from statuses where repositoryId = ? and sha = ? order by id desc',
    repositoryId,
    sha,
  );
}

export function insertStatus(
  db: StateDatabase,
  repositoryId: number,
  status: Omit<StatusRow, 'id' | 'createdAt'>,
): void {
  db.run(
    `insert into statuses (repositoryId, sha, context, state, description, targetUrl, creator, createdAt)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    repositoryId,
    status.sha,
    status.context,
    status.state,
    status.description,
    status.targetUrl,
    status.creator,
    timestamp(),
  );
}

/** The latest status of each context, oldest context first. */
export function latestStatuses(statuses: readonly StatusRow[]): StatusRow[] {
  const latest = new Map<string, StatusRow>();
  for (const status of statuses) {
    if (!latest.has(status.context)) {
      latest.set(status.context, status);
    }
  }
  return [...latest.values()].reverse();
}

export function combinedState(
  latest: readonly StatusRow[],
): 'failure' | 'pending' | 'success' {
  if (latest.some(({ state }) => state === 'failure' || state === 'error')) {
    return 'failure';
  }
  const done = latest.length > 0 && latest.every(s => s.state === 'success');
  return done ? 'success' : 'pending';
}
