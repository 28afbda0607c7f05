import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines, type RunningProcess } from './processes';

export interface UntilOptions {
  /** When one of these ends, waiting is pointless. */
  readonly processes?: readonly RunningProcess[];
  readonly timeoutMs?: number;
  readonly everyMs?: number;
}

/**
 * Waits for a fact that can be observed; a check that throws counts as "not yet".
 *
 * @throws Error after `timeoutMs` (a minute), or as soon as a process ended, with the end of the logs.
 */
export async function until(
  what: string,
  isSo: () => Promise<boolean>,
  { processes = [], timeoutMs = 60_000, everyMs = 25 }: UntilOptions = {},
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      if (await isSo()) return;
      last = undefined;
    } catch (error) {
      last = error;
    }
    const failures = processes.flatMap(each => each.failure() ?? []);
    if (failures.length > 0) throw new Error(failures.join('\n\n'));
    if (Date.now() > deadline) {
      const logs = processes.map(
        ({ name, log }) => `${name}:\n${lastLines(log)}`,
      );
      throw new Error(
        [`Not so after ${timeoutMs / 1000} s: ${what}.`, ...logs].join('\n\n'),
        { cause: last },
      );
    }
    await sleep(everyMs);
  }
}
