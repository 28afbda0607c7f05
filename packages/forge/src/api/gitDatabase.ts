import { Hono } from 'hono';
import { z } from 'zod';

import type { ForgeContext } from '../context';
import {
  now,
  parseDate,
  readCommit,
  writeCommit,
  type Signature,
} from '../git/commits';
import { isSha } from '../git/names';
import { describeObjects, readObject, writeBlobs } from '../git/objects';
import { nodeId, repositoryApiUrl } from '../links';
import { signatureOf } from '../operations/commitFiles';
import { invalid, notFound, Refusal } from '../refusal';
import type { Repository } from '../repositories';
import { param, readBody, requireActor, wants, type ApiEnv } from './env';
import { gitCommitShape } from './shapes/commit';

const NewBlob = z.object({
  content: z.string(),
  encoding: z.enum(['utf-8', 'base64']).default('utf-8'),
});

/** Names without what git uses to separate them. */
const Person = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .regex(/^[^\0\n<>]+$/),
  email: z
    .string()
    .trim()
    .min(1)
    .regex(/^[^\0\n<>]+$/),
  date: z
    .string()
    .refine(text => parseDate(text) !== undefined, 'must be an ISO 8601 date')
    .optional(),
});
export type Person = z.infer<typeof Person>;

export const Message = z
  .string()
  .refine(text => !text.includes('\0'), 'must not contain a null byte');

const NewCommit = z.object({
  message: Message,
  tree: z.string(),
  parents: z.array(z.string()).default([]),
  author: Person.optional(),
  committer: Person.optional(),
});

export const OptionalPeople = {
  author: Person.optional(),
  committer: Person.optional(),
};

/** Somebody named in a request: exactly these, or now when no date is given. */
export function signatureFrom(
  person: Person | undefined,
): Signature | undefined {
  return (
    person && {
      name: person.name,
      email: person.email,
      ...now(),
      ...(person.date ? parseDate(person.date) : {}),
    }
  );
}

export function gitDatabaseRoutes(forge: ForgeContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>().basePath('/repos/:owner/:repo/git');

  routes.get('/blobs/:sha', async c => {
    const repository = c.get('repository');
    const blob = await requireObject(repository, param(c, 'sha'), 'blob');
    if (wants(c, 'raw')) {
      return c.body(new Uint8Array(blob), 200, {
        'Content-Type': 'application/octet-stream',
      });
    }
    return c.json({
      ...blobReference(forge, repository, param(c, 'sha')),
      size: blob.length,
      content: blob.toString('base64').replace(/.{60}/g, '$&\n'),
      encoding: 'base64',
    });
  });

  routes.post('/blobs', async c => {
    const repository = c.get('repository');
    const { content, encoding } = await readBody(c, NewBlob, 'Blob');
    const bytes = Buffer.from(
      content,
      encoding === 'base64' ? 'base64' : 'utf8',
    );
    const [sha] = await writeBlobs(repository.git, [bytes]);
    const { url } = blobReference(forge, repository, sha);
    return c.json({ url, sha }, 201, { Location: url });
  });

  routes.get('/commits/:sha', async c => {
    const repository = c.get('repository');
    const sha = param(c, 'sha');
    const commit = isSha(sha)
      ? await readCommit(repository.git, sha)
      : undefined;
    if (!commit) {
      throw notFound();
    }
    return c.json(gitCommitShape(forge, repository, commit));
  });

  routes.post('/commits', async c => {
    const repository = c.get('repository');
    const actor = requireActor(c);
    const input = await readBody(c, NewCommit, 'Commit');
    await requireCommitParts(repository, input);
    const author = signatureFrom(input.author) ?? signatureOf(actor);
    const sha = await writeCommit(repository.git, {
      tree: input.tree,
      parents: input.parents,
      author,
      committer: signatureFrom(input.committer) ?? author,
      message: input.message,
    });
    const commit = await readCommit(repository.git, sha);
    if (!commit) {
      throw notFound();
    }
    return c.json(gitCommitShape(forge, repository, commit), 201);
  });

  routes.get('/tags/:sha', async c => {
    const repository = c.get('repository');
    const tag = await requireObject(repository, param(c, 'sha'), 'tag');
    const text = tag.toString();
    const header = (name: string) =>
      new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1] ?? '';
    return c.json({
      node_id: nodeId('Tag', `${repository.id}:${param(c, 'sha')}`),
      sha: param(c, 'sha'),
      tag: header('tag'),
      message: text.slice(text.indexOf('\n\n') + 2),
      object: { sha: header('object'), type: header('type') },
    });
  });

  return routes;
}

async function requireCommitParts(
  repository: Repository,
  { tree, parents }: { tree: string; parents: readonly string[] },
): Promise<void> {
  const wanted = [tree, ...parents].map(sha => (isSha(sha) ? sha : 'none'));
  const [foundTree, ...found] = await describeObjects(repository.git, wanted);
  if (foundTree?.type !== 'tree') {
    throw new Refusal(422, 'Tree SHA does not exist');
  }
  if (found.some(parent => parent?.type !== 'commit')) {
    throw new Refusal(
      422,
      'Parent SHA does not exist or is not a commit object',
    );
  }
  if (new Set(parents).size !== parents.length) {
    throw invalid({ resource: 'Commit', field: 'parents', code: 'invalid' });
  }
}

export async function requireObject(
  repository: Repository,
  sha: string,
  type: 'blob' | 'tree' | 'tag',
): Promise<Buffer> {
  const object = isSha(sha) ? await readObject(repository.git, sha) : undefined;
  if (object?.type !== type) {
    throw notFound();
  }
  return object.content;
}

function blobReference(
  forge: ForgeContext,
  repository: Repository,
  sha: string,
) {
  return {
    sha,
    node_id: nodeId('Blob', `${repository.id}:${sha}`),
    url: repositoryApiUrl(forge, repository, `/git/blobs/${sha}`),
  };
}
