import { z } from 'zod';

import { timestamp, type StateDatabase } from './database';

export const CommentRow = z.object({
  id: z.number(),
  pullId: z.number(),
  author: z.string(),
  body: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type CommentRow = z.infer<typeof CommentRow>;

export function listComments(db: StateDatabase, pullId: number): CommentRow[] {
  return db.all(
    CommentRow,
    'select * from comments where pullId = ? order by id',
    pullId,
  );
}

export function findComment(
  db: StateDatabase,
  repositoryId: number,
  id: number,
): CommentRow | undefined {
  return db.one(
    CommentRow,
    `select comments.* from comments join pulls on pulls.id = pullId
     where repositoryId = ? and comments.id = ?`,
    repositoryId,
    id,
  );
}

export function insertComment(
  db: StateDatabase,
  comment: Pick<CommentRow, 'pullId' | 'author' | 'body'>,
): number {
  const at = timestamp();
  return db.run(
    'insert into comments (pullId, author, body, createdAt, updatedAt) values (?, ?, ?, ?, ?)',
    comment.pullId,
    comment.author,
    comment.body,
    at,
    at,
  ).id;
}

export function updateComment(
  db: StateDatabase,
  id: number,
  body: string,
): void {
  db.run(
    'update comments set body = ?, updatedAt = ? where id = ?',
    body,
    timestamp(),
    id,
  );
}

export function deleteComment(db: StateDatabase, id: number): void {
  db.run('delete from comments where id = ?', id);
}
