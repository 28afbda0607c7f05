import { setTimeout as sleep } from 'node:timers/promises';
import type { Check } from './proving';

/** Part of a long check: resolves to what was shown. Its function's name says what it is about. */
export type Step<T> = (ground: T) => Promise<string>;

/** Plays a step, and tells how long it took. */
export async function told<T>(step: Step<T>, ground: T): Promise<Check> {
  const started = performance.now();
  console.log(`… ${step.name}`);
  try {
    const name = await step(ground);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    return { name: `${name} (${seconds} s)` };
  } catch (error) {
    return { name: step.name, problem: String(error) };
  }
}

/** Waits until nothing is left to complain of. */
export async function waitUntil(
  timeoutMs: number,
  complaints: () => Promise<readonly string[]>,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const left = await complaints();
    if (left.length === 0) return;
    if (Date.now() > deadline)
      throw new Error(
        `after ${timeoutMs / 1000} s still: ${left.slice(0, 10).join('\n')}`,
      );
    await sleep(250);
  }
}
