import { Hono } from 'hono';
import { etag } from 'hono/etag';

import type { ForgeContext } from '../context';
import { notFound } from '../refusal';
import { archiveRoutes } from './archive';
import { authenticate } from './authentication';
import { branchRoutes } from './branches';
import { commitRoutes } from './commits';
import { contentRoutes } from './contents';
import type { ApiEnv } from './env';
import { apiError } from './errors';
import { gitDatabaseRoutes } from './gitDatabase';
import { graphqlRoutes } from './graphql';
import { hookRoutes } from './hooks';
import { issueRoutes } from './issues';
import { labelRoutes } from './labels';
import { metaRoutes } from './meta';
import { pullRoutes } from './pulls';
import { refRoutes } from './refs';
import { repositoryRoutes } from './repositories';
import { reviewRoutes } from './reviews';
import { statusRoutes } from './statuses';
import { treeRoutes } from './trees';

/** The REST API at `/api/v3` and GraphQL at `/api/graphql`, as GitHub Enterprise Server places them. */
export function apiRoutes(forge: ForgeContext): Hono<ApiEnv> {
  const api = new Hono<ApiEnv>();
  api.use(authenticate(forge));
  api.route('/graphql', graphqlRoutes(forge));
  api.route('/v3', restRoutes(forge));
  api.all('*', () => {
    throw notFound();
  });
  api.onError((error, c) => apiError(forge, error, c));
  return api;
}

function restRoutes(forge: ForgeContext): Hono<ApiEnv> {
  const rest = new Hono<ApiEnv>();
  rest.use(etag({ weak: true }));
  rest.use('/repos/:owner/:repo/*', async (c, next) => {
    const { owner, repo } = c.req.param();
    const repository = forge.repositories.find(owner, repo);
    if (!repository) {
      throw notFound();
    }
    c.set('repository', repository);
    await next();
  });
  for (const routes of [
    metaRoutes,
    repositoryRoutes,
    refRoutes,
    gitDatabaseRoutes,
    treeRoutes,
    contentRoutes,
    statusRoutes,
    commitRoutes,
    branchRoutes,
    archiveRoutes,
    pullRoutes,
    reviewRoutes,
    issueRoutes,
    labelRoutes,
    hookRoutes,
  ]) {
    rest.route('/', routes(forge));
  }
  return rest;
}
