import type {
  KindOfObject,
  KubernetesObject,
  ObservedKind,
} from '@tenantry/controls';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { pathOf, RefusedError } from '../client';
import type { Answer, ClusterClient } from '../client';
import { resourceOf } from '../resources';
import { oneLine } from './oneLine';

export interface FollowOptions {
  readonly client: ClusterClient;
  readonly kind: ObservedKind;
  readonly labelSelector?: string;
  readonly signal: AbortSignal;
  /** Some of all the objects there are; they are all told after the last page, and void where a first one comes before it. */
  readonly onPage: (
    objects: readonly KubernetesObject[],
    place: { readonly first: boolean; readonly last: boolean },
  ) => void;
  readonly onChange: (object: KubernetesObject, deleted: boolean) => void;
  /** The cluster confirmed what is known. */
  readonly onConfirmed: () => void;
  /** What is known may be out of date, and why, in one line. `notServed`: the cluster doesn't have this kind. */
  readonly onLost: (reason: string, notServed: boolean) => void;
}

export type ListOptions = Pick<
  FollowOptions,
  'client' | 'kind' | 'labelSelector' | 'onPage'
> &
  Partial<Pick<FollowOptions, 'signal' | 'onConfirmed'>>;

/** Objects in one answer. */
const pageSize = 500;

/** Bookmarks come about once a minute; longer silence means that nobody is at the other end. */
const longestSilenceMs = 150_000;

const longestPauseMs = 30_000;

/** A watch that lasted as long was worth opening. */
const goodWatchMs = 5_000;

/** So many in a row are no coincidence. */
const tooManyExpired = 3;

const ObjectShape = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    resourceVersion: z.string(),
  }),
});

/** A bookmark says how far the cluster is, and of no object. */
const Bookmark = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
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
  override readonly message =
    'what is known is too old for the API server to go on from, again and again';
}

/**
 * Lists the objects of one kind and follows what becomes of them until `signal` fires. What goes wrong is said, and tried
 * again after a pause that grows to 30 seconds; so is a watch that ends as soon as it was opened.
 */
export async function followKind(options: FollowOptions): Promise<void> {
  const { signal, onLost } = options;
  // Of the last thing told, so that nothing is told again after what came of it.
  let version: string | undefined;
  const onVersion = (seen: string) => {
    version = seen;
  };
  let failures = 0;
  let expired = 0;
  while (!signal.aborted) {
    const started = Date.now();
    let isExpired = false;
    try {
      version ??= await list(options);
      await watch(version, options, onVersion);
    } catch (error) {
      if (signal.aborted) return;
      isExpired = error instanceof ExpiredError;
      // An answer that isn't the wanted one leaves nothing to go on from; a broken connection does.
      if (isExpired || error instanceof RefusedError) version = undefined;
      if (!isExpired || expired >= tooManyExpired)
        onLost(
          oneLine(reasonOf(error)),
          error instanceof RefusedError && error.answer.status === 404,
        );
    }
    const lasted = Date.now() - started >= goodWatchMs;
    if (isExpired) expired += 1;
    else if (lasted) expired = 0;
    // Who answers so is there again, however often it wasn't before.
    if (isExpired) failures = expired;
    else failures = lasted ? 1 : failures + 1;
    await pause(failures, signal);
  }
}

/** Not all kinds at once. */
async function pause(failures: number, signal: AbortSignal): Promise<void> {
  const longest = Math.min(1000 * 2 ** (failures - 1), longestPauseMs);
  const ms = longest * (0.5 + Math.random() / 2);
  await sleep(ms, undefined, { signal }).catch(() => {});
}

/**
 * Lists all objects of one kind, in pages.
 *
 * @returns the version to watch from.
 * @throws RefusedError, ClusterUnreachableError, or ExpiredError where a page came too late.
 */
export async function list({
  client,
  kind,
  labelSelector,
  signal,
  onPage,
  onConfirmed,
}: ListOptions): Promise<string> {
  const resource = resourceOf(kind);
  let next: string | undefined;
  for (;;) {
    const answer = await client.send(
      { verb: 'list', resource },
      {
        signal,
        ...acceptOf(kind, 'PartialObjectMetadataList'),
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
    const first = next === undefined;
    next = metadata.continue;
    onPage(
      items.map(item => whole(item, kind)),
      { first, last: !next },
    );
    if (!next) {
      onConfirmed?.();
      return metadata.resourceVersion;
    }
  }
}

/** Follows until the server ends the watch, as it does every few minutes. `onVersion`: how far it came. */
async function watch(
  from: string,
  { client, kind, labelSelector, signal, ...handlers }: FollowOptions,
  onVersion: (version: string) => void,
): Promise<void> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), longestSilenceMs);
  const lines = client.lines(
    pathOf({ verb: 'list', resource: resourceOf(kind) }),
    {
      ...acceptOf(kind, 'PartialObjectMetadata'),
      query: {
        watch: 'true',
        allowWatchBookmarks: 'true',
        resourceVersion: from,
        ...(labelSelector ? { labelSelector } : {}),
      },
      signal: AbortSignal.any([signal, silence.signal]),
      onOpen: handlers.onConfirmed,
    },
  );
  try {
    for await (const line of lines) {
      timer.refresh();
      const event = Event.parse(JSON.parse(line));
      if (event.type === 'ERROR') throw errorOf(event.object);
      if (event.type === 'BOOKMARK') {
        onVersion(Bookmark.parse(event.object).metadata.resourceVersion);
      } else {
        const object = ObjectShape.parse(event.object);
        handlers.onChange(whole(object, kind), event.type === 'DELETED');
        onVersion(object.metadata.resourceVersion);
      }
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
}

/** Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches */
function acceptOf({ metadataOnly }: ObservedKind, as: string) {
  return metadataOnly
    ? { accept: `application/json;as=${as};g=meta.k8s.io;v=v1` }
    : {};
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
  return code === 410 ? new ExpiredError() : new Error(message);
}

/** Why a kind can't be read, in words that follow “because”. */
export function reasonOf(error: unknown): string {
  if (error instanceof RefusedError) return refusalOf(error.answer);
  if (error instanceof z.ZodError)
    return 'the cluster answered with something that is no object';
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
