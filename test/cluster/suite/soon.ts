import { setTimeout as sleep } from 'node:timers/promises';

const longestMs = 30_000;

/** Waits until it is so. @throws Error when it isn't within 30 seconds. */
export async function soon(
  what: string,
  isSo: () => Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + longestMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within 30 s`);
    await sleep(50);
  }
}
