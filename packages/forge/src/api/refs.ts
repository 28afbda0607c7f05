import { Hono } from 'hono';
import { z } from 'zod';

import type { ForgeContext } from '../context';
import { isRefName } from '../git/names';
import { listRefs, type Ref } from '../git/refs';
import { htmlUrl, nodeId, repositoryApiUrl } from '../links';
import {
  createRef,
  deleteRef,
  requireRef,
  updateRef,
} from '../operations/refs';
import { Refusal } from '../refusal';
import type { Repository } from '../repositories';
import { param, readBody, requireActor, type ApiEnv } from './env';
import { paginate } from './paginate';

const Sha = z.string().regex(/^[0-9a-f]{40}$/, 'must be a full commit id');

const NewRef = z.object({ ref: z.string(), sha: Sha });
const RefUpdate = z.object({ sha: Sha, force: z.boolean().default(false) });

export function refRoutes(forge: ForgeContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>().basePath('/repos/:owner/:repo/git');

  routes.get('/ref/:ref{.+}', async c => {
    const repository = c.get('repository');
    const ref = await requireRef(repository, `refs/${param(c, 'ref')}`);
    return c.json(refShape(forge, repository, ref));
  });

  for (const path of ['/matching-refs/:ref{.+}', '/refs/:ref{.+}', '/refs']) {
    routes.get(path, async c => {
      const repository = c.get('repository');
      const prefix = `refs/${c.req.param('ref') ?? ''}`;
      if (!isRefName(prefix.replace(/\/$/, ''))) {
        throw new Refusal(404, 'Not Found');
      }
      const refs = await listRefs(repository.git, prefix);
      return c.json(
        paginate(c, refs).map(ref => refShape(forge, repository, ref)),
      );
    });
  }

  routes.post('/refs', async c => {
    const repository = c.get('repository');
    const input = await readBody(c, NewRef, 'Reference');
    const ref = await createRef(forge, repository, input, requireActor(c));
    return c.json(refShape(forge, repository, ref), 201);
  });

  routes.patch('/refs/:ref{.+}', async c => {
    const repository = c.get('repository');
    const input = await readBody(c, RefUpdate, 'Reference');
    const ref = await updateRef(
      forge,
      repository,
      { ref: `refs/${param(c, 'ref')}`, ...input },
      requireActor(c),
    );
    return c.json(refShape(forge, repository, ref));
  });

  routes.delete('/refs/:ref{.+}', async c => {
    const name = `refs/${param(c, 'ref')}`;
    await deleteRef(forge, c.get('repository'), name, requireActor(c));
    return c.body(null, 204);
  });

  return routes;
}

function refShape(forge: ForgeContext, repository: Repository, ref: Ref) {
  const api = (path: string) => repositoryApiUrl(forge, repository, path);
  return {
    ref: ref.name,
    node_id: nodeId('Ref', `${repository.id}:${ref.name}`),
    url: api(`/git/${ref.name}`),
    object: {
      type: ref.type,
      sha: ref.sha,
      url: api(`/git/${ref.type}s/${ref.sha}`),
      html_url: htmlUrl(forge, repository, `/commit/${ref.sha}`),
    },
  };
}
