import { Hono } from 'hono';
import { z } from 'zod';

import type { ForgeContext } from '../context';
import { isSha } from '../git/names';
import { describeObjects, writeBlobs } from '../git/objects';
import { resolveCommit } from '../git/refs';
import {
  isTreeMode,
  listTree,
  typeOfMode,
  type TreeEdit,
  type TreeMode,
} from '../git/trees';
import { repositoryApiUrl } from '../links';
import { applyTreeEdits } from '../operations/commitFiles';
import { notFound, Refusal } from '../refusal';
import type { Repository } from '../repositories';
import { param, readBody, requireActor, type ApiEnv } from './env';

const NewEntry = z
  .object({
    path: z.string(),
    mode: z.string().refine(isTreeMode).default('100644'),
    type: z.enum(['blob', 'tree', 'commit']).optional(),
    /** An existing object, or null to delete the path. */
    sha: z
      .string()
      .regex(/^[0-9a-f]{40}$/)
      .nullish(),
    content: z.string().optional(),
  })
  .refine(
    entry => (entry.sha === undefined) !== (entry.content === undefined),
    'Must supply either tree.sha or tree.content',
  )
  .refine(
    ({ mode, path }) => mode !== '120000' || !/(^|\/)\.gitmodules$/i.test(path),
    '.gitmodules must not be a symbolic link',
  );
type NewEntry = z.infer<typeof NewEntry>;

const NewTree = z.object({
  base_tree: z.string().nullish(),
  tree: z.array(NewEntry).min(1).max(100_000),
});

export function treeRoutes(forge: ForgeContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>().basePath('/repos/:owner/:repo/git/trees');

  routes.get('/:sha{.+}', async c => {
    const repository = c.get('repository');
    const tree = await findTree(repository, param(c, 'sha'));
    if (!tree) {
      throw notFound();
    }
    // GitHub takes any value as yes, even 0 and false.
    const recursive = c.req.query('recursive') !== undefined;
    return c.json(await treeShape(forge, repository, tree, recursive));
  });

  routes.post('/', async c => {
    const repository = c.get('repository');
    requireActor(c);
    const input = await readBody(c, NewTree, 'Tree');
    const base = input.base_tree
      ? await findTree(repository, input.base_tree)
      : undefined;
    if (input.base_tree && !base) {
      throw new Refusal(422, 'base_tree is not a valid tree oid');
    }
    const edits = await editsFrom(repository, input.tree);
    const tree = await applyTreeEdits(repository, base, edits);
    return c.json(await treeShape(forge, repository, tree, false), 201);
  });

  return routes;
}

/** Turns entries into edits; all contents become blobs in one go. */
async function editsFrom(
  repository: Repository,
  entries: readonly NewEntry[],
): Promise<TreeEdit[]> {
  await requireObjects(repository, entries);
  const contents = entries.flatMap(({ content }) =>
    content === undefined ? [] : [content],
  );
  const blobs = await writeBlobs(repository.git, contents);
  let next = 0;
  return entries.map(({ path, mode, sha, content }): TreeEdit => {
    const id = content === undefined ? sha : blobs[next++];
    return [path, id ? { mode, type: typeOfMode(mode), sha: id } : null];
  });
}

async function requireObjects(
  repository: Repository,
  entries: readonly NewEntry[],
): Promise<void> {
  // A submodule names a commit of another repository.
  const named = entries.flatMap(({ path, sha, mode }) =>
    sha && mode !== '160000' ? [{ path, sha, mode }] : [],
  );
  const found = await describeObjects(
    repository.git,
    named.map(({ sha }) => sha),
  );
  const wrong = named.filter(
    ({ mode }, index) => !fits(mode, found[index]?.type),
  );
  if (wrong.length > 0) {
    throw new Refusal(
      422,
      `tree.sha ${wrong[0].sha} is not a valid ${typeOfMode(wrong[0].mode)}`,
      wrong.map(({ path }) => ({
        resource: 'Tree',
        field: 'sha',
        code: 'invalid',
        value: path,
      })),
    );
  }
}

function fits(mode: TreeMode, type: string | undefined): boolean {
  return typeOfMode(mode) === type;
}

/** The tree that an id of a tree or commit, a branch or a tag stands for. */
async function findTree(
  repository: Repository,
  name: string,
): Promise<string | undefined> {
  const id = isSha(name) ? name : await resolveCommit(repository.git, name);
  const [tree] = id
    ? await describeObjects(repository.git, [`${id}^{tree}`])
    : [];
  return tree?.type === 'tree' ? tree.sha : undefined;
}

async function treeShape(
  forge: ForgeContext,
  repository: Repository,
  tree: string,
  recursive: boolean,
) {
  const entries = await listTree(repository.git, tree, { recursive });
  const api = (path: string) => repositoryApiUrl(forge, repository, path);
  return {
    sha: tree,
    url: api(`/git/trees/${tree}`),
    tree: entries.map(({ path, mode, type, sha, size }) => ({
      path,
      mode,
      type,
      sha,
      ...(size === undefined ? {} : { size }),
      ...(type === 'commit' ? {} : { url: api(`/git/${type}s/${sha}`) }),
    })),
    truncated: false,
  };
}
