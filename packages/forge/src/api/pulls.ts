import { Hono } from 'hono';
import { z } from 'zod';

import type { ForgeContext } from '../context';
import { listCommits, readCommits } from '../git/commits';
import { diffText, patchText } from '../git/diff';
import { isRefName } from '../git/names';
import { pullFiles, pullRange } from '../operations/inspectPull';
import { MergeInput, mergePull } from '../operations/mergePull';
import {
  changePull,
  createPull,
  NewPull,
  PullUpdate,
} from '../operations/pulls';
import { listPulls, type PullFilter } from '../state/pulls';
import {
  numberParam,
  pullOf,
  readBody,
  requireActor,
  wants,
  type ApiContext,
  type ApiEnv,
} from './env';
import { paginate } from './paginate';
import { commitShape, fileShape } from './shapes/commit';
import { fullPullShape, pullShape } from './shapes/pull';

export function pullRoutes(forge: ForgeContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>().basePath('/repos/:owner/:repo/pulls');

  routes.get('/', c => {
    const repository = c.get('repository');
    const pulls = listPulls(forge.db, repository.id, pullFilter(c));
    return c.json(
      paginate(c, pulls).map(pull =>
        pullShape(forge, repository, pull, c.get('user')),
      ),
    );
  });

  routes.post('/', async c => {
    const repository = c.get('repository');
    const actor = requireActor(c);
    const input = await readBody(c, NewPull, 'PullRequest');
    const pull = await createPull(forge, repository, input, actor);
    const shape = await fullPullShape(forge, repository, pull, actor);
    return c.json(shape, 201, { Location: shape.url });
  });

  routes.get('/:number', async c => {
    const repository = c.get('repository');
    const pull = pullOf(forge, c);
    if (wants(c, 'diff') || wants(c, 'patch')) {
      const { start, head } = await pullRange(forge, repository, pull);
      return c.text(
        wants(c, 'diff') || !start
          ? await diffText(repository.git, start, head)
          : await patchText(repository.git, start, head),
      );
    }
    return c.json(await fullPullShape(forge, repository, pull, c.get('user')));
  });

  routes.patch('/:number', async c => {
    const repository = c.get('repository');
    const actor = requireActor(c);
    const input = await readBody(c, PullUpdate, 'PullRequest');
    const number = numberParam(c, 'number');
    const pull = await changePull(forge, repository, number, input, actor);
    return c.json(await fullPullShape(forge, repository, pull, actor));
  });

  routes.get('/:number/files', async c => {
    const repository = c.get('repository');
    const pull = pullOf(forge, c);
    const files = await pullFiles(forge, repository, pull);
    return c.json(
      paginate(c, files).map(file =>
        fileShape(forge, repository, file, pull.headSha),
      ),
    );
  });

  routes.get('/:number/commits', async c => {
    const repository = c.get('repository');
    const { tip, head } = await pullRange(forge, repository, pullOf(forge, c));
    const shas = await listCommits(repository.git, {
      from: head,
      excluding: tip,
      oldestFirst: true,
    });
    const commits = await readCommits(repository.git, paginate(c, shas));
    return c.json(
      commits.map(commit => commitShape(forge, repository, commit)),
    );
  });

  routes.get('/:number/merge', c =>
    c.body(null, pullOf(forge, c).mergedAt ? 204 : 404),
  );

  routes.put('/:number/merge', async c => {
    const actor = requireActor(c);
    const input = await readBody(c, MergeInput, 'PullRequest');
    const sha = await mergePull(
      forge,
      c.get('repository'),
      numberParam(c, 'number'),
      input,
      actor,
    );
    return c.json({
      sha,
      merged: true,
      message: 'Pull Request successfully merged',
    });
  });

  // Comments on lines are not kept.
  routes.get('/:number/comments', c => {
    pullOf(forge, c);
    return c.json([]);
  });

  return routes;
}

const State = z.enum(['open', 'closed', 'all']).catch('open');

function pullFilter(c: ApiContext): PullFilter {
  const { state, head, base, sort, direction } = c.req.query();
  return {
    state: State.parse(state),
    headRef: headFilter(c.get('repository').owner, head),
    baseRef: base && isRefName(base) ? base : undefined,
    sort: sort === 'updated' ? 'updatedAt' : 'createdAt',
    direction: direction === 'asc' ? 'asc' : 'desc',
  };
}

/** GitHub ignores a head without an owner. A fork's head finds nothing, for there are no forks. */
function headFilter(
  owner: string,
  head: string | undefined,
): string | undefined {
  if (!head?.includes(':')) {
    return undefined;
  }
  const [given] = head.split(':', 1);
  return given.toLowerCase() === owner.toLowerCase()
    ? head.slice(given.length + 1)
    : '';
}
