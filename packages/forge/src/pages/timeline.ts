import { html } from 'hono/html';

import type { ForgeContext } from '../context';
import type { Repository } from '../repositories';
import { listComments } from '../state/comments';
import { listEvents, type EventRow } from '../state/events';
import type { PullRow } from '../state/pulls';
import { listReviews, type ReviewRow } from '../state/reviews';
import { avatar, icon, time, type Html, type IconName } from './html';
import { markdown } from './markdown';

interface Moment {
  readonly at: string;
  /** What comes first of what happened in the same second. */
  readonly rank: 0 | 1 | 2;
  readonly html: Html;
}

const ENDS: ReadonlySet<EventRow['kind']> = new Set([
  'merged',
  'closed',
  'branch-deleted',
]);

/** Everything that was said and done, in order. */
export function timeline(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
): Html {
  const moments: Moment[] = [
    ...listComments(forge.db, pull.id).map(comment => ({
      at: comment.createdAt,
      rank: 1 as const,
      html: said(
        `issuecomment-${comment.id}`,
        comment.author,
        html`commented ${time(comment.createdAt)}`,
        comment.body,
      ),
    })),
    ...listReviews(forge.db, pull.id)
      .filter(review => review.state !== 'PENDING')
      .map(review => reviewMoment(pull, review)),
    ...listEvents(forge.db, pull.id).map(event => ({
      at: event.createdAt,
      rank: ENDS.has(event.kind) ? (2 as const) : (0 as const),
      html: eventLine(repository, event),
    })),
  ];
  moments.sort(
    (one, other) => one.at.localeCompare(other.at) || one.rank - other.rank,
  );
  return html`${moments.map(moment => moment.html)}`;
}

/** Something somebody wrote. */
export function said(
  id: string,
  author: string,
  what: Html,
  body: string | null,
): Html {
  return html`<article class="card" id="${id}">
    <header>
      <span>${avatar(author)} <strong>${author}</strong></span>
      <span class="quiet">${what}</span>
    </header>
    <div class="pad">
      ${body?.trim()
        ? markdown(body)
        : html`<p class="quiet">Nothing was written.</p>`}
    </div>
  </article>`;
}

const DECISIONS: Readonly<
  Record<ReviewRow['state'], readonly [IconName, string, string]>
> = {
  APPROVED: ['success', 'success', 'approved'],
  CHANGES_REQUESTED: ['failure', 'failure', 'requested changes'],
  COMMENTED: ['comment', '', 'reviewed'],
  DISMISSED: ['draft', '', 'gave a review that was dismissed'],
  PENDING: ['pending', '', 'is writing a review'],
};

function reviewMoment(pull: PullRow, review: ReviewRow): Moment {
  const [name, color, verb] = DECISIONS[review.state];
  const at = review.submittedAt ?? pull.createdAt;
  const stale =
    review.commitId === pull.headSha
      ? ''
      : html` an earlier version,
          <code>${review.commitId.slice(0, 7)}</code>,`;
  const what = html`<span class="${color}">${icon(name)} ${verb}</span>${stale}
    ${time(at)}`;
  const id = `pullrequestreview-${review.id}`;
  return {
    at,
    rank: 1,
    html: review.body.trim()
      ? said(id, review.author, what, review.body)
      : html`<p class="event" id="${id}">
          ${avatar(review.author)} <strong>${review.author}</strong> ${what}
        </p>`,
  };
}

const EVENTS: Readonly<Record<EventRow['kind'], readonly [IconName, string]>> =
  {
    pushed: ['commit', 'moved the branch to'],
    merged: ['merged', 'merged this as'],
    closed: ['closed', 'closed this'],
    reopened: ['open', 'reopened this'],
    renamed: ['comment', 'changed the title to'],
    labeled: ['label', 'added the label'],
    unlabeled: ['label', 'removed the label'],
    'branch-deleted': ['closed', 'deleted the branch'],
  };

function eventLine(repository: Repository, event: EventRow): Html {
  const [name, verb] = EVENTS[event.kind];
  return html`<p class="event">
    ${icon(name)} <strong>${event.actor}</strong> ${verb}
    ${eventDetail(repository, event)} ${time(event.createdAt)}
  </p>`;
}

function eventDetail(
  repository: Repository,
  { kind, detail }: EventRow,
): Html | string {
  switch (kind) {
    case 'pushed':
    case 'merged':
      return html`<a href="/${repository.fullName}/commit/${detail}"
        ><code>${detail.slice(0, 7)}</code></a
      >`;
    case 'labeled':
    case 'unlabeled':
      return html`<span class="label">${detail}</span>`;
    case 'branch-deleted':
      return html`<span class="ref">${detail}</span>`;
    case 'renamed':
      return html`<q>${detail}</q>`;
    default:
      return '';
  }
}
