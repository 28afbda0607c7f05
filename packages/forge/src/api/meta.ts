import { Hono } from 'hono';

import type { ForgeContext } from '../context';
import { apiUrl } from '../links';
import { notFound } from '../refusal';
import { requireActor, type ApiEnv } from './env';
import { paginate } from './paginate';
import { repositoryShape } from './shapes/repository';
import { fullUser } from './shapes/user';

/** The API itself, and the people it knows. */
export function metaRoutes(forge: ForgeContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();

  routes.get('/', c =>
    c.json({
      current_user_url: apiUrl(forge, '/user'),
      repository_url: apiUrl(forge, '/repos/{owner}/{repo}'),
      user_url: apiUrl(forge, '/users/{user}'),
    }),
  );

  routes.get('/meta', c =>
    c.json({
      verifiable_password_authentication: false,
      installed_version: '3.17.0',
    }),
  );

  routes.get('/rate_limit', c => {
    const unlimited = {
      limit: 1_000_000,
      used: 0,
      remaining: 1_000_000,
      reset: Math.floor(Date.now() / 1000) + 3600,
    };
    return c.json({
      resources: { core: unlimited, graphql: unlimited },
      rate: unlimited,
    });
  });

  routes.get('/user', c => c.json(fullUser(forge, requireActor(c).login)));

  for (const path of ['/users/:login', '/orgs/:login']) {
    routes.get(path, c => {
      const login = c.req.param('login') ?? '';
      const user = forge.users.byLogin(login);
      const owner = forge.repositories
        .list()
        .find(
          repository => repository.owner.toLowerCase() === login.toLowerCase(),
        );
      if (!user && !owner) {
        throw notFound();
      }
      return c.json(fullUser(forge, user?.login ?? owner?.owner ?? login));
    });
  }

  for (const path of ['/users/:login/repos', '/orgs/:login/repos']) {
    routes.get(path, c => {
      const login = c.req.param('login')?.toLowerCase();
      const owned = forge.repositories
        .list()
        .filter(({ owner }) => owner.toLowerCase() === login);
      return c.json(
        paginate(c, owned).map(repository =>
          repositoryShape(forge, repository, c.get('user')),
        ),
      );
    });
  }

  routes.get('/user/repos', c => {
    const user = requireActor(c);
    return c.json(
      paginate(c, forge.repositories.list()).map(repository =>
        repositoryShape(forge, repository, user),
      ),
    );
  });

  return routes;
}
