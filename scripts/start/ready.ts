import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when every address answers with success; false when stopped before. */
export async function waitUntilReady(
  urls: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  const answers = await Promise.all(urls.map(url => answersWell(url, signal)));
  return answers.every(Boolean);
}

async function answersWell(url: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    try {
      const response = await fetch(url, {
        signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
      });
      await response.body?.cancel();
      if (response.ok) return true;
    } catch {
      // Not listening yet.
    }
    await sleep(1_000);
  }
  return false;
}
