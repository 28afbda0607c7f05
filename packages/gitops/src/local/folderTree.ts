import { lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoots } from '../layout';
import {
  byCodeUnit,
  largestFile,
  leftOut,
  noCommit,
  textOf,
  treeFromFiles,
  type IgnoredEntry,
  type Tree,
} from '../tree';

/** What a folder holds right now, whether git knows it or not. Links are not followed. */
export function folderTree(directory: string): Tree {
  const files = new Map<string, string>();
  const ignored: IgnoredEntry[] = [];
  const visit = (path: string): void => {
    const place = join(directory, path);
    const entry = lstatSync(place, { throwIfNoEntry: false });
    if (!entry) return;
    if (entry.isDirectory()) {
      for (const name of readdirSync(place).sort(byCodeUnit))
        visit(`${path}/${name}`);
      return;
    }
    const reason = reasonToIgnore(entry);
    const text = reason ? undefined : textOf(readFileSync(place));
    if (text === undefined)
      ignored.push({ path, reason: reason ?? leftOut.binary });
    else files.set(path, text);
  };
  for (const root of repositoryRoots) visit(root);
  return treeFromFiles(files, { ...noCommit, ignored });
}

function reasonToIgnore(entry: Stats): string | undefined {
  if (entry.isSymbolicLink()) return leftOut.link;
  if (!entry.isFile()) return leftOut.special;
  if (entry.size > largestFile) return leftOut.large;
  return undefined;
}
