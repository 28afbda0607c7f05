import type { MiddlewareHandler } from 'hono';
import { randomUUID } from 'node:crypto';

import type { ForgeContext } from '../context';
import { Refusal } from '../refusal';
import type { Actor } from '../users';
import type { ApiEnv } from './env';

/**
 * Finds out whose token a request carries. Reading needs none, but a wrong one is refused even
 * then, so that a mistyped token does not pass for a missing right.
 */
export function authenticate(forge: ForgeContext): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    c.header('X-GitHub-Request-Id', randomUUID().toUpperCase());
    c.header('X-GitHub-Media-Type', 'github.v3; format=json');
    const header = c.req.header('Authorization');
    const user = header === undefined ? undefined : userOf(forge, header);
    if (header !== undefined && !user) {
      throw new Refusal(401, 'Bad credentials');
    }
    if (!user && !['GET', 'HEAD'].includes(c.req.method)) {
      throw new Refusal(401, 'Requires authentication');
    }
    if (user) {
      c.header('X-OAuth-Scopes', 'repo');
    }
    c.set('user', user);
    await next();
  };
}

/** `token x`, `Bearer x`, or Basic with the token as user or as password, as git sends it. */
export function userOf(forge: ForgeContext, header: string): Actor | undefined {
  const [scheme, value = ''] = header.trim().split(/\s+/, 2);
  if (/^(token|bearer)$/i.test(scheme)) {
    return forge.users.authenticate(value);
  }
  if (/^basic$/i.test(scheme)) {
    const decoded = Buffer.from(value, 'base64').toString();
    const colon = decoded.indexOf(':');
    const parts = [decoded.slice(colon + 1), decoded.slice(0, colon)];
    return parts
      .filter(Boolean)
      .map(part => forge.users.authenticate(part))
      .find(user => user !== undefined);
  }
  return undefined;
}
