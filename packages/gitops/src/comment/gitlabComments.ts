import { setTimeout as sleep } from 'node:timers/promises';
import {
  BadCredentialsError,
  ForgeRefusedError,
  ForgeUnreachableError,
  RateLimitedError,
  RepositoryMissingError,
} from '../errors';
import type { OwnComment, PullRequestComments } from './keepComment';

export interface MergeRequestPlace {
  /** Such as `https://gitlab.com/api/v4`. */
  readonly apiUrl: string;
  /** Id or path of the project. */
  readonly project: string;
  /** The number of the merge request in its project. */
  readonly iid: number;
  readonly token: string;
  /** The project's page, for links. */
  readonly htmlUrl?: string;
}

interface Note {
  readonly id: number;
  readonly body: string;
  readonly system: boolean;
  readonly author: { readonly id: number };
}

interface Attempt {
  /** In words that follow “refused to”. */
  readonly to: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly body?: object;
}

const answerWithinMs = 30_000;
const pageSize = 100;
/** What was perhaps done already is not repeated: it would be there twice. */
const tries = { GET: 3, PUT: 3, POST: 1 } as const;
const pauseMs = 500;

/** The comments on a merge request. Source: https://docs.gitlab.com/api/notes/#merge-requests */
export function gitlabComments(place: MergeRequestPlace): PullRequestComments {
  const { iid } = place;
  const name = `!${iid}`;
  const notes = `/projects/${encodeURIComponent(
    place.project,
  )}/merge_requests/${iid}/notes`;

  return {
    name,
    async own() {
      const attempt = { to: 'say whose the token is', method: 'GET' } as const;
      const me: { readonly id: number } = await ask(place, '/user', attempt);
      const own: OwnComment[] = [];
      for (let page = 1; ; page += 1) {
        const found: readonly Note[] = await ask(
          place,
          `${notes}?sort=asc&order_by=created_at&per_page=${pageSize}&page=${page}`,
          { to: `list the comments on merge request ${name}`, method: 'GET' },
        );
        own.push(
          ...found
            .filter(({ system, author }) => !system && author.id === me.id)
            .map(note => commentIn(note, place)),
        );
        if (found.length < pageSize) return own;
      }
    },
    async create(body) {
      const attempt = {
        to: `comment on merge request ${name}`,
        method: 'POST',
        body: { body },
      } as const;
      return commentIn(await ask(place, notes, attempt), place);
    },
    async update(id, body) {
      const attempt = {
        to: `update the comment on merge request ${name}`,
        method: 'PUT',
        body: { body },
      } as const;
      return commentIn(await ask(place, `${notes}/${id}`, attempt), place);
    },
  };
}

function commentIn(
  { id, body }: Note,
  { htmlUrl, iid }: MergeRequestPlace,
): OwnComment {
  return {
    id,
    body,
    ...(htmlUrl
      ? { url: `${htmlUrl}/-/merge_requests/${iid}#note_${id}` }
      : {}),
  };
}

/** One call of the API; its errors hold no token, for neither addresses nor answers do. */
async function ask<T>(
  place: MergeRequestPlace,
  path: string,
  attempt: Attempt,
): Promise<T> {
  const { host } = new URL(place.apiUrl);
  for (let count = 1; ; count += 1) {
    const answer = await send(place, path, attempt);
    const isLast = count === tries[attempt.method];
    if (answer instanceof Error || answer.status >= 500) {
      if (isLast)
        throw new ForgeUnreachableError(
          host,
          answer instanceof Error
            ? reasonOf(answer)
            : `it answered ${answer.status}`,
        );
      await sleep(pauseMs * count);
      continue;
    }
    if (!answer.ok) throw refusal(place, attempt, answer);
    try {
      return JSON.parse(await answer.text());
    } catch {
      throw new ForgeUnreachableError(
        host,
        `its answer to “${attempt.to}” is cut off, or not one of GitLab's API`,
      );
    }
  }
}

async function send(
  { apiUrl, token }: MergeRequestPlace,
  path: string,
  { method, body }: Attempt,
): Promise<Response | Error> {
  try {
    return await fetch(`${apiUrl.replace(/\/+$/, '')}${path}`, {
      method,
      headers: {
        'PRIVATE-TOKEN': token,
        ...(body ? { 'Content-Type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      // A header of one's own would go along to wherever it leads.
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
    });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function refusal(
  { project, iid }: MergeRequestPlace,
  { to, method }: Attempt,
  { status }: Response,
): Error {
  const name = `the project ${project}`;
  switch (status) {
    case 401:
    case 403:
      return new BadCredentialsError(name, `${to}: ${status}`);
    case 404:
      return method === 'GET'
        ? new RepositoryMissingError(name, `has no merge request !${iid}`)
        : new BadCredentialsError(name, `${to}: it may read, but not write`);
    case 429:
      return new RateLimitedError(name, undefined);
    default:
      return new ForgeRefusedError(name, to, `it answered ${status}`);
  }
}

function reasonOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
