import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atEnd } from './atEnd';
import { discard } from './keeper';

export interface PrivateDirectory {
  readonly directory: string;
  remove(): void;
}

/** A directory that only we can read; it goes with this process, unless TENANTRY_RIG_KEEP=1. */
export async function privateDirectory(): Promise<PrivateDirectory> {
  const directory = await mkdtemp(join(tmpdir(), 'tenantry-rig-'));
  if (process.env.TENANTRY_RIG_KEEP === '1') {
    return { directory, remove: () => {} };
  }
  discard(directory);
  // What was killed a moment ago may still be writing.
  const removeNow = () =>
    rmSync(directory, { recursive: true, force: true, maxRetries: 10 });
  const forget = atEnd(removeNow);
  return {
    directory,
    remove() {
      forget();
      removeNow();
    },
  };
}
