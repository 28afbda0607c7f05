import type { KubernetesObject } from '@tenantry/controls';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { ClusterUnreachableError, pathOf, RefusedError } from '../client';
import type { Answer, ClusterClient } from '../client';
import { resourceOf } from '../resources';
import type { KindOfObject } from '@tenantry/controls';

export interface FollowOptions {
  readonly client: ClusterClient;
  readonly kind: KindOfObject;
  readonly labelSelector?: string;
  readonly signal: AbortSignal;
  /** All objects there are. */
  readonly onList: (objects: readonly KubernetesObject[]) => void;
  readonly onChange: (object: KubernetesObject, deleted: boolean) => void;
  /** The cluster confirmed what is known. */
  readonly onConfirmed: () => void;
  /** What is known may be out of date, and why. `notServed`: the cluster doesn't have this kind. */
  readonly onLost: (reason: string, notServed: boolean) => void;
}

/** Objects in one answer. */
const pageSize = 500;

/** Bookmarks come about once a minute; longer silence means that nobody is at the other end. */
const longestSilenceMs = 150_000;

const longestPauseMs = 30_000;

const ObjectShape = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    resourceVersion: z.string().optional(),
  }),
});

const List = z.object({
  metadata: z.object({
    resourceVersion: z.string(),
    continue: z.string().optional(),
  }),
  items: z.array(ObjectShape),
});

const Event = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']),
  object: z.unknown(),
});

/** What is known is too old to go on from. */
class ExpiredError extends Error {
  override readonly name = 'ExpiredError';
}

/**
 * Lists the objects of one kind and follows what becomes of them until `signal` fires. What goes wrong is said, and tried
 * again after a pause that grows to 30 seconds.
 */
export async function followKind(options: FollowOptions): Promise<void> {
  const { signal, onLost } = options;
  let version: string | undefined;
  let failures = 0;
  while (!signal.aborted) {
    try {
      version ??= await list(options);
      options.onConfirmed();
      failures = 0;
      version = await watch(version, options);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ExpiredError) {
        version = undefined;
        continue;
      }
      onLost(
        reasonOf(error),
        error instanceof RefusedError && error.answer.status === 404,
      );
      failures += 1;
      const pause = Math.min(1000 * 2 ** (failures - 1), longestPauseMs);
      await sleep(pause, undefined, { signal }).catch(() => {});
    }
  }
}

/** @returns the version to watch from. */
async function list({
  client,
  kind,
  labelSelector,
  onList,
}: FollowOptions): Promise<string> {
  const resource = resourceOf(kind);
  const objects: KubernetesObject[] = [];
  let next: string | undefined;
  for (;;) {
    const answer = await client.send(
      { verb: 'list', resource },
      {
        query: {
          limit: String(pageSize),
          ...(labelSelector ? { labelSelector } : {}),
          ...(next ? { continue: next } : {}),
        },
      },
    );
    if (answer.status === 410) throw new ExpiredError();
    if (answer.status !== 200) throw new RefusedError(answer);
    const { items, metadata } = List.parse(answer.body);
    objects.push(...items.map(item => whole(item, kind)));
    next = metadata.continue;
    if (!next) {
      onList(objects);
      return metadata.resourceVersion;
    }
  }
}

/** @returns the version to go on from when the server ends the watch, as it does every few minutes. */
async function watch(
  from: string,
  { client, kind, labelSelector, signal, ...handlers }: FollowOptions,
): Promise<string> {
  let version = from;
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), longestSilenceMs);
  const lines = client.lines(
    pathOf({ verb: 'list', resource: resourceOf(kind) }),
    {
      query: {
        watch: 'true',
        allowWatchBookmarks: 'true',
        resourceVersion: version,
        ...(labelSelector ? { labelSelector } : {}),
      },
      signal: AbortSignal.any([signal, silence.signal]),
    },
  );
  try {
    for await (const line of lines) {
      timer.refresh();
      const event = Event.parse(JSON.parse(line));
      if (event.type === 'ERROR') throw errorOf(event.object);
      const object = ObjectShape.parse(event.object);
      version = object.metadata.resourceVersion ?? version;
      if (event.type !== 'BOOKMARK')
        handlers.onChange(whole(object, kind), event.type === 'DELETED');
      handlers.onConfirmed();
    }
  } catch (error) {
    if (error instanceof RefusedError && error.answer.status === 410)
      throw new ExpiredError();
    if (silence.signal.aborted)
      throw new Error(
        `the connection was silent for ${longestSilenceMs / 1000} s`,
      );
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return version;
}

/** Items of lists name neither their kind nor its version. */
function whole(
  object: z.infer<typeof ObjectShape>,
  { apiVersion, kind }: KindOfObject,
): KubernetesObject {
  return { ...object, apiVersion, kind } as KubernetesObject;
}

function errorOf(object: unknown): Error {
  const { code, message } = z
    .object({ code: z.number(), message: z.string().default('') })
    .parse(object);
  return code === 410 ? new ExpiredError(message) : new Error(message);
}

function reasonOf(error: unknown): string {
  if (error instanceof RefusedError) return refusalOf(error.answer);
  if (error instanceof ClusterUnreachableError) return error.message;
  return error instanceof Error ? error.message : String(error);
}

/** The API server's own words, with what they mean for who set this up. */
function refusalOf({ status, message }: Answer): string {
  switch (status) {
    case 401:
      return 'the cluster does not accept the credentials';
    case 403:
      return `the credentials don't allow it (${message})`;
    case 404:
      return 'the cluster does not have this kind of object';
    default:
      return `the API server answered ${status}: ${message}`;
  }
}
