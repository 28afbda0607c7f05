import { z } from 'zod';

import type { ForgeContext } from '../context';
import { Refusal } from '../refusal';
import type { Repository } from '../repositories';
import {
  insertComment,
  listComments,
  type CommentRow,
} from '../state/comments';
import { removePeople, type PullRow } from '../state/pulls';
import {
  deleteReview,
  findReview,
  insertReview,
  updateReview,
  type ReviewRow,
} from '../state/reviews';
import type { Actor } from '../users';
import { commentPayload, reviewPayload } from './hookPayloads';

export const ReviewEvent = z.enum(['APPROVE', 'REQUEST_CHANGES', 'COMMENT']);
export type ReviewEvent = z.infer<typeof ReviewEvent>;

export const ReviewInput = z.object({
  body: z.string().max(65_536).nullish(),
  /** Without one the review stays a draft that only its author sees. */
  event: ReviewEvent.optional(),
  commit_id: z.string().optional(),
  comments: z
    .array(z.unknown())
    .max(0, 'Comments on lines are not supported: put them into the body')
    .optional(),
});
export type ReviewInput = z.infer<typeof ReviewInput>;

export const CommentInput = z.object({
  body: z.string().trim().min(1).max(65_536),
});

const STATES = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
} as const satisfies Record<ReviewEvent, ReviewRow['state']>;

export async function reviewPull(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  input: ReviewInput,
  actor: Actor,
): Promise<ReviewRow> {
  const body = input.body ?? '';
  requireReviewable(pull, input.event, body, actor);
  const id = insertReview(forge.db, {
    pullId: pull.id,
    author: actor.login,
    body,
    state: input.event ? STATES[input.event] : 'PENDING',
    commitId: input.commit_id ?? pull.headSha,
  });
  if (input.event) {
    await announceReview(forge, repository, pull, id, actor, 'submitted');
  }
  return requireReview(forge, pull, id);
}

export async function submitReview(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  id: number,
  input: { event: ReviewEvent; body?: string | null },
  actor: Actor,
): Promise<ReviewRow> {
  const review = requireOwnDraft(forge, pull, id, actor);
  const body = input.body ?? review.body;
  requireReviewable(pull, input.event, body, actor);
  updateReview(forge.db, id, { body, state: STATES[input.event] });
  await announceReview(forge, repository, pull, id, actor, 'submitted');
  return requireReview(forge, pull, id);
}

export async function dismissReview(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  id: number,
  message: string,
  actor: Actor,
): Promise<ReviewRow> {
  const review = requireReview(forge, pull, id);
  if (review.state !== 'APPROVED' && review.state !== 'CHANGES_REQUESTED') {
    throw new Refusal(422, 'Unprocessable Entity', [
      'Can only dismiss an approval or a request for changes',
    ]);
  }
  updateReview(forge.db, id, { body: review.body, state: 'DISMISSED' });
  if (message) {
    insertComment(forge.db, {
      pullId: pull.id,
      author: actor.login,
      body: `Dismissed the review of ${review.author}: ${message}`,
    });
  }
  await announceReview(forge, repository, pull, id, actor, 'dismissed');
  return requireReview(forge, pull, id);
}

/** Throws a draft away. */
export function discardReview(
  forge: ForgeContext,
  pull: PullRow,
  id: number,
  actor: Actor,
): ReviewRow {
  const review = requireOwnDraft(forge, pull, id, actor);
  deleteReview(forge.db, id);
  return review;
}

export async function commentOnPull(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  body: string,
  actor: Actor,
): Promise<CommentRow> {
  const id = insertComment(forge.db, {
    pullId: pull.id,
    author: actor.login,
    body,
  });
  const comment = listComments(forge.db, pull.id).find(row => row.id === id);
  if (!comment) {
    throw new Refusal(404, 'Not Found');
  }
  await forge.webhooks.emit(repository, 'issue_comment', 'created', () =>
    commentPayload(forge, repository, pull, comment, actor, 'created'),
  );
  return comment;
}

export function requireReview(
  forge: ForgeContext,
  pull: PullRow,
  id: number,
): ReviewRow {
  const review = findReview(forge.db, pull.id, id);
  if (!review) {
    throw new Refusal(404, 'Not Found');
  }
  return review;
}

function requireOwnDraft(
  forge: ForgeContext,
  pull: PullRow,
  id: number,
  actor: Actor,
): ReviewRow {
  const review = requireReview(forge, pull, id);
  if (review.state !== 'PENDING' || review.author !== actor.login) {
    throw new Refusal(422, 'Unprocessable Entity', [
      'Only a pending review of your own can be changed',
    ]);
  }
  return review;
}

function requireReviewable(
  pull: PullRow,
  event: ReviewEvent | undefined,
  body: string,
  actor: Actor,
): void {
  const own = pull.author === actor.login;
  if (own && (event === 'APPROVE' || event === 'REQUEST_CHANGES')) {
    throw new Refusal(422, 'Unprocessable Entity', [
      event === 'APPROVE'
        ? 'Can not approve your own pull request'
        : 'Can not request changes on your own pull request',
    ]);
  }
  if (!body.trim() && (event === 'REQUEST_CHANGES' || event === 'COMMENT')) {
    throw new Refusal(422, 'Unprocessable Entity', ['Body is required']);
  }
}

async function announceReview(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  id: number,
  actor: Actor,
  action: string,
): Promise<void> {
  removePeople(forge.db, pull.id, 'reviewer', [actor.login]);
  const review = requireReview(forge, pull, id);
  await forge.webhooks.emit(repository, 'pull_request_review', action, () =>
    reviewPayload(forge, repository, pull, review, actor, action),
  );
}
