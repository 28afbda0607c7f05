/**
 * Runs something that must not overlap with itself. Callers that come while it runs share the next run, so that each
 * gets what was there when it called.
 */
export function sharedRuns<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | undefined;
  return () => {
    if (next) return next;
    const started = running.then(() => {
      next = undefined;
      return run();
    });
    next = started;
    running = started.catch(() => undefined);
    return started;
  };
}
