/** A value that is read again once it is too old. */
export interface Cached<T> {
  get(): Promise<T>;
  /** The next `get` reads again. */
  forget(): void;
}

/** Callers that come while a read runs share it; a failed read is not kept. */
export function cached<T>(read: () => Promise<T>, forMs: number): Cached<T> {
  let current:
    | { readonly value: Promise<T>; readonly until: number }
    | undefined;
  return {
    get() {
      if (current && Date.now() < current.until) return current.value;
      const value = read();
      const entry = { value, until: Date.now() + forMs };
      current = entry;
      value.catch(() => {
        if (current === entry) current = undefined;
      });
      return value;
    },
    forget() {
      current = undefined;
    },
  };
}
