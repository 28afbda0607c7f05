import { identityOf, kindKey, labels, managedBy } from '@tenantry/controls';
import type {
  KindOfObject,
  KubernetesObject,
  LiveCluster,
  ObservedKind,
  PartialObject,
  Source,
} from '@tenantry/controls';
import type { ClusterClient } from '../client';
import { changesBetween, matters } from './changes';
import { followKind } from './followKind';

export interface ObserveOptions {
  readonly client: ClusterClient;
  /** Called after something became known, or unknown; not for an object whose status alone changed. */
  readonly onChange?: (change: ObservedChange) => void;
  /** Nothing is believed that the cluster didn't confirm for as long. Default: three minutes, longer than any silence that a watch bears. */
  readonly longestUnconfirmedMs?: number;
}

/** What became known, or unknown. */
export interface ObservedChange {
  readonly kind: KindOfObject;
  /** The object that came, changed or went, as it is or last was; absent where the whole source became readable or not. */
  readonly object?: KubernetesObject;
  /** The object as it was; absent where it is new. */
  readonly before?: KubernetesObject;
}

/** One cluster, looked at all the time. */
export interface ClusterObserver extends LiveCluster {
  /** Looks at exactly these kinds from now on. */
  follow(kinds: readonly ObservedKind[]): void;
  stop(): Promise<void>;
}

/** What Tenantry rendered: the cost follows the platform, not what tenants run. */
export const ours = `${labels.managedBy}=${managedBy}`;

/** What is known of a kind that nobody asked for. */
export const notLookedAt: Source = {
  state: 'unreadable',
  reason: 'nobody looks at this kind',
};

/** An object as it was last told of, in JSON: a tenth of the memory, and read seldom. Another one after each change. */
interface Known {
  readonly text: string;
}

interface Followed {
  source: Source;
  /** Ends what was believed, where nothing confirms it any more. */
  doubting?: NodeJS.Timeout;
  /** By identity. */
  objects: Map<string, Known>;
  /** All of them, once somebody asked, until something changes. */
  all?: readonly KubernetesObject[];
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
  longestUnconfirmedMs = 180_000,
}: ObserveOptions): ClusterObserver {
  const followed = new Map<string, Followed>();

  function unconfirmed(lastRead: string): Source {
    return {
      state: 'unreadable',
      reason: `the cluster has not confirmed it for ${
        longestUnconfirmedMs / 1000
      } s`,
      lastRead,
    };
  }

  function start(kind: ObservedKind): Followed {
    const state: Followed = {
      source: { state: 'unreadable', reason: 'not read yet' },
      objects: new Map(),
      stopping: new AbortController(),
      done: Promise.resolve(),
    };
    const { everybodys, kept = object => object } = kind;
    const entryOf = (object: KubernetesObject, before?: Known): Known => {
      const text = JSON.stringify(kept(object));
      // The same as before, where what is kept is.
      return before?.text === text ? before : { text };
    };
    /** Not what is known until it is whole. */
    let listed = new Map<string, Known>();
    state.done = followKind({
      client,
      kind,
      labelSelector: everybodys ? undefined : ours,
      signal: state.stopping.signal,
      onPage(objects, { first, last }) {
        if (first) listed = new Map();
        for (const object of objects) {
          const key = identityOf(object);
          listed.set(key, entryOf(object, state.objects.get(key)));
        }
        if (!last) return;
        const before = state.objects;
        state.objects = listed;
        listed = new Map();
        delete state.all;
        // Until now nothing of the source counted: that it can be read says all.
        if (state.source.state !== 'read') return;
        for (const change of changesBetween(before, state.objects))
          onChange({ kind, ...change });
      },
      onChange(object, deleted) {
        const key = identityOf(object);
        const before = state.objects.get(key);
        const known = entryOf(object, before);
        if (deleted) state.objects.delete(key);
        else state.objects.set(key, known);
        delete state.all;
        if (deleted || before === undefined || matters(before.text, known.text))
          onChange({ kind, object, ...(before && { before: read(before) }) });
      },
      onConfirmed() {
        const became = state.source.state !== 'read';
        state.source = { state: 'read', at: new Date().toISOString() };
        state.doubting ??= setTimeout(() => {
          state.doubting = undefined;
          // Not for whoever asks alone: that it can be read again is news.
          if (state.source.state === 'read')
            state.source = unconfirmed(state.source.at);
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
        if (notServed) {
          state.objects.clear();
          delete state.all;
        }
        clearTimeout(state.doubting);
        state.doubting = undefined;
        onChange({ kind });
      },
    }).finally(() => clearTimeout(state.doubting));
    return state;
  }

  function lookUp(object: PartialObject): Known | undefined {
    return followed.get(kindKey(object))?.objects.get(identityOf(object));
  }

  return {
    source(kind) {
      const known = followed.get(kindKey(kind))?.source;
      if (!known) return notLookedAt;
      if (known.state === 'unreadable') return known;
      return Date.now() - Date.parse(known.at) > longestUnconfirmedMs
        ? unconfirmed(known.at)
        : known;
    },
    find(object) {
      const found = lookUp(object);
      return found && read(found);
    },
    revision: lookUp,
    all(kind) {
      const state = followed.get(kindKey(kind));
      if (!state) return [];
      state.all ??= Array.from(state.objects.values(), read);
      return state.all;
    },
    follow(kinds) {
      const wanted = new Map(kinds.map(kind => [kindKey(kind), kind]));
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

function read({ text }: Known): KubernetesObject {
  return JSON.parse(text);
}
