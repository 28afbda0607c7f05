import type { RunGit } from './git';
import { slices } from './slices';

/** The bytes of objects by their ids, with one git process and in slices; those that aren't there are left out. */
export async function readObjects(
  git: RunGit,
  shas: readonly string[],
): Promise<Map<string, Buffer>> {
  const objects = new Map<string, Buffer>();
  if (shas.length === 0) return objects;
  const output = await git(['cat-file', '--batch', '--buffer'], {
    input: `${shas.join('\n')}\n`,
  });
  const slice = slices();
  let offset = 0;
  while (offset < output.length) {
    if (slice.isOver()) await slice.rest();
    const endOfHeader = output.indexOf(0x0a, offset);
    const [sha, , size] = output
      .subarray(offset, endOfHeader)
      .toString()
      .split(' ');
    offset = endOfHeader + 1;
    // It says “missing”, and nothing follows.
    if (size === undefined) continue;
    const end = offset + Number(size);
    objects.set(sha, output.subarray(offset, end));
    offset = end + 1;
  }
  return objects;
}
