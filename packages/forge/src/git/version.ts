import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The first version with `merge-tree --write-tree`, which merges without a work tree. */
const MINIMUM = [2, 38] as const;

/** Rejects with one clear line when git is absent or too old. */
export async function requireGit(): Promise<void> {
  const wanted = MINIMUM.join('.');
  let output: string;
  try {
    output = (await promisify(execFile)('git', ['--version'])).stdout;
  } catch (cause) {
    throw new Error(
      `The forge needs git ${wanted} or newer, but no git was found on the PATH`,
      { cause },
    );
  }
  if (!isRecentEnough(output)) {
    throw new Error(
      `The forge needs git ${wanted} or newer, but found "${output.trim()}"`,
    );
  }
}

export function isRecentEnough(versionLine: string): boolean {
  const found = /(\d+)\.(\d+)/.exec(versionLine);
  if (!found) {
    return false;
  }
  const [major, minor] = [Number(found[1]), Number(found[2])];
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
}
