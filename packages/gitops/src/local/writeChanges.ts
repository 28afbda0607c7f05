import { lstat, mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GitOpsError } from '../errors';
import type { FileChange } from '../changes';

/** A place where a link would lead a file somewhere else. */
export class LinkInTheWayError extends GitOpsError {
  override readonly name = 'LinkInTheWayError';
  constructor(path: string) {
    super(
      `${path} is a symbolic link, and would lead what is written somewhere else.`,
      'Remove the link, and run it again.',
    );
  }
}

/**
 * Writes and deletes files below a folder, each as a whole, and removes folders that become empty. Nothing is written
 * when a link is in the way of any of them.
 *
 * @throws LinkInTheWayError
 */
export async function writeChanges(
  directory: string,
  changes: readonly FileChange[],
): Promise<void> {
  const safe = new Set<string>();
  for (const { path } of changes) await assertNoLink(directory, path, safe);
  for (const change of changes) {
    const target = join(directory, change.path);
    if (change.change === 'removed') {
      await rm(target, { force: true });
      await removeEmpty(directory, dirname(change.path));
    } else {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(`${target}.tenantry`, change.content);
      await rename(`${target}.tenantry`, target);
    }
  }
}

async function assertNoLink(
  directory: string,
  path: string,
  safe: Set<string>,
): Promise<void> {
  const parts = path.split('/');
  for (const index of parts.keys()) {
    const part = parts.slice(0, index + 1).join('/');
    if (safe.has(part)) continue;
    const entry = await lstat(join(directory, part)).catch(() => undefined);
    if (entry?.isSymbolicLink()) throw new LinkInTheWayError(part);
    safe.add(part);
  }
}

async function removeEmpty(directory: string, folder: string): Promise<void> {
  if (folder === '.') return;
  try {
    await rmdir(join(directory, folder));
  } catch {
    // It holds something else.
    return;
  }
  await removeEmpty(directory, dirname(folder));
}
