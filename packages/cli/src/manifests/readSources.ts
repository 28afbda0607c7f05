import { standardInput } from '@tenantry/lint';
import type { Source } from '@tenantry/lint';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../answer';
import type { Io } from '../io';

/** What is read of a folder. */
const manifest = /\.(ya?ml|json)$/;

/** Folders that hold nothing of one's own. */
const passedOver = new Set(['node_modules', '.git']);

const nothingGiven =
  'name files or folders, or pipe manifests in, such as: helm template . | tenantry lint …';

/**
 * The texts of files, of everything in folders that may be a manifest, and of standard input for `-`; paths as they were
 * given. Without a path it is standard input.
 *
 * @throws UsageError where there is nothing to read, or somebody sits before standard input.
 */
export async function readSources(
  paths: readonly string[],
  { cwd, stdin }: Pick<Io, 'cwd' | 'stdin'>,
): Promise<Source[]> {
  const wanted = paths.length > 0 ? paths : [standardInput];
  const sources: Source[] = [];
  for (const path of wanted) {
    if (path !== standardInput) sources.push(...(await readPath(cwd, path)));
    else if (stdin.isTerminal) throw new UsageError(nothingGiven);
    else sources.push({ file: standardInput, text: await stdin.text() });
  }
  if (sources.length === 0)
    throw new UsageError(`there is no manifest in ${wanted.join(', ')}`);
  return sources;
}

async function readPath(cwd: string, path: string): Promise<Source[]> {
  const place = join(path.startsWith('/') ? '' : cwd, path);
  if (!(await stat(place)).isDirectory())
    return [{ file: path, text: await readFile(place, 'utf8') }];
  const entries = await readdir(place, { withFileTypes: true });
  const sources: Source[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inside = join(path, entry.name);
    if (entry.isDirectory() && !passedOver.has(entry.name))
      sources.push(...(await readPath(cwd, inside)));
    else if (entry.isFile() && manifest.test(entry.name))
      sources.push({
        file: inside,
        text: await readFile(join(place, entry.name), 'utf8'),
      });
  }
  return sources;
}
