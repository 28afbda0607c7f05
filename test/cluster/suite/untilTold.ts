import { setTimeout as sleep } from 'node:timers/promises';

/** How soon the page must tell; a minute is promised. */
const withinMs = 10_000;

/** @throws Error when it isn't so in time. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`not ${what} in time`);
    await sleep(5);
  }
}
