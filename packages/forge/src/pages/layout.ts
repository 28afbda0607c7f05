import { html } from 'hono/html';

import { encodePath } from '../links';
import type { Repository } from '../repositories';
import type { PageContext } from './env';
import { avatar, icon, type Html } from './html';

export interface Layout {
  readonly title: string;
  readonly repository?: Repository;
  readonly tab?: 'code' | 'commits' | 'pulls';
  readonly content: Html;
}

/** The frame of every page. */
export function layout(c: PageContext, page: Layout): Html {
  const { repository } = page;
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title} · Tenantry Forge</title>
        <link rel="stylesheet" href="/-/style.css" />
        <link rel="icon" href="/-/icon.svg" type="image/svg+xml" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        <header class="top">
          <div class="wrap">
            <a class="brand" href="/">${icon('forge')} Forge</a>
            ${repository &&
            html`<span class="crumbs">
              <span class="quiet" aria-hidden="true">/</span>
              <a href="/${repository.owner}">${repository.owner}</a>
              <span class="quiet" aria-hidden="true">/</span>
              <a href="/${repository.fullName}"
                ><strong>${repository.name}</strong></a
              >
            </span>`}
            ${whoami(c)}
          </div>
          ${repository && tabs(repository, page.tab)}
        </header>
        <main id="content" class="wrap">${page.content}</main>
        <footer class="foot">
          <p class="wrap quiet small">
            A forge for development: real git, GitHub's API, this machine only.
          </p>
        </footer>
      </body>
    </html>`;
}

function whoami(c: PageContext): Html {
  const session = c.get('session');
  const here = new URL(c.req.url).pathname;
  return session
    ? html`<form class="who" method="post" action="/logout">
        <input type="hidden" name="token" value="${session.formToken}" />
        <span>${avatar(session.user.login)} ${session.user.login}</span>
        <button class="link" type="submit">Sign out</button>
      </form>`
    : html`<span class="who"
        >${here !== '/login' &&
        html`<a href="${signInPath(here)}">Sign in</a>`}</span
      >`;
}

/** The sign-in page, from which one comes back to where one was. */
export function signInPath(next: string): string {
  return next === '/' || next === '/login'
    ? '/login'
    : `/login?next=${encodeURIComponent(next)}`;
}

function tabs(repository: Repository, current: Layout['tab']): Html {
  const entries = [
    ['code', 'Files', ''],
    ['commits', 'Commits', '/commits'],
    ['pulls', 'Pull requests', '/pulls'],
  ] as const;
  return html`<nav class="wrap" aria-label="Repository">
    <ul class="tabs">
      ${entries.map(
        ([id, name, path]) => html`<li>
          <a
            href="/${encodePath(repository.fullName)}${path}"
            ${id === current ? html`aria-current="page"` : ''}
            >${name}</a
          >
        </li>`,
      )}
    </ul>
  </nav>`;
}
