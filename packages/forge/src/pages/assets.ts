import { Hono } from 'hono';
import { html } from 'hono/html';

import { accountId } from '../api/shapes/user';
import { STYLE } from './style';

const CACHED = { 'Cache-Control': 'max-age=300' } as const;

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#1f5fbf"/><path d="M4 12V6.5L8 4l4 2.5V12M4 12h8M8 12V8.5" fill="none" stroke="#fff" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

/** Style sheet and pictures, below `/-/`, where no owner can be. */
export function assetRoutes(): Hono {
  const routes = new Hono();

  routes.get('/-/style.css', c =>
    c.body(STYLE, 200, {
      ...CACHED,
      'Content-Type': 'text/css; charset=utf-8',
    }),
  );

  for (const path of ['/-/icon.svg', '/favicon.ico']) {
    routes.get(path, c =>
      c.body(ICON, 200, { ...CACHED, 'Content-Type': 'image/svg+xml' }),
    );
  }

  routes.get('/-/avatars/:file{[A-Za-z0-9-]+\\.svg}', async c => {
    const login = c.req.param('file').replace(/\.svg$/, '');
    return c.body(String(await avatarPicture(login)), 200, {
      ...CACHED,
      'Content-Type': 'image/svg+xml',
    });
  });

  return routes;
}

/** The first letter on a colour of one's own. */
function avatarPicture(login: string) {
  const hue = accountId(login) % 360;
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">
    <rect width="20" height="20" fill="hsl(${hue} 45% 42%)" />
    <text
      x="10"
      y="14.5"
      text-anchor="middle"
      font-family="sans-serif"
      font-size="12"
      font-weight="600"
      fill="#fff"
    >
      ${login[0].toUpperCase()}
    </text>
  </svg>`;
}
