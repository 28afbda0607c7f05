const running = new Map<string, Promise<unknown>>();

/** Runs what has the same key one after the other within this process, in the order of the calls. */
export function inTurn<T>(key: string, run: () => Promise<T>): Promise<T> {
  const before = running.get(key) ?? Promise.resolve();
  const now = before.then(run, run);
  const settled = now
    .catch(() => {})
    .then(() => {
      if (running.get(key) === settled) running.delete(key);
    });
  running.set(key, settled);
  return now;
}
