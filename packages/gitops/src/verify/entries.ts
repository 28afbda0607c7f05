import type { Finding } from '@tenantry/model';
import type { PathChange } from '../history';
import { isBelowRoots, isPlatformSource, tenantOfAnySource } from '../layout';
import { found } from './found';

const modes: Readonly<Record<string, 'link' | 'submodule'>> = {
  '120000': 'link',
  '160000': 'submodule',
};

/** Where every entry is a plain file: git's own words for one that is no program. */
const plainFile = '100644';

/** Folders of which something is applied, or read to be. */
const meaningful = /^(tenants|clusters|argocd)\//;

/** What a reader doesn't see, or what isn't UTF-8: readers make different names of it. */
const unseen = /[\p{C}\p{Zl}\p{Zp}\uFFFD]/u;

/** Names by which git itself is told something. */
const special = /^\.git/i;

/** Names that git checks out nowhere, with the whole commit; on Windows a short name or a stream is the same folder. */
const impossible = /^(\.|\.\.|(\.git|git~1)[. ]*(:.*)?)$/i;

/** In bytes. File systems take no longer name, and so no commit that has one; of paths they take somewhat more. */
const longestName = 255;
const longestPath = 2_000;

/** Entries that are no plain files under plain names, wherever they are: each reader makes something else of them. */
export function entryFindings(changes: readonly PathChange[]): Finding[] {
  const seen = new Set<string>();
  return changes.flatMap(({ path, after }) => {
    const twice = seen.has(path);
    seen.add(path);
    if (!after) return [];
    if (twice) return found('odd-name', path, 'is there twice');
    if (unseen.test(path))
      return found(
        'odd-name',
        path,
        'holds characters that nobody sees, or that are no UTF-8',
      );
    const unfit = unfitness(path);
    if (unfit !== undefined) return found('odd-name', path, unfit);
    if (isTwin(path))
      return found(
        'odd-name',
        path,
        'takes the place of another file where capitals don’t count',
      );
    if (path === '.gitmodules')
      return found('submodule', path, 'is about submodules');
    if (
      meaningful.test(path) &&
      path.split('/').some(part => special.test(part))
    )
      return found('odd-name', path, 'has a name that means something to git');
    const rule = modes[after.mode];
    if (rule === 'link') return found('link', path, 'is a symbolic link');
    if (rule === 'submodule') return found('submodule', path, 'is a submodule');
    return meaningful.test(path) && after.mode !== plainFile
      ? found(
          'odd-name',
          path,
          `has the mode ${after.mode}, and not that of a plain file`,
        )
      : [];
  });
}

/** Why a commit with such a path can't be checked out, which stops what Argo CD does for everybody. */
function unfitness(path: string): string | undefined {
  if (path.split(/[/\\]/).some(name => impossible.test(name)))
    return 'has a name with which git checks nothing out';
  const tooLong =
    Buffer.byteLength(path) > longestPath ||
    path.split('/').some(name => Buffer.byteLength(name) > longestName);
  return tooLong ? 'has a name too long to be checked out' : undefined;
}

/** Whether a clone on macOS or Windows has a file there that is read, or a folder of files that are. */
function isTwin(path: string): boolean {
  const lower = path.toLowerCase();
  if (lower === path) return false;
  return (
    (isBelowRoots(lower) && !isBelowRoots(path)) ||
    isPlatformSource(lower) ||
    tenantOfAnySource(lower) !== undefined ||
    // No tenant has a name with capitals.
    /^tenants\/[^/]*[A-Z][^/]*\//.test(path)
  );
}
