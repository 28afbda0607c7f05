import { Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { secureHeaders } from 'hono/secure-headers';

import type { ForgeContext } from '../context';
import { diffText, patchText } from '../git/diff';
import { readObject } from '../git/objects';
import { readBranch } from '../git/refs';
import { pullRange } from '../operations/inspectPull';
import { requirePull } from '../operations/pulls';
import { notFound, Refusal } from '../refusal';
import { createSessions } from '../sessions';
import { assetRoutes } from './assets';
import { commitListPage, commitPage } from './commitPages';
import { repositoryOf, type PageContext, type PageEnv } from './env';
import { blobPage, findPlace, requireEntry, treePage } from './filePages';
import { layout } from './layout';
import { pullFormRoutes } from './pullForms';
import { pullListPage } from './pullList';
import { pullPage } from './pullPage';
import { repositoryListPage } from './repositoryList';
import { sessionCookie, signInRoutes } from './signIn';

/** Pages to read repositories and pull requests, and to review and merge them. */
export function pageRoutes(forge: ForgeContext): Hono<PageEnv> {
  const pages = new Hono<PageEnv>();
  const sessions = createSessions();
  pages.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      // Same-origin forms have to say where they come from.
      referrerPolicy: 'same-origin',
      xFrameOptions: 'DENY',
      // Plain HTTP on this machine; nothing to insist on.
      strictTransportSecurity: false,
    }),
  );
  pages.route('/', assetRoutes());
  pages.use(async (c, next) => {
    c.set('session', sessions.find(getCookie(c, sessionCookie(forge))));
    c.header('Cache-Control', 'private, no-cache');
    await next();
  });
  pages.route('/', signInRoutes(forge, sessions));
  pages.get('/', c => c.html(repositoryListPage(forge, c)));
  pages.route('/', pullFormRoutes(forge));
  pages.route('/', pullRoutes(forge));
  pages.route('/', fileRoutes(forge));
  pages.get('/:owner', c => {
    const { owner } = c.req.param();
    const user = forge.users.byLogin(owner);
    const known = forge.repositories
      .list()
      .find(repository => repository.owner === owner);
    if (!user && !known) {
      throw notFound();
    }
    return c.html(repositoryListPage(forge, c, owner));
  });
  pages.all('*', c => errorPage(c, 404, 'There is nothing here.'));
  pages.onError((error, c) => {
    if (error instanceof Refusal) {
      return errorPage(c, error.status, error.message);
    }
    forge.logger.warn(`${c.req.method} ${c.req.path} failed: ${error.stack}`);
    return errorPage(c, 500, 'The forge failed to make this page.');
  });
  return pages;
}

function pullRoutes(forge: ForgeContext): Hono<PageEnv> {
  const routes = new Hono<PageEnv>();

  routes.get('/:owner/:repo/pulls', c =>
    c.html(pullListPage(forge, c, repositoryOf(forge, c))),
  );

  routes.get('/:owner/:repo/pull/:number{\\d+}', async c => {
    const repository = repositoryOf(forge, c);
    const number = Number(c.req.param('number'));
    const pull = requirePull(forge, repository, number);
    return c.html(await pullPage(forge, c, repository, pull));
  });

  routes.get('/:owner/:repo/pull/:file{\\d+\\.(diff|patch)}', async c => {
    const repository = repositoryOf(forge, c);
    const [number, kind] = c.req.param('file').split('.');
    const pull = requirePull(forge, repository, Number(number));
    const { start, head } = await pullRange(forge, repository, pull);
    return c.text(
      kind === 'diff' || !start
        ? await diffText(repository.git, start, head)
        : await patchText(repository.git, start, head),
    );
  });

  return routes;
}

function fileRoutes(forge: ForgeContext): Hono<PageEnv> {
  const routes = new Hono<PageEnv>();

  routes.get('/:owner/:repo', async c => {
    const repository = repositoryOf(forge, c);
    const ref = repository.defaultBranch;
    const commit = await readBranch(repository.git, ref);
    if (!commit) {
      const content = html`<p class="empty">This repository is empty.</p>`;
      const title = repository.fullName;
      return c.html(layout(c, { title, repository, tab: 'code', content }));
    }
    const place = { ref, commit, path: '' };
    return c.html(await treePage(forge, c, repository, place));
  });

  routes.get('/:owner/:repo/tree/:rest{.+}', async c => {
    const repository = repositoryOf(forge, c);
    const place = await findPlace(repository, c.req.param('rest'));
    return c.html(await treePage(forge, c, repository, place));
  });

  routes.get('/:owner/:repo/blob/:rest{.+}', async c => {
    const repository = repositoryOf(forge, c);
    const place = await findPlace(repository, c.req.param('rest'));
    return c.html(await blobPage(c, repository, place));
  });

  routes.get('/:owner/:repo/raw/:rest{.+}', async c => {
    const repository = repositoryOf(forge, c);
    const place = await findPlace(repository, c.req.param('rest'));
    const entry = await requireEntry(repository, place, 'blob');
    const blob = await readObject(repository.git, entry.sha);
    // Never anything a browser would run.
    return c.body(new Uint8Array(blob?.content ?? []), 200, {
      'Content-Type': 'text/plain; charset=utf-8',
    });
  });

  routes.get('/:owner/:repo/commit/:sha{.+}', async c =>
    c.html(await commitPage(c, repositoryOf(forge, c), c.req.param('sha'))),
  );

  for (const path of [
    '/:owner/:repo/commits',
    '/:owner/:repo/commits/:ref{.+}',
  ]) {
    routes.get(path, async c => {
      const repository = repositoryOf(forge, c);
      const ref = c.req.param('ref') ?? repository.defaultBranch;
      return c.html(await commitListPage(c, repository, ref));
    });
  }

  return routes;
}

function errorPage(
  c: PageContext,
  status: Refusal['status'] | 500,
  text: string,
) {
  const content = html`<div class="stack narrow">
    <h1>${status === 404 ? 'Not found' : 'That did not work'}</h1>
    <p class="alert" role="alert">${text}</p>
    <p><a href="/">All repositories</a></p>
  </div>`;
  return c.html(layout(c, { title: String(status), content }), status);
}
