import { html } from 'hono/html';

import type { ForgeContext } from '../context';
import { listPulls } from '../state/pulls';
import type { PageContext } from './env';
import { count, icon, time, type Html } from './html';
import { layout } from './layout';

/** All repositories, or those of one owner. */
export function repositoryListPage(
  forge: ForgeContext,
  c: PageContext,
  owner?: string,
): Html {
  const repositories = forge.repositories
    .list()
    .filter(repository => owner === undefined || repository.owner === owner);
  return layout(c, {
    title: owner ?? 'Repositories',
    content: html`<div class="stack">
      <h1>${owner ?? 'Repositories'}</h1>
      <div class="card">
        ${repositories.length > 0
          ? html`<ul class="rows">
              ${repositories.map(repository => {
                const open = listPulls(forge.db, repository.id).length;
                const path = `/${repository.fullName}`;
                return html`<li>
                  ${icon('forge')}
                  <span class="grow">
                    <a href="${path}"
                      ><strong>${repository.fullName}</strong></a
                    >
                    <br /><span class="quiet">${repository.description}</span>
                  </span>
                  <span class="end small">
                    <a href="${path}/pulls"
                      >${count(open, 'open pull request')}</a
                    >
                    <br /><span class="quiet"
                      >changed ${time(repository.pushedAt)}</span
                    >
                  </span>
                </li>`;
              })}
            </ul>`
          : html`<p class="empty">No repositories yet.</p>`}
      </div>
    </div>`,
  });
}
