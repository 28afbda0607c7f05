import type { Pace } from './pace';

/** Tenants that changed and wait to be judged, each once. */
export interface WaitingTenants {
  add(names: Iterable<string>): void;
  /** Takes the next one; `undefined` while there is none. */
  next(): string | undefined;
  readonly size: number;
  /** How long until what waits is to be looked at, milliseconds; `undefined` while nothing waits. */
  dueIn(): number | undefined;
}

export function waitingTenants({
  quietMs,
  longestMs,
}: Pick<Pace, 'quietMs' | 'longestMs'>): WaitingTenants {
  const names = new Set<string>();
  let firstAt = 0;
  let lastAt = 0;
  /** Whether they are being judged: who joins then waits for nobody. */
  let going = false;

  return {
    add(more) {
      const now = Date.now();
      if (names.size === 0) {
        firstAt = now;
        going = false;
      }
      lastAt = now;
      for (const name of more) names.add(name);
    },
    next() {
      const [first] = names;
      if (first === undefined) return undefined;
      going = true;
      names.delete(first);
      return first;
    },
    get size() {
      return names.size;
    },
    dueIn() {
      if (names.size === 0) return undefined;
      if (going) return 0;
      const due = Math.min(lastAt + quietMs, firstAt + longestMs);
      return Math.max(0, due - Date.now());
    },
  };
}
