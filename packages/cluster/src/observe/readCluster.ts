import { identityOf, kindKey } from '@tenantry/controls';
import type {
  KubernetesObject,
  LiveCluster,
  ObservedKind,
  Source,
} from '@tenantry/controls';
import type { ClusterClient } from '../client';
import { RefusedError } from '../client';
import { list, reasonOf } from './followKind';
import { notLookedAt, ours } from './observeCluster';
import { oneLine } from './oneLine';

export interface ReadOptions {
  /** How many of the kinds were read, for a person who waits. */
  readonly onProgress?: (done: number, all: number) => void;
}

interface Read {
  readonly source: Source;
  readonly objects: ReadonlyMap<string, KubernetesObject>;
  readonly all: readonly KubernetesObject[];
}

/**
 * Looks at a cluster once: one list a kind, in pages, and no watch. Never fails: what can't be read says so in its
 * `source`, and in nothing else.
 */
export async function readCluster(
  client: ClusterClient,
  kinds: readonly ObservedKind[],
  { onProgress }: ReadOptions = {},
): Promise<LiveCluster> {
  let done = 0;
  const read = new Map(
    await Promise.all(
      kinds.map(async kind => {
        const found = await readKind(client, kind);
        done += 1;
        onProgress?.(done, kinds.length);
        return [kindKey(kind), found] as const;
      }),
    ),
  );
  const find: LiveCluster['find'] = object =>
    read.get(kindKey(object))?.objects.get(identityOf(object));
  return {
    source: kind => read.get(kindKey(kind))?.source ?? notLookedAt,
    find,
    revision: find,
    all: kind => read.get(kindKey(kind))?.all ?? [],
  };
}

const nothing = { objects: new Map(), all: [] };

async function readKind(
  client: ClusterClient,
  kind: ObservedKind,
): Promise<Read> {
  const { everybodys, kept = object => object } = kind;
  const objects = new Map<string, KubernetesObject>();
  try {
    await list({
      client,
      kind,
      labelSelector: everybodys ? undefined : ours,
      onPage(page) {
        for (const object of page)
          objects.set(identityOf(object), kept(object));
      },
    });
  } catch (error) {
    const notServed =
      error instanceof RefusedError && error.answer.status === 404;
    return {
      ...nothing,
      source: {
        state: 'unreadable',
        reason: oneLine(reasonOf(error)),
        ...(notServed ? { notServed } : {}),
      },
    };
  }
  return {
    source: { state: 'read', at: new Date().toISOString() },
    objects,
    all: [...objects.values()],
  };
}
