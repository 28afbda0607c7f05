import type { Context } from 'hono';

import type { ForgeContext } from '../context';
import { Refusal } from '../refusal';

const DOCUMENTATION = 'https://docs.github.com/rest';

/** Answers whatever went wrong in GitHub's words and shape. */
export function apiError(forge: ForgeContext, error: unknown, c: Context) {
  if (error instanceof Refusal) {
    return c.json(
      {
        message: error.message,
        ...(error.errors.length > 0 ? { errors: error.errors } : {}),
        documentation_url: DOCUMENTATION,
        status: String(error.status),
      },
      error.status,
    );
  }
  forge.logger.warn(
    `${c.req.method} ${c.req.path} failed: ${
      error instanceof Error ? error.stack ?? error.message : error
    }`,
  );
  return c.json(
    {
      message: 'Server Error',
      documentation_url: DOCUMENTATION,
      status: '500',
    },
    500,
  );
}
