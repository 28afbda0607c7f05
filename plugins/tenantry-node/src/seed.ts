import { readFleet, repositoryFiles, treeFromFiles } from '@tenantry/gitops';
import { InvalidInputError } from '@tenantry/model';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

export interface SeedOptions {
  /** Folder with `platform.yaml`, `clusters/`, `tenants/` and whatever else the repository starts with. */
  readonly directory: string;
  /** Texts to put in the place of others, such as the address of the repository. */
  readonly replace?: Readonly<Record<string, string>>;
}

/**
 * Path to text of everything a new GitOps repository starts with: sources as they were written, tenants as Tenantry
 * writes them, and what all of it renders to.
 *
 * @throws InvalidInputError when a source is wrong.
 */
export async function seedFiles({
  directory,
  replace = {},
}: SeedOptions): Promise<Record<string, string>> {
  const sources = new Map<string, string>();
  for (const [path, text] of await readTexts(directory)) {
    const replaced = Object.entries(replace).reduce(
      (result, [from, to]) => result.replaceAll(from, to),
      text,
    );
    sources.set(path, replaced);
  }
  const { fleet, problems } = readFleet(treeFromFiles(sources), directory);
  if (problems.length > 0) throw new InvalidInputError([...problems]);

  const kept = [...sources].filter(([path]) => !path.startsWith('tenants/'));
  return Object.fromEntries([...repositoryFiles(fleet), ...kept]);
}

async function readTexts(directory: string): Promise<[string, string][]> {
  const entries = await readdir(directory, {
    recursive: true,
    withFileTypes: true,
  });
  return Promise.all(
    entries
      .filter(entry => entry.isFile())
      .map(async (entry): Promise<[string, string]> => {
        const file = join(entry.parentPath, entry.name);
        const path = relative(directory, file).split(sep).join('/');
        return [path, await readFile(file, 'utf8')];
      }),
  );
}
