import type { ForgeContext } from '../context';
import { now, readCommit, writeCommit, type Signature } from '../git/commits';
import { isTreePath } from '../git/names';
import { writeBlobs } from '../git/objects';
import { editTree, TreeEditError, type TreeEdit } from '../git/trees';
import { Refusal } from '../refusal';
import type { Repository } from '../repositories';
import type { Actor } from '../users';
import { moveAndAnnounce } from './refs';

/** New contents of a path, or `null` to delete it. */
export type FileEdit = readonly [path: string, content: string | Buffer | null];

export interface FilesCommit {
  readonly branch: string;
  /** Tip of the branch; null when the commit is the first of the branch. */
  readonly parent: string | null;
  readonly edits: readonly FileEdit[];
  readonly message: string;
  readonly author?: Signature;
  readonly committer?: Signature;
}

/** Commits files to a branch. The caller holds the repository's lock and has read the tip. */
export async function commitFiles(
  forge: ForgeContext,
  repository: Repository,
  commit: FilesCommit,
  actor: Actor,
): Promise<string> {
  const { parent } = commit;
  const base = parent ? await readCommit(repository.git, parent) : undefined;
  const tree = await writeFiles(repository, base?.tree, commit.edits);
  const signature = signatureOf(actor);
  const sha = await writeCommit(repository.git, {
    tree,
    parents: parent ? [parent] : [],
    author: commit.author ?? signature,
    committer: commit.committer ?? commit.author ?? signature,
    message: commit.message,
  });
  const name = `refs/heads/${commit.branch}`;
  const change = { name, before: parent, after: sha };
  await moveAndAnnounce(forge, repository, change, actor);
  return sha;
}

export function signatureOf({ name, email }: Actor): Signature {
  return { name, email, ...now() };
}

async function writeFiles(
  repository: Repository,
  base: string | undefined,
  edits: readonly FileEdit[],
): Promise<string> {
  const written = edits.flatMap(([, content]) =>
    content === null ? [] : [content],
  );
  const shas = await writeBlobs(repository.git, written);
  let next = 0;
  return applyTreeEdits(
    repository,
    base,
    edits.map(([path, content]) => [
      path,
      content === null
        ? null
        : { mode: '100644', type: 'blob', sha: shas[next++] },
    ]),
  );
}

/** Edits a tree whose paths come from outside. */
export async function applyTreeEdits(
  repository: Repository,
  base: string | undefined,
  edits: readonly TreeEdit[],
): Promise<string> {
  const wrong = edits.filter(([path]) => !isTreePath(path));
  if (wrong.length > 0) {
    throw new Refusal(
      422,
      'tree.path contains a malformed path component',
      wrong.map(([path]) => ({
        resource: 'Tree',
        field: 'path',
        code: 'invalid',
        value: path.slice(0, 255),
      })),
    );
  }
  try {
    return await editTree(repository.git, base, edits);
  } catch (error) {
    if (error instanceof TreeEditError) {
      throw new Refusal(422, `The tree cannot be made: ${error.message}`);
    }
    throw error;
  }
}
