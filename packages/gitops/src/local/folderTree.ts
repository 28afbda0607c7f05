import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoots } from '../layout';
import {
  byCodeUnit,
  treeFromFiles,
  type IgnoredEntry,
  type Tree,
} from '../tree';

/** Nothing that Tenantry writes or a person maintains by hand comes near this. */
const largestFile = 1024 * 1024;

/** What a folder holds right now, whether git knows it or not. Links are not followed. */
export function folderTree(directory: string): Tree {
  const files = new Map<string, string>();
  const ignored: IgnoredEntry[] = [];
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const visit = (path: string): void => {
    const place = join(directory, path);
    const entry = lstatSync(place, { throwIfNoEntry: false });
    if (!entry) return;
    if (entry.isDirectory()) {
      for (const name of readdirSync(place).sort(byCodeUnit))
        visit(`${path}/${name}`);
    } else if (!entry.isFile()) {
      ignored.push({ path, reason: 'it is a symbolic link, or no file' });
    } else if (entry.size > largestFile) {
      ignored.push({ path, reason: 'it is larger than 1 MiB' });
    } else {
      try {
        files.set(path, decoder.decode(readFileSync(place)));
      } catch {
        ignored.push({ path, reason: 'it is not UTF-8 text' });
      }
    }
  };
  for (const root of repositoryRoots) visit(root);
  return treeFromFiles(files, {
    commit: '0'.repeat(40),
    time: '1970-01-01T00:00:00Z',
    ignored,
  });
}
