import type { Context } from 'hono';
import type { z } from 'zod';

import type { ForgeContext } from '../context';
import { resolveCommit } from '../git/refs';
import { requirePull } from '../operations/pulls';
import { notFound, parseInput, Refusal } from '../refusal';
import type { Repository } from '../repositories';
import type { PullRow } from '../state/pulls';
import type { Actor } from '../users';

/** What the API's middleware finds out about every request. */
export interface ApiEnv {
  Variables: {
    /** Whose token the request carries. */
    user: Actor | undefined;
    /** Set for every path below `/repos/:owner/:repo`. */
    repository: Repository;
  };
}
export type ApiContext = Context<ApiEnv>;

/** Whoever asks; a route that calls this needs a token. */
export function requireActor(c: ApiContext): Actor {
  const user = c.get('user');
  if (!user) {
    throw new Refusal(401, 'Requires authentication');
  }
  return user;
}

/** Reads and validates a JSON body; none at all reads as an empty object. */
export async function readBody<T extends z.ZodType>(
  c: ApiContext,
  schema: T,
  resource: string,
): Promise<z.output<T>> {
  const text = await c.req.text();
  let input: unknown = {};
  if (text.trim()) {
    try {
      input = JSON.parse(text);
    } catch {
      throw new Refusal(400, 'Problems parsing JSON');
    }
  }
  return parseInput(schema, input, resource);
}

/** A path parameter; the routes name it, so that it is always there. */
export function param(c: ApiContext, name: string): string {
  const value = c.req.param(name);
  if (value === undefined) {
    throw notFound();
  }
  return value;
}

export function numberParam(c: ApiContext, name: string): number {
  const text = param(c, name);
  if (!/^\d{1,15}$/.test(text)) {
    throw notFound();
  }
  return Number(text);
}

export function pullOf(forge: ForgeContext, c: ApiContext): PullRow {
  return requirePull(forge, c.get('repository'), numberParam(c, 'number'));
}

/** The commit that `name` stands for, or GitHub's answer when there is none. */
export async function requireCommit(
  repository: Repository,
  name: string,
): Promise<string> {
  const sha = await resolveCommit(repository.git, name);
  if (!sha) {
    throw new Refusal(422, `No commit found for SHA: ${name.slice(0, 255)}`);
  }
  return sha;
}

export function wants(
  c: ApiContext,
  kind: 'raw' | 'diff' | 'patch' | 'sha' | 'object',
) {
  const accept = c.req.header('Accept') ?? '';
  return accept
    .split(',')
    .some(type =>
      new RegExp(
        `^\\s*application/vnd\\.github\\.(v3\\.)?${kind}(\\+json)?\\s*(;|$)`,
      ).test(type),
    );
}
