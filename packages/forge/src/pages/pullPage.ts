import { html } from 'hono/html';

import type { ForgeContext } from '../context';
import { readBranch } from '../git/refs';
import { inspectPull } from '../operations/inspectPull';
import type { Repository } from '../repositories';
import { labelsOfPull } from '../state/labels';
import { listPeople, type PullRow } from '../state/pulls';
import { latestDecisions, listReviews } from '../state/reviews';
import { latestStatuses, listStatuses } from '../state/statuses';
import { diffFiles } from './diff';
import type { PageContext } from './env';
import { fileTree } from './fileTree';
import { avatar, count, icon, lineCounts, time, type Html } from './html';
import { layout } from './layout';
import { mergeBox, pullForm } from './mergeBox';
import { stateBadge } from './pullState';
import { said, timeline } from './timeline';

/** One pull request: what it is for, whether it can be merged, what was said, what it changes. */
export async function pullPage(
  forge: ForgeContext,
  c: PageContext,
  repository: Repository,
  pull: PullRow,
  problem?: string,
): Promise<Html> {
  const [{ merge, files, statistics }, branch] = await Promise.all([
    inspectPull(forge, repository, pull),
    readBranch(repository.git, pull.headRef),
  ]);
  const statuses = latestStatuses(
    listStatuses(forge.db, repository.id, pull.headSha),
  );
  const branchExists = branch !== undefined;
  const box = { repository, pull, merge, statistics, statuses, branchExists };
  return layout(c, {
    title: `${pull.title} · Pull request #${pull.number} · ${repository.fullName}`,
    repository,
    tab: 'pulls',
    content: html`
      <div class="stack">
        <h1>${pull.title} <span class="quiet">#${pull.number}</span></h1>
        <p class="row">
          ${stateBadge(pull, merge)}
          <span
            ><strong>${pull.author}</strong> proposes
            ${count(statistics.commits, 'commit')}:
            <span class="ref">${pull.headRef}</span> →
            <span class="ref">${pull.baseRef}</span></span
          >
        </p>
        ${problem ? html`<p class="alert" role="alert">${problem}</p>` : ''}
        <div class="pull">
          <div class="stack">
            ${said(
              'body',
              pull.author,
              html`opened this ${time(pull.createdAt)}`,
              pull.body,
            )}
            ${timeline(forge, repository, pull)} ${mergeBox(c, box)}
            ${reviewForm(c, repository, pull)}
          </div>
          ${aside(forge, pull)}
        </div>
        <h2 class="section">
          Changes: ${count(files.length, 'file')}
          ${lineCounts(statistics.additions, statistics.deletions)}
        </h2>
        <div class="files">
          ${fileTree(files)}
          <div class="stack">${diffFiles(files, repository, pull.headSha)}</div>
        </div>
      </div>
    `,
  });
}

function reviewForm(
  c: PageContext,
  repository: Repository,
  pull: PullRow,
): Html | string {
  const own = c.get('session')?.user.login === pull.author;
  const decisions =
    own || pull.state === 'closed'
      ? ''
      : html`<button name="event" value="REQUEST_CHANGES">
            Request changes
          </button>
          <button class="primary" name="event" value="APPROVE">
            Approve
          </button>`;
  return pullForm(
    c,
    { repository, pull },
    'review',
    html`<section class="card pad stack" aria-label="Review">
      <input type="hidden" name="sha" value="${pull.headSha}" />
      <div>
        <label for="review-body">Your review</label>
        <textarea
          id="review-body"
          name="body"
          maxlength="65000"
          aria-describedby="review-help"
        ></textarea>
        <p id="review-help" class="quiet small">
          Markdown works.
          ${own
            ? 'You opened this, so somebody else has to approve it.'
            : 'An approval needs no words, a request for changes does.'}
        </p>
      </div>
      <div class="row">
        <button name="event" value="COMMENT">Comment</button>
        ${decisions}
      </div>
    </section>`,
  );
}

function aside(forge: ForgeContext, pull: PullRow): Html {
  const labels = labelsOfPull(forge.db, pull.id);
  const decisions = latestDecisions(listReviews(forge.db, pull.id));
  const asked = [
    ...listPeople(forge.db, pull.id, 'reviewer'),
    ...listPeople(forge.db, pull.id, 'team'),
  ].filter(login => !decisions.has(login));
  const assignees = listPeople(forge.db, pull.id, 'assignee');
  return html`<aside class="aside small" aria-label="About this pull request">
    <section>
      <h2>Reviewers</h2>
      <ul>
        ${[...decisions.values()].map(({ author, state, commitId }) => {
          const approved = state === 'APPROVED';
          return html`<li>
            ${avatar(author)} ${author}
            <span class="${approved ? 'success' : 'failure'}">
              ${icon(approved ? 'success' : 'failure')}
              ${approved ? 'approved' : 'requested changes'}
            </span>
            ${commitId === pull.headSha
              ? ''
              : html`<span class="quiet">an earlier version</span>`}
          </li>`;
        })}
        ${asked.map(
          login => html`<li>
            ${avatar(login)} ${login}
            <span class="quiet">${icon('pending')} asked</span>
          </li>`,
        )}
      </ul>
      ${decisions.size + asked.length === 0
        ? html`<p class="quiet">Nobody yet</p>`
        : ''}
    </section>
    <section>
      <h2>Labels</h2>
      ${labels.length > 0
        ? html`<div class="row">
            ${labels.map(
              ({ name }) => html`<span class="label">${name}</span>`,
            )}
          </div>`
        : html`<p class="quiet">None</p>`}
    </section>
    ${assignees.length > 0
      ? html`<section>
          <h2>Assignees</h2>
          <ul>
            ${assignees.map(login => html`<li>${avatar(login)} ${login}</li>`)}
          </ul>
        </section>`
      : ''}
  </aside>`;
}
