import { Hono } from 'hono';

import type { ForgeContext } from '../context';
import { notFound } from '../refusal';
import { resolveCommit } from '../git/refs';
import { webStream } from '../git/webStream';
import type { ApiContext, ApiEnv } from './env';

const FORMATS = {
  tarball: { format: 'tar.gz', type: 'application/x-gzip' },
  zipball: { format: 'zip', type: 'application/zip' },
} as const;

/** All files of a commit in one archive, below one folder named after it. */
export function archiveRoutes(_forge: ForgeContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>().basePath('/repos/:owner/:repo');
  for (const kind of ['tarball', 'zipball'] as const) {
    for (const path of [`/${kind}`, `/${kind}/:ref{.+}`]) {
      routes.get(path, c => sendArchive(c, kind));
    }
  }
  return routes;
}

async function sendArchive(c: ApiContext, kind: keyof typeof FORMATS) {
  const { git, owner, name, defaultBranch } = c.get('repository');
  const ref = c.req.param('ref') ?? defaultBranch;
  const sha = await resolveCommit(git, ref);
  if (!sha) {
    throw notFound();
  }
  const { format, type } = FORMATS[kind];
  const folder = `${owner}-${name}-${sha.slice(0, 7)}`;
  c.header('Content-Type', type);
  c.header('Content-Disposition', `attachment; filename="${folder}.${format}"`);
  c.header('ETag', `"${sha}-${format}"`);
  const child = git.stream([
    'archive',
    `--format=${format}`,
    `--prefix=${folder}/`,
    sha,
  ]);
  child.stdin.end();
  child.stderr.resume();
  // When the reader goes away, so does the child.
  child.stdout.once('close', () => child.kill());
  return c.body(webStream(child.stdout));
}
