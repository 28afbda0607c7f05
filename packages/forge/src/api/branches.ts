import { Hono } from 'hono';

import type { ForgeContext } from '../context';
import { readCommit } from '../git/commits';
import { listRefs, readBranch } from '../git/refs';
import { htmlUrl, repositoryApiUrl } from '../links';
import { notFound } from '../refusal';
import { param, type ApiEnv } from './env';
import { paginate } from './paginate';
import { commitShape } from './shapes/commit';

const UNPROTECTED = {
  enabled: false,
  required_status_checks: {
    enforcement_level: 'off',
    contexts: [],
    checks: [],
  },
} as const;

export function branchRoutes(forge: ForgeContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>().basePath('/repos/:owner/:repo/branches');

  routes.get('/', async c => {
    const repository = c.get('repository');
    const refs = await listRefs(repository.git, 'refs/heads/');
    return c.json(
      paginate(c, refs).map(({ name, sha }) => ({
        name: name.slice('refs/heads/'.length),
        commit: {
          sha,
          url: repositoryApiUrl(forge, repository, `/commits/${sha}`),
        },
        protected: false,
      })),
    );
  });

  routes.get('/:branch{.+}/protection', () => {
    throw notFound('Branch not protected');
  });

  routes.get('/:branch{.+}', async c => {
    const repository = c.get('repository');
    const name = param(c, 'branch');
    const sha = await readBranch(repository.git, name);
    const commit = sha && (await readCommit(repository.git, sha));
    if (!commit) {
      throw notFound('Branch not found');
    }
    const url = repositoryApiUrl(forge, repository, `/branches/${name}`);
    return c.json({
      name,
      commit: commitShape(forge, repository, commit),
      _links: { self: url, html: htmlUrl(forge, repository, `/tree/${name}`) },
      protected: false,
      protection: UNPROTECTED,
      protection_url: `${url}/protection`,
    });
  });

  return routes;
}
