import type { Finding } from '@tenantry/model';
import { generator, lockGenerator } from '../lock';
import { lockPath, platformPath, tenantPath } from '../layout';
import type { Files, Tree } from '../tree';
import { found } from './found';

/** What files are rendered from, and what may have made them differ from it. */
interface Origin {
  readonly source: string;
  readonly hint: string;
}

/** @param owner a tenant; absent for what all share. */
export function originOf(tree: Tree, owner: string | undefined): Origin {
  if (owner === undefined) return { source: platformPath, hint: '' };
  const made = lockGenerator(tree.read(lockPath(owner)));
  return {
    source: tenantPath(owner),
    hint:
      made === undefined || made === generator
        ? ''
        : ` (it was rendered by ${made}, this is ${generator})`,
  };
}

/**
 * How files differ, byte for byte, from what their source gives.
 *
 * @param owner a tenant; absent for what all share.
 * @param touched paths that the change itself touches.
 */
export function renderedFindings(
  tree: Tree,
  owner: string | undefined,
  rendered: Files,
  touched: ReadonlySet<string>,
): Finding[] {
  const { source, hint } = originOf(tree, owner);
  return (
    [...rendered]
      // A person's own layout and comments: it is the source, and says the same.
      .filter(([path]) => path !== source)
      .flatMap(([path, content]) => {
        const text = tree.read(path);
        if (text === content) return [];
        if (text === undefined)
          return found(
            'not-rendered',
            path,
            `is missing: ${source} gives it${hint}`,
          );
        const place = { line: firstDifference(text, content) };
        return touched.has(path)
          ? found(
              'hand-edited',
              path,
              `is not what ${source} gives${hint}`,
              place,
            )
          : found(
              'not-rendered',
              path,
              `is not what ${source} gives any more${hint}`,
              place,
            );
      })
  );
}

/** The line, counted from 1, from which on two texts differ. */
function firstDifference(text: string, other: string): number {
  const lines = text.split('\n');
  const others = other.split('\n');
  const index = lines.findIndex((line, position) => line !== others[position]);
  return index === -1 ? lines.length : index + 1;
}
