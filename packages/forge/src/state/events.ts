import { z } from 'zod';

import { timestamp, type StateDatabase } from './database';

/** What happened to a pull request beside comments and reviews, for its timeline. */
export const EventRow = z.object({
  id: z.number(),
  pullId: z.number(),
  kind: z.enum([
    'pushed',
    'merged',
    'closed',
    'reopened',
    'renamed',
    'labeled',
    'unlabeled',
    'branch-deleted',
  ]),
  actor: z.string(),
  /** A commit id, a label, a title, depending on the kind. */
  detail: z.string(),
  createdAt: z.string(),
});
export type EventRow = z.infer<typeof EventRow>;

export function listEvents(db: StateDatabase, pullId: number): EventRow[] {
  return db.all(
    EventRow,
    'select * from events where pullId = ? order by id',
    pullId,
  );
}

export function insertEvent(
  db: StateDatabase,
  event: Pick<EventRow, 'pullId' | 'kind' | 'actor' | 'detail'>,
): void {
  db.run(
    'insert into events (pullId, kind, actor, detail, createdAt) values (?, ?, ?, ?, ?)',
    event.pullId,
    event.kind,
    event.actor,
    event.detail,
    timestamp(),
  );
}
