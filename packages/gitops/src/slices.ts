import { setImmediate } from 'node:timers/promises';

/** Long work that shares its thread, cut up. */
export interface Slices {
  /** Whether others had to wait long enough; asked in each round of a loop. */
  isOver(): boolean;
  /** Lets them run, and begins the next slice. */
  rest(): Promise<void>;
}

/** @param ms how long a slice may take. */
export function slices(ms = 15): Slices {
  let started = performance.now();
  return {
    isOver: () => performance.now() - started >= ms,
    async rest() {
      await setImmediate();
      started = performance.now();
    },
  };
}
