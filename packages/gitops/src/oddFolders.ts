import type { RunGit } from './git';
import { readDiff } from './history';
import { readObjects } from './readObjects';

/** A folder that git itself would not have written so. */
export interface OddFolder {
  /** Absent for the top one. */
  readonly path?: string;
  /** In words that follow its name. */
  readonly reason: string;
}

const folderMode = '040000';

/**
 * Folders of one commit that another doesn't have, and of which readers make different things: those that list a name twice,
 * out of order, or with a slash. Costs what differs. Git makes no such folder, and most forges take none; what
 * is listed there can't be trusted to be all that is checked out.
 */
export async function readOddFolders(
  git: RunGit,
  from: string,
  to: string,
): Promise<OddFolder[]> {
  const [top, changes] = await Promise.all([
    git(['rev-parse', '--verify', `${to}^{tree}`]),
    readDiff(git, from, to, ['-t']),
  ]);
  const folders: { path?: string; sha: string }[] = [
    { sha: top.toString().trim() },
    ...changes.flatMap(({ path, after }) =>
      after?.mode === folderMode ? { path, sha: after.sha } : [],
    ),
  ];
  const read = await readObjects(git, [
    ...new Set(folders.map(({ sha }) => sha)),
  ]);
  return folders.flatMap(({ path, sha }) => {
    const reason = oddity(read.get(sha) ?? Buffer.of(), sha.length / 2);
    return reason === undefined ? [] : { path, reason };
  });
}

/** @param idLength of an object's id, in bytes. */
function oddity(folder: Buffer, idLength: number): string | undefined {
  const names = new Set<string>();
  let last = '';
  for (let offset = 0; offset < folder.length; ) {
    const space = folder.indexOf(0x20, offset);
    const end = folder.indexOf(0, space);
    if (space === -1 || end === -1) return 'holds what is no entry';
    const mode = Number.parseInt(folder.toString('latin1', offset, space), 8);
    // Byte for byte, as git compares; what isn't UTF-8 stays apart, too.
    const name = folder.toString('latin1', space + 1, end);
    const shown = `“${folder.toString('utf8', space + 1, end)}”`;
    const key = isFolder(mode) ? `${name}/` : name;
    if (name.includes('/'))
      return `holds ${shown}, which is no name but a path`;
    if (names.has(name)) return `holds ${shown} twice`;
    if (key < last) return `holds ${shown} out of order`;
    names.add(name);
    last = key;
    offset = end + 1 + idLength;
  }
  return undefined;
}

function isFolder(mode: number): boolean {
  return Math.floor(mode / 0o10000) === 0o4;
}
