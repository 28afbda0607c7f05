/** Runs one task at a time, in the order asked for. */
export type Lock = <T>(task: () => Promise<T>) => Promise<T>;

export function createLock(): Lock {
  let last: Promise<unknown> = Promise.resolve();
  return task => {
    const result = last.then(task);
    // A failed task belongs to its caller; the next one runs all the same.
    last = result.catch(() => {});
    return result;
  };
}
