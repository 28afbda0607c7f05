import { z } from 'zod';

import { timestamp, type StateDatabase } from './database';

export const ReviewRow = z.object({
  id: z.number(),
  pullId: z.number(),
  author: z.string(),
  body: z.string(),
  state: z.enum([
    'PENDING',
    'COMMENTED',
    'APPROVED',
    'CHANGES_REQUESTED',
    'DISMISSED',
  ]),
  /** The head the reviewer saw. */
  commitId: z.string(),
  submittedAt: z.string().nullable(),
});
export type ReviewRow = z.infer<typeof ReviewRow>;

export function listReviews(db: StateDatabase, pullId: number): ReviewRow[] {
  return db.all(
    ReviewRow,
    'select * from reviews where pullId = ? order by id',
    pullId,
  );
}

export function findReview(
  db: StateDatabase,
  pullId: number,
  id: number,
): ReviewRow | undefined {
  return db.one(
    ReviewRow,
    'select * from reviews where pullId = ? and id = ?',
    pullId,
    id,
  );
}

export function insertReview(
  db: StateDatabase,
  review: Omit<ReviewRow, 'id' | 'submittedAt'>,
): number {
  return db.run(
    'insert into reviews (pullId, author, body, state, commitId, submittedAt) values (?, ?, ?, ?, ?, ?)',
    review.pullId,
    review.author,
    review.body,
    review.state,
    review.commitId,
    review.state === 'PENDING' ? null : timestamp(),
  ).id;
}

export function updateReview(
  db: StateDatabase,
  id: number,
  changes: Pick<ReviewRow, 'body' | 'state'>,
): void {
  db.run(
    'update reviews set body = ?, state = ?, submittedAt = coalesce(submittedAt, ?) where id = ?',
    changes.body,
    changes.state,
    changes.state === 'PENDING' ? null : timestamp(),
    id,
  );
}

export function deleteReview(db: StateDatabase, id: number): void {
  db.run('delete from reviews where id = ?', id);
}

/**
 * What each reviewer last decided. A comment changes no decision, and a dismissed one counts no
 * longer.
 */
export function latestDecisions(
  reviews: readonly ReviewRow[],
): Map<string, ReviewRow> {
  const latest = new Map<string, ReviewRow>();
  for (const review of reviews) {
    if (review.state === 'APPROVED' || review.state === 'CHANGES_REQUESTED') {
      latest.set(review.author, review);
    } else if (review.state === 'DISMISSED') {
      latest.delete(review.author);
    }
  }
  return latest;
}
