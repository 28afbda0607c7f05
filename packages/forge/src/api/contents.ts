import { Hono } from 'hono';
import { z } from 'zod';

import type { ForgeContext } from '../context';
import { readCommit } from '../git/commits';
import { isTreePath } from '../git/names';
import { readObject } from '../git/objects';
import { readBranch, resolveCommit } from '../git/refs';
import { findEntry, listTree, type ListedEntry } from '../git/trees';
import { encodePath, htmlUrl, repositoryApiUrl } from '../links';
import { commitFiles } from '../operations/commitFiles';
import { invalid, notFound, Refusal } from '../refusal';
import type { Repository } from '../repositories';
import {
  param,
  readBody,
  requireActor,
  wants,
  type ApiContext,
  type ApiEnv,
} from './env';
import { Message, OptionalPeople, signatureFrom } from './gitDatabase';
import { gitCommitShape } from './shapes/commit';

const Deletion = z.object({
  message: Message,
  sha: z.string(),
  branch: z.string().optional(),
  ...OptionalPeople,
});

const Upload = z.object({
  message: Message,
  content: z.base64(),
  /** Of the file that is replaced; absent for a new one. */
  sha: z.string().optional(),
  branch: z.string().optional(),
  ...OptionalPeople,
});

/** Contents above this come without the content, as on GitHub. */
const MAX_INLINE = 1024 * 1024;

export function contentRoutes(forge: ForgeContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>().basePath('/repos/:owner/:repo');

  for (const path of ['/contents', '/contents/:path{.*}']) {
    routes.get(path, c => getContents(forge, c, c.req.param('path') ?? ''));
  }

  routes.get('/readme', async c => {
    const { git } = c.get('repository');
    const { commit } = await requireVersion(c);
    const entries = await listTree(git, commit);
    const readme = entries.find(
      ({ path, type }) =>
        type === 'blob' && /^readme(\.(md|markdown|txt))?$/i.test(path),
    );
    if (!readme) {
      throw notFound();
    }
    return getContents(forge, c, readme.path);
  });

  routes.put('/contents/:path{.+}', async c => {
    const input = await readBody(c, Upload, 'Content');
    const content = Buffer.from(input.content, 'base64');
    return changeFile(forge, c, input, content);
  });

  routes.delete('/contents/:path{.+}', async c => {
    const input = await readBody(c, Deletion, 'Content');
    return changeFile(forge, c, input, null);
  });

  return routes;
}

async function getContents(forge: ForgeContext, c: ApiContext, raw: string) {
  const repository = c.get('repository');
  const path = raw.replace(/^\/+|\/+$/g, '');
  const { name, commit } = await requireVersion(c);
  const shape = (entry: ListedEntry) =>
    entryShape(forge, repository, entry, name);
  if (path !== '' && !isTreePath(path)) {
    throw notFound();
  }
  const entry = path
    ? await findEntry(repository.git, commit, path)
    : undefined;
  if (path !== '' && !entry) {
    throw notFound();
  }
  if (!entry || entry.type === 'tree') {
    const entries = await listTree(repository.git, entry?.sha ?? commit);
    const children = entries.map(child =>
      shape({ ...child, path: path ? `${path}/${child.path}` : child.path }),
    );
    return wants(c, 'object')
      ? c.json({ type: 'dir', path, entries: children })
      : c.json(children);
  }
  if (entry.type === 'commit') {
    return c.json({ ...shape(entry), submodule_git_url: null });
  }
  const blob = await readObject(repository.git, entry.sha);
  const bytes = blob?.content ?? Buffer.alloc(0);
  if (wants(c, 'raw')) {
    return c.body(new Uint8Array(bytes), 200, {
      'Content-Type': 'application/vnd.github.raw; charset=utf-8',
      ETag: `"${entry.sha}"`,
    });
  }
  if (entry.mode === '120000') {
    return c.json({ ...shape(entry), target: bytes.toString() });
  }
  const inline = bytes.length <= MAX_INLINE;
  return c.json({
    ...shape(entry),
    content: inline ? bytes.toString('base64').replace(/.{60}/g, '$&\n') : '',
    encoding: inline ? 'base64' : 'none',
  });
}

async function requireVersion(c: ApiContext) {
  const repository = c.get('repository');
  const name = c.req.query('ref') || repository.defaultBranch;
  const commit = await resolveCommit(repository.git, name);
  if (!commit) {
    throw notFound(
      c.req.query('ref')
        ? `No commit found for the ref ${name.slice(0, 255)}`
        : 'This repository is empty.',
    );
  }
  return { name, commit };
}

async function changeFile(
  forge: ForgeContext,
  c: ApiContext,
  input: z.infer<typeof Deletion> | z.infer<typeof Upload>,
  content: Buffer | null,
) {
  const repository = c.get('repository');
  const actor = requireActor(c);
  const path = param(c, 'path');
  const branch = input.branch ?? repository.defaultBranch;
  return repository.git.exclusively(async () => {
    const parent = (await readBranch(repository.git, branch)) ?? null;
    if (!parent && (input.branch || content === null)) {
      throw notFound(`Branch ${branch} not found`);
    }
    const before =
      parent && isTreePath(path)
        ? await findEntry(repository.git, parent, path)
        : undefined;
    requireExpectedFile(path, before, input.sha, content === null);
    const sha = await commitFiles(
      forge,
      repository,
      {
        branch,
        parent,
        edits: [[path, content]],
        message: input.message,
        author: signatureFrom(input.author),
        committer: signatureFrom(input.committer),
      },
      actor,
    );
    const [commit, after] = await Promise.all([
      readCommit(repository.git, sha),
      content ? findEntry(repository.git, sha, path) : undefined,
    ]);
    return c.json(
      {
        content: after ? entryShape(forge, repository, after, branch) : null,
        commit: commit && gitCommitShape(forge, repository, commit),
      },
      before ? 200 : 201,
    );
  });
}

/** Whoever replaces or deletes a file has to say which version they have seen. */
function requireExpectedFile(
  path: string,
  before: ListedEntry | undefined,
  sha: string | undefined,
  deletion: boolean,
): void {
  if (deletion && !before) {
    throw notFound();
  }
  if (before?.type === 'tree') {
    throw invalid({
      resource: 'Content',
      field: 'path',
      code: 'invalid',
      message: `${path} is a folder`,
    });
  }
  if (before && sha === undefined) {
    throw new Refusal(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
  }
  if (sha !== undefined && sha !== before?.sha) {
    throw new Refusal(409, `${path} does not match ${sha.slice(0, 40)}`);
  }
}

function entryShape(
  forge: ForgeContext,
  repository: Repository,
  entry: ListedEntry,
  ref: string,
) {
  const path = encodePath(entry.path);
  const type = kindOf(entry);
  const page = type === 'dir' ? 'tree' : 'blob';
  const url = repositoryApiUrl(
    forge,
    repository,
    `/contents/${path}?ref=${encodeURIComponent(ref)}`,
  );
  const git = repositoryApiUrl(
    forge,
    repository,
    `/git/${entry.type}s/${entry.sha}`,
  );
  const html = htmlUrl(
    forge,
    repository,
    `/${page}/${encodePath(ref)}/${path}`,
  );
  return {
    name: entry.path.slice(entry.path.lastIndexOf('/') + 1),
    path: entry.path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url,
    html_url: html,
    git_url: git,
    download_url:
      type === 'file'
        ? htmlUrl(forge, repository, `/raw/${encodePath(ref)}/${path}`)
        : null,
    type,
    _links: { self: url, git, html },
  };
}

function kindOf(entry: ListedEntry): 'dir' | 'file' | 'symlink' | 'submodule' {
  switch (entry.mode) {
    case '040000':
      return 'dir';
    case '160000':
      return 'submodule';
    case '120000':
      return 'symlink';
    default:
      return 'file';
  }
}
