import {
  kindKey,
  type KindOfObject,
  type LiveCluster,
} from '@tenantry/controls';

/** What there is to say about a source that became readable, or ceased to be. */
export interface SourceNews {
  /** Why what was read of it before no longer counts; absent where nothing was, or it can be read. */
  readonly doubt?: string;
}

/** Tells news of sources from what is only said again: one that can't be read says so at each attempt. */
export function sourceStates(): {
  news(
    cluster: string,
    kind: KindOfObject,
    observed: LiveCluster,
  ): SourceNews | undefined;
} {
  const known = new Map<string, string>();
  return {
    news(cluster, kind, observed) {
      const source = observed.source(kind);
      const key = `${cluster} ${kindKey(kind)}`;
      const state =
        source.state === 'unreadable' && source.notServed
          ? 'not served'
          : source.state;
      if (known.get(key) === state) return undefined;
      known.set(key, state);
      return source.state === 'unreadable' &&
        !source.notServed &&
        source.lastRead !== undefined
        ? {
            doubt: `${kind.kind} objects of ${cluster} can't be read: ${source.reason}`,
          }
        : {};
    },
  };
}
