import { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { html } from 'hono/html';

import type { ForgeContext } from '../context';
import type { Sessions } from '../sessions';
import {
  readForm,
  requireForm,
  requireSameOrigin,
  type PageContext,
  type PageEnv,
} from './env';
import { type Html } from './html';
import { layout } from './layout';

/** Browsers share cookies between the ports of a host, so that the name tells forges apart. */
export function sessionCookie(forge: ForgeContext): string {
  return `forge_session_${new URL(forge.url).port}`;
}

/** Signing in: a token in a form becomes a session in a cookie. */
export function signInRoutes(
  forge: ForgeContext,
  sessions: Sessions,
): Hono<PageEnv> {
  const routes = new Hono<PageEnv>();
  const cookie = sessionCookie(forge);
  const options = { path: '/', httpOnly: true, sameSite: 'Strict' } as const;

  routes.get('/login', c => c.html(signInPage(forge, c)));

  routes.post('/login', async c => {
    requireSameOrigin(c);
    const form = await readForm(c);
    const user = forge.users.authenticate((form.token ?? '').trim());
    if (!user) {
      const page = signInPage(forge, c, 'That token belongs to nobody here.');
      return c.html(page, 401);
    }
    // A new session each time: an id from before signing in is worth nothing after.
    sessions.end(getCookie(c, cookie));
    setCookie(c, cookie, sessions.start(user), options);
    return c.redirect(localPath(form.next), 303);
  });

  routes.post('/logout', async c => {
    await requireForm(c);
    sessions.end(getCookie(c, cookie));
    deleteCookie(c, cookie, options);
    return c.redirect('/', 303);
  });

  return routes;
}

/** Only a path of this forge; anything else would send people elsewhere. */
export function localPath(next: string | undefined): string {
  return next && /^\/(?![/\\])[\x21-\x7e]*$/.test(next) ? next : '/';
}

function signInPage(
  forge: ForgeContext,
  c: PageContext,
  problem?: string,
): Html {
  const next = localPath(c.req.query('next'));
  const path =
    next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`;
  return layout(c, {
    title: 'Sign in',
    content: html`<form
      class="card pad stack narrow"
      method="post"
      action="${path}"
    >
      <input type="hidden" name="next" value="${next}" />
      <h1>Sign in</h1>
      <p>
        Reading needs no account. To review and merge, sign in with your token.
      </p>
      ${problem ? html`<p class="alert" role="alert">${problem}</p>` : ''}
      <div>
        <label for="token">Token</label>
        <input
          id="token"
          name="token"
          type="password"
          required
          autocomplete="current-password"
          ${forge.signInHint ? html`aria-describedby="token-hint"` : ''}
        />
        ${forge.signInHint
          ? html`<p id="token-hint" class="quiet small">${forge.signInHint}</p>`
          : ''}
      </div>
      <button class="primary" type="submit">Sign in</button>
    </form>`,
  });
}
