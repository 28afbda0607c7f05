import { html } from 'hono/html';

import type { ForgeContext } from '../context';
import type { Repository } from '../repositories';
import { labelsOfPull } from '../state/labels';
import { listPulls, type PullRow } from '../state/pulls';
import type { PageContext } from './env';
import { time, type Html } from './html';
import { layout } from './layout';
import { stateBadge } from './pullState';

const FILTERS = {
  open: ['Open', (pull: PullRow) => pull.state === 'open'],
  merged: ['Merged', (pull: PullRow) => pull.mergedAt !== null],
  closed: [
    'Closed',
    (pull: PullRow) => pull.state === 'closed' && pull.mergedAt === null,
  ],
} as const;
type Filter = keyof typeof FILTERS;

function isFilter(value: string | undefined): value is Filter {
  return value !== undefined && Object.hasOwn(FILTERS, value);
}

const MAX_SHOWN = 200;

/** The pull requests of a repository, by state. */
export function pullListPage(
  forge: ForgeContext,
  c: PageContext,
  repository: Repository,
): Html {
  const asked = c.req.query('state');
  const filter: Filter = isFilter(asked) ? asked : 'open';
  const all = listPulls(forge.db, repository.id, { state: 'all' });
  const chosen = all.filter(FILTERS[filter][1]);
  const here = `/${repository.fullName}/pulls`;
  const tabs = Object.entries(FILTERS).map(
    ([id, [name, holds]]) => html`<li>
      <a
        href="${here}?state=${id}"
        ${id === filter ? html`aria-current="page"` : ''}
        >${name} ${all.filter(holds).length}</a
      >
    </li>`,
  );
  return layout(c, {
    title: `Pull requests · ${repository.fullName}`,
    repository,
    tab: 'pulls',
    content: html`<div class="stack">
      <h1>Pull requests</h1>
      <nav aria-label="State">
        <ul class="tabs">
          ${tabs}
        </ul>
      </nav>
      <div class="card">
        ${chosen.length > 0
          ? html`<ul class="rows">
              ${chosen
                .slice(0, MAX_SHOWN)
                .map(pull => pullRow(forge, repository, pull))}
            </ul>`
          : html`<p class="empty">
              No ${FILTERS[filter][0].toLowerCase()} pull requests.
            </p>`}
      </div>
      ${chosen.length > MAX_SHOWN
        ? html`<p class="quiet">The latest ${MAX_SHOWN} are shown.</p>`
        : ''}
    </div>`,
  });
}

function pullRow(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
): Html {
  return html`<li>
    ${stateBadge(pull)}
    <span class="grow">
      <a href="/${repository.fullName}/pull/${pull.number}"
        ><strong>${pull.title}</strong></a
      >
      ${labelsOfPull(forge.db, pull.id).map(
        ({ name }) => html`<span class="label">${name}</span> `,
      )}
      <br /><span class="quiet small"
        >#${pull.number} by ${pull.author}, ${time(pull.createdAt)}</span
      >
    </span>
  </li>`;
}
