import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import type { FileChange } from '@tenantry/gitops';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Brings a folder to the state after the changes; paths that lead out of it are refused. */
export async function writeFiles(
  directory: string,
  changes: readonly FileChange[],
): Promise<void> {
  for (const { path, change, content } of changes) {
    const target = resolveSafeChildPath(directory, path);
    if (change === 'removed') await rm(target, { force: true });
    else await writeTo(target, content);
  }
}

/** Writes the contents of all these changes, of removed files the old ones. */
export async function writeContents(
  directory: string,
  changes: readonly FileChange[],
): Promise<void> {
  for (const { path, content } of changes)
    await writeTo(resolveSafeChildPath(directory, path), content);
}

async function writeTo(target: string, content: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, content);
}
