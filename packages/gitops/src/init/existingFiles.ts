import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from '../tree';

/** Which of these paths there is something at already, in a folder that need not be there. */
export async function existingFiles(
  directory: string,
  files: Files,
): Promise<string[]> {
  const there = await Promise.all(
    [...files.keys()].map(async path =>
      (await isThere(join(directory, path))) ? [path] : [],
    ),
  );
  return there.flat();
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch {
    return false;
  }
}
