import { identityOf, labels, managedBy } from '@tenantry/controls';
import type {
  KindOfObject,
  KubernetesObject,
  LiveCluster,
  ObservedKind,
  Source,
} from '@tenantry/controls';
import type { ClusterClient } from '../client';
import { changesBetween, matters } from './changes';
import { followKind } from './followKind';

export interface ObserveOptions {
  readonly client: ClusterClient;
  /** Called after something became known, or unknown; not for an object whose status alone changed. */
  readonly onChange?: (change: ObservedChange) => void;
}

/** What became known, or unknown. */
export interface ObservedChange {
  readonly kind: KindOfObject;
  /** The object that came, changed or went, as it is or last was; absent where the whole source became readable or not. */
  readonly object?: KubernetesObject;
}

/** One cluster, looked at all the time. */
export interface ClusterObserver extends LiveCluster {
  /** Looks at exactly these kinds from now on. */
  follow(kinds: readonly ObservedKind[]): void;
  stop(): Promise<void>;
}

/** What Tenantry rendered: the cost follows the platform, not what tenants run. */
const ours = `${labels.managedBy}=${managedBy}`;

/** Nothing is believed that wasn't confirmed for as long. Longer than any silence that a watch bears. */
const longestUnconfirmedMs = 180_000;

interface Followed {
  source: Source;
  /** Ends what was believed, where nothing confirms it any more. */
  doubting?: NodeJS.Timeout;
  /** As JSON text: a tenth of the memory, and read seldom. */
  objects: Map<string, string>;
  readonly stopping: AbortController;
  /** Resolves once it has stopped. */
  done: Promise<void>;
}

/**
 * Follows kinds of objects on a cluster by one list and one watch each. Never fails: what can't be read says so in its
 * `source`, and in nothing else.
 */
export function observeCluster({
  client,
  onChange = () => {},
}: ObserveOptions): ClusterObserver {
  const followed = new Map<string, Followed>();

  function start(kind: ObservedKind): Followed {
    const state: Followed = {
      source: { state: 'unreadable', reason: 'not read yet' },
      objects: new Map(),
      stopping: new AbortController(),
      done: Promise.resolve(),
    };
    state.done = followKind({
      client,
      kind,
      labelSelector: kind.everybodys ? undefined : ours,
      signal: state.stopping.signal,
      onList(objects) {
        const before = state.objects;
        state.objects = new Map(objects.map(entryOf));
        // Until now nothing of the source counted: that it can be read says all.
        if (state.source.state !== 'read') return;
        for (const object of changesBetween(before, state.objects))
          onChange({ kind, object });
      },
      onChange(object, deleted) {
        const [key, text] = entryOf(object);
        const before = state.objects.get(key);
        if (deleted) state.objects.delete(key);
        else state.objects.set(key, text);
        if (deleted || before === undefined || matters(before, object))
          onChange({ kind, object });
      },
      onConfirmed() {
        const became = state.source.state !== 'read';
        state.source = { state: 'read', at: new Date().toISOString() };
        state.doubting ??= setTimeout(() => {
          state.doubting = undefined;
          onChange({ kind });
        }, longestUnconfirmedMs + 1).unref();
        state.doubting.refresh();
        if (became) onChange({ kind });
      },
      onLost(reason, notServed) {
        const lastRead =
          state.source.state === 'read'
            ? state.source.at
            : state.source.lastRead;
        state.source = {
          state: 'unreadable',
          reason,
          ...(lastRead === undefined ? {} : { lastRead }),
          ...(notServed ? { notServed } : {}),
        };
        // What is no longer served is no longer there.
        if (notServed) state.objects.clear();
        clearTimeout(state.doubting);
        state.doubting = undefined;
        onChange({ kind });
      },
    }).finally(() => clearTimeout(state.doubting));
    return state;
  }

  return {
    source(kind) {
      const known = followed.get(keyOf(kind))?.source;
      if (!known)
        return { state: 'unreadable', reason: 'nobody looks at this kind' };
      if (known.state === 'unreadable') return known;
      return Date.now() - Date.parse(known.at) > longestUnconfirmedMs
        ? {
            state: 'unreadable',
            reason: 'the cluster has not confirmed it for three minutes',
            lastRead: known.at,
          }
        : known;
    },
    find(object) {
      const text = followed.get(keyOf(object))?.objects.get(identityOf(object));
      return text === undefined ? undefined : JSON.parse(text);
    },
    all: kind =>
      Array.from(followed.get(keyOf(kind))?.objects.values() ?? [], text =>
        JSON.parse(text),
      ),
    follow(kinds) {
      const wanted = new Map(kinds.map(kind => [keyOf(kind), kind]));
      for (const [key, state] of followed) {
        if (wanted.has(key)) continue;
        followed.delete(key);
        state.stopping.abort();
      }
      for (const [key, kind] of wanted)
        if (!followed.has(key)) followed.set(key, start(kind));
    },
    async stop() {
      const states = [...followed.values()];
      followed.clear();
      for (const { stopping } of states) stopping.abort();
      await Promise.all(states.map(({ done }) => done));
      client.close();
    },
  };
}

function keyOf({ apiVersion, kind }: KindOfObject): string {
  return `${apiVersion} ${kind}`;
}

function entryOf(object: KubernetesObject): [string, string] {
  return [identityOf(object), JSON.stringify(object)];
}
