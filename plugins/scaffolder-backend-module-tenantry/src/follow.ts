import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  ForgeRefusedError,
  ForgeUnreachableError,
  RateLimitedError,
  type PullProgress,
} from '@tenantry/gitops';
import { setTimeout as sleep } from 'node:timers/promises';
import { progressInWords } from './progressInWords';
import { untilAborted } from './untilAborted';

/** How long to wait between two looks: a little at first, for much happens soon or late. */
export interface Pauses {
  readonly firstMs: number;
  readonly longestMs: number;
}

export const usualPauses: Pauses = { firstMs: 5_000, longestMs: 30_000 };
const growth = 1.5;

export interface FollowOptions {
  readonly look: () => Promise<PullProgress>;
  /**
   * Whether that is what was awaited.
   *
   * @param settled - the look before saw the same
   */
  readonly isDone: (progress: PullProgress, settled: boolean) => boolean;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  readonly pauses: Pauses;
  readonly logger: Pick<LoggerService, 'info' | 'warn'>;
  readonly signal?: AbortSignal;
}

export interface Followed {
  /** The last look that succeeded; absent when none did. */
  readonly progress?: PullProgress;
  /** Whether it is what was awaited; otherwise the time was over. */
  readonly done: boolean;
  /** Why the last look failed, if it did. */
  readonly failure?: string;
}

/**
 * Looks again and again, and tells the log of each change once. A forge that can't be reached is looked at again until
 * the time is over; a signal ends everything at once, by its reason.
 */
export async function follow(options: FollowOptions): Promise<Followed> {
  const { isDone, deadline, pauses, logger, signal } = options;
  let progress: PullProgress | undefined;
  let told = '';
  for (let pauseMs = pauses.firstMs; ; pauseMs *= growth) {
    signal?.throwIfAborted();
    const seen = await lookOnce(options);
    const words = seen.progress ? progressInWords(seen.progress) : seen.failure;
    if (words !== told) logger[seen.progress ? 'info' : 'warn'](words);
    progress = seen.progress ?? progress;
    if (seen.progress && isDone(seen.progress, words === told)) {
      return { progress: seen.progress, done: true };
    }
    told = words;
    const leftMs = deadline - Date.now();
    if (leftMs <= 0) return { progress, done: false, failure: seen.failure };
    const waitMs = Math.min(pauseMs, pauses.longestMs, leftMs);
    await sleep(waitMs, undefined, { signal });
  }
}

type Look =
  | { readonly progress: PullProgress; readonly failure?: undefined }
  | { readonly progress?: undefined; readonly failure: string };

async function lookOnce({ look, signal }: FollowOptions): Promise<Look> {
  try {
    return { progress: await untilAborted(look(), signal) };
  } catch (error) {
    signal?.throwIfAborted();
    if (!mayPass(error)) throw error;
    return { failure: `It can't be seen how far it is: ${error.message}` };
  }
}

/** What another look may not meet any more. */
function mayPass(error: unknown): error is Error {
  return (
    error instanceof ForgeUnreachableError ||
    error instanceof RateLimitedError ||
    error instanceof ForgeRefusedError
  );
}
