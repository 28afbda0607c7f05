import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { GitRepository } from './repository';

export interface GitObject {
  readonly sha: string;
  readonly type: 'blob' | 'tree' | 'commit' | 'tag';
  readonly content: Buffer;
}

const HEADER = /^([0-9a-f]{40}) (blob|tree|commit|tag) (\d+)$/;

function isObjectType(value: string): value is GitObject['type'] {
  return ['blob', 'tree', 'commit', 'tag'].includes(value);
}

/** Reads any number of objects with one process; what does not exist is absent from the answer. */
export async function readObjects(
  repository: GitRepository,
  shas: Iterable<string>,
): Promise<Map<string, GitObject>> {
  const wanted = [...new Set(shas)];
  const found = new Map<string, GitObject>();
  if (wanted.length === 0) {
    return found;
  }
  const { stdout } = await repository.run(['cat-file', '--batch'], {
    input: `${wanted.join('\n')}\n`,
  });
  let offset = 0;
  while (offset < stdout.length) {
    const lineEnd = stdout.indexOf(0x0a, offset);
    const header = HEADER.exec(stdout.toString('latin1', offset, lineEnd));
    offset = lineEnd + 1;
    if (header && isObjectType(header[2])) {
      const size = Number(header[3]);
      const content = stdout.subarray(offset, offset + size);
      found.set(header[1], { sha: header[1], type: header[2], content });
      offset += size + 1;
    }
  }
  return found;
}

export async function readObject(
  repository: GitRepository,
  sha: string,
): Promise<GitObject | undefined> {
  return (await readObjects(repository, [sha])).get(sha);
}

/** The type and size of each object that exists, without its content. */
export async function describeObjects(
  repository: GitRepository,
  names: readonly string[],
): Promise<
  Array<{ sha: string; type: GitObject['type']; size: number } | undefined>
> {
  const { stdout } = await repository.run(['cat-file', '--batch-check'], {
    input: names.map(name => `${name}\n`).join(''),
  });
  const lines = stdout.toString().split('\n');
  return names.map((_, index) => {
    const header = HEADER.exec(lines[index] ?? '');
    return header && isObjectType(header[2])
      ? { sha: header[1], type: header[2], size: Number(header[3]) }
      : undefined;
  });
}

/**
 * Stores blobs and answers their ids in the same order. Git reads many blobs in one process only
 * from files, so that several contents take the way through a private directory.
 */
export async function writeBlobs(
  repository: GitRepository,
  contents: ReadonlyArray<string | Buffer>,
): Promise<string[]> {
  if (contents.length === 0) {
    return [];
  }
  if (contents.length === 1) {
    const { stdout } = await repository.run(['hash-object', '-w', '--stdin'], {
      input: contents[0],
    });
    return [stdout.toString().trim()];
  }
  const directory = await mkdtemp(join(tmpdir(), 'forge-blobs-'));
  try {
    const paths = contents.map((_, index) => join(directory, String(index)));
    await Promise.all(
      contents.map((content, index) => writeFile(paths[index], content)),
    );
    const { stdout } = await repository.run(
      ['hash-object', '-w', '--no-filters', '--stdin-paths'],
      { input: paths.map(path => `${path}\n`).join('') },
    );
    return stdout.toString().trim().split('\n');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
