import type { Context } from 'hono';

import type { ForgeContext } from '../context';
import { notFound, Refusal } from '../refusal';
import type { Repository } from '../repositories';
import { isFormTokenOf, type Session } from '../sessions';

export interface PageEnv {
  Variables: { session: Session | undefined };
}
export type PageContext = Context<PageEnv>;

export function repositoryOf(forge: ForgeContext, c: PageContext): Repository {
  const repository = forge.repositories.find(
    c.req.param('owner') ?? '',
    c.req.param('repo') ?? '',
  );
  if (!repository) {
    throw notFound('There is no such repository here.');
  }
  return repository;
}

/**
 * Lets a form through only when one of our own pages sent it: the browser says where it comes
 * from, and the form knows a secret of the session.
 */
export async function requireForm(
  c: PageContext,
): Promise<{ session: Session; form: Record<string, string> }> {
  requireSameOrigin(c);
  const session = c.get('session');
  if (!session) {
    throw new Refusal(401, 'Sign in first; your session may have ended.');
  }
  const form = await readForm(c);
  if (!isFormTokenOf(session, form.token)) {
    throw new Refusal(403, 'This form is out of date. Reload the page.');
  }
  return { session, form };
}

export function requireSameOrigin(c: PageContext): void {
  const origin = c.req.header('Origin') ?? '';
  const host = c.req.header('Host');
  if (!URL.canParse(origin) || new URL(origin).host !== host) {
    throw new Refusal(
      403,
      'Forms are taken from the pages of this forge only.',
    );
  }
}

export async function readForm(
  c: PageContext,
): Promise<Record<string, string>> {
  const form = await c.req.parseBody();
  return Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}
