import { html } from 'hono/html';

import type { Mergeability, PullStatistics } from '../operations/inspectPull';
import type { Repository } from '../repositories';
import type { PullRow } from '../state/pulls';
import type { StatusRow } from '../state/statuses';
import type { PageContext } from './env';
import { count, icon, lineCounts, time, type Html } from './html';
import { signInPath } from './layout';

export interface MergeBox {
  readonly repository: Repository;
  readonly pull: PullRow;
  readonly merge: Mergeability;
  readonly statistics: PullStatistics;
  readonly statuses: readonly StatusRow[];
  readonly branchExists: boolean;
}

/** What would happen on merging, or why it cannot, or that it has. */
export function mergeBox(c: PageContext, box: MergeBox): Html {
  const style = styleOf(box);
  return html`<section class="card mergebox ${style}" aria-label="Merging">
    ${statusList(box.statuses)}
    <div class="pad stack">${outcome(c, box)}</div>
  </section>`;
}

function styleOf({ pull, merge }: MergeBox): string {
  if (pull.mergedAt) {
    return 'done';
  }
  if (pull.state === 'closed') {
    return 'off';
  }
  return merge.mergeable && !pull.draft ? 'clean' : 'blocked';
}

const WORDS: Readonly<Record<StatusRow['state'], string>> = {
  success: 'passed',
  failure: 'failed',
  error: 'broke off',
  pending: 'is running',
};

function statusList(statuses: readonly StatusRow[]): Html | string {
  if (statuses.length === 0) {
    return '';
  }
  return html`<ul class="rows" aria-label="Checks">
    ${statuses.map(
      status => html`<li>
        <span class="${status.state}">${icon(status.state)}</span>
        <span class="grow"
          ><strong>${status.context}</strong> ${WORDS[status.state]}
          <span class="quiet">${status.description}</span></span
        >
        ${status.targetUrl
          ? html`<a
              class="end"
              href="${status.targetUrl}"
              rel="nofollow noopener noreferrer"
              >Details<span class="hidden"> of ${status.context}</span></a
            >`
          : ''}
      </li>`,
    )}
  </ul>`;
}

function outcome(c: PageContext, box: MergeBox): Html {
  const { pull, repository } = box;
  if (pull.mergedAt) {
    return html`<p>
        <strong class="merged">${icon('merged')} Merged</strong> by
        ${pull.mergedBy} into <span class="ref">${pull.baseRef}</span> as
        <a href="/${repository.fullName}/commit/${pull.mergeCommitSha}"
          ><code>${pull.mergeCommitSha?.slice(0, 7)}</code></a
        >
        ${time(pull.mergedAt)}.
      </p>
      ${deleteBranch(c, box)}`;
  }
  if (pull.state === 'closed') {
    const reopen = box.branchExists
      ? pullForm(c, box, 'reopen', html`<button>Reopen pull request</button>`)
      : html`<p class="quiet">
          Its branch <span class="ref">${pull.headRef}</span> is gone, so it
          cannot be reopened.
        </p>`;
    return html`<p>
        <strong class="closed">${icon('closed')} Closed</strong> without being
        merged.
      </p>
      ${reopen} ${deleteBranch(c, box)}`;
  }
  return html`${verdict(box)} ${mergeForms(c, box)}`;
}

/** Whether an open pull request can be merged, in one sentence, and what that would do. */
function verdict({ pull, merge, statistics }: MergeBox): Html {
  if (!merge.mergeable) {
    return html`<div id="merge-reason" class="stack">
      <p>
        <strong class="conflict">${icon('conflict')} Conflict:</strong>
        <span class="ref">${pull.baseRef}</span> has changed in the same places
        since this was opened. Merging would have to guess.
      </p>
      ${merge.conflicts.length > 0 &&
      html`<ul>
        ${merge.conflicts.map(path => html`<li><code>${path}</code></li>`)}
      </ul>`}
    </div>`;
  }
  if (pull.draft) {
    return html`<p id="merge-reason">
      <strong>${icon('draft')} Draft:</strong> its author is still working on
      it.
    </p>`;
  }
  return html`<p id="merge-reason">
    <strong class="open">${icon('success')} No conflicts.</strong>
    Merging adds one merge commit to
    <span class="ref">${pull.baseRef}</span>, with
    ${count(statistics.commits, 'commit')} that
    ${statistics.commits === 1 ? 'changes' : 'change'}
    ${count(statistics.changed_files, 'file')}
    ${lineCounts(statistics.additions, statistics.deletions)}.
  </p>`;
}

function mergeForms(c: PageContext, box: MergeBox): Html {
  const { pull, merge } = box;
  if (!c.get('session')) {
    const here = new URL(c.req.url).pathname;
    return html`<p>
      <a class="button" href="${signInPath(here)}"
        >Sign in to review and merge</a
      >
    </p>`;
  }
  const blocked = !merge.mergeable || pull.draft;
  return html`<div class="row">
    ${pullForm(
      c,
      box,
      'merge',
      html`<input type="hidden" name="sha" value="${pull.headSha}" /><button
          class="go"
          aria-describedby="merge-reason"
          ${blocked ? html`disabled` : ''}
        >
          Merge pull request
        </button>`,
    )}
    ${pull.draft
      ? pullForm(c, box, 'ready', html`<button>Ready for review</button>`)
      : ''}
    ${pullForm(c, box, 'close', html`<button>Close pull request</button>`)}
  </div>`;
}

function deleteBranch(c: PageContext, box: MergeBox): Html | string {
  const { branchExists, pull, repository } = box;
  return branchExists && pull.headRef !== repository.defaultBranch
    ? pullForm(c, box, 'delete-branch', html`<button>Delete branch</button>`)
    : '';
}

/** A form of the pull request; nothing for somebody who has not signed in. */
export function pullForm(
  c: PageContext,
  { repository, pull }: Pick<MergeBox, 'repository' | 'pull'>,
  action: string,
  content: Html,
): Html | string {
  const session = c.get('session');
  return session
    ? html`<form
        method="post"
        action="/${repository.fullName}/pull/${pull.number}/${action}"
      >
        <input type="hidden" name="token" value="${session.formToken}" />
        ${content}
      </form>`
    : '';
}
