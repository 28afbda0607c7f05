import { Hono } from 'hono';

import type { ForgeContext } from '../context';
import { repositoryApiUrl } from '../links';
import { setStatus, StatusInput } from '../operations/statuses';
import { combinedState, latestStatuses, listStatuses } from '../state/statuses';
import {
  param,
  readBody,
  requireActor,
  requireCommit,
  type ApiEnv,
} from './env';
import { paginate } from './paginate';
import { repositoryShape } from './shapes/repository';
import { statusShape } from './shapes/status';

export function statusRoutes(forge: ForgeContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>().basePath('/repos/:owner/:repo');

  routes.post('/statuses/:sha', async c => {
    const repository = c.get('repository');
    const actor = requireActor(c);
    const input = await readBody(c, StatusInput, 'Status');
    const sha = await requireCommit(repository, param(c, 'sha'));
    const status = await setStatus(forge, repository, sha, input, actor);
    return c.json(statusShape(forge, repository, status), 201);
  });

  routes.get('/commits/:ref{.+}/status', async c => {
    const repository = c.get('repository');
    const sha = await requireCommit(repository, param(c, 'ref'));
    const statuses = listStatuses(forge.db, repository.id, sha);
    const latest = latestStatuses(statuses);
    const url = repositoryApiUrl(forge, repository, `/commits/${sha}`);
    return c.json({
      state: combinedState(latest),
      statuses: paginate(c, latest).map(status =>
        statusShape(forge, repository, status),
      ),
      sha,
      total_count: latest.length,
      repository: repositoryShape(forge, repository),
      commit_url: url,
      url: `${url}/status`,
    });
  });

  for (const path of ['/commits/:ref{.+}/statuses', '/statuses/:ref{.+}']) {
    routes.get(path, async c => {
      const repository = c.get('repository');
      const sha = await requireCommit(repository, param(c, 'ref'));
      const statuses = listStatuses(forge.db, repository.id, sha);
      return c.json(
        paginate(c, statuses).map(status =>
          statusShape(forge, repository, status),
        ),
      );
    });
  }

  // Checks belong to GitHub Apps, of which there are none: statuses say it all.
  for (const [path, list] of [
    ['check-runs', 'check_runs'],
    ['check-suites', 'check_suites'],
  ]) {
    routes.get(`/commits/:ref{.+}/${path}`, async c => {
      await requireCommit(c.get('repository'), param(c, 'ref'));
      return c.json({ total_count: 0, [list]: [] });
    });
  }

  return routes;
}
