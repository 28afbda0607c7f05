import { Hono } from 'hono';
import { z } from 'zod';

import type { ForgeContext } from '../context';
import { addLabels, removeLabels, setLabels } from '../operations/labels';
import { changePull, PullUpdate } from '../operations/pulls';
import { CommentInput, commentOnPull } from '../operations/reviews';
import { notFound } from '../refusal';
import {
  deleteComment,
  findComment,
  listComments,
  updateComment,
} from '../state/comments';
import { labelsOfPull, type LabelRow } from '../state/labels';
import { addPeople, listPulls, removePeople } from '../state/pulls';
import {
  numberParam,
  param,
  pullOf,
  readBody,
  requireActor,
  type ApiContext,
  type ApiEnv,
} from './env';
import { paginate } from './paginate';
import { commentShape, issueShape, labelShape } from './shapes/pull';

const LabelNames = z
  .union([
    z.object({
      labels: z
        .array(z.union([z.string(), z.object({ name: z.string() })]))
        .default([]),
    }),
    z.array(z.string()).transform(labels => ({ labels })),
  ])
  .transform(({ labels }) =>
    labels.map(label => (typeof label === 'string' ? label : label.name)),
  )
  .pipe(z.array(z.string().trim().min(1).max(50)).max(100));

const Assignees = z.object({ assignees: z.array(z.string()).max(10) });

const IssueUpdate = PullUpdate.omit({ base: true }).extend({
  labels: z.array(z.string()).optional(),
  assignees: z.array(z.string()).optional(),
});

/** Every issue here is a pull request. */
export function issueRoutes(forge: ForgeContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>().basePath('/repos/:owner/:repo/issues');

  routes.get('/', c => {
    const repository = c.get('repository');
    const { state } = c.req.query();
    const pulls = listPulls(forge.db, repository.id, {
      state: state === 'closed' || state === 'all' ? state : 'open',
    });
    return c.json(
      paginate(c, pulls).map(pull => issueShape(forge, repository, pull)),
    );
  });

  commentRoutes(forge, routes);

  routes.get('/:number', c =>
    c.json(issueShape(forge, c.get('repository'), pullOf(forge, c))),
  );

  routes.patch('/:number', async c => {
    const repository = c.get('repository');
    const actor = requireActor(c);
    const pull = pullOf(forge, c);
    const input = await readBody(c, IssueUpdate, 'Issue');
    const changed = await changePull(
      forge,
      repository,
      pull.number,
      input,
      actor,
    );
    if (input.labels) {
      await setLabels(forge, repository, changed, input.labels, actor);
    }
    if (input.assignees) {
      addPeople(forge.db, pull.id, 'assignee', input.assignees);
    }
    return c.json(issueShape(forge, repository, changed));
  });

  for (const [method, apply] of [
    ['post', addPeople],
    ['delete', removePeople],
  ] as const) {
    routes[method]('/:number/assignees', async c => {
      const pull = pullOf(forge, c);
      const { assignees } = await readBody(c, Assignees, 'Issue');
      apply(forge.db, pull.id, 'assignee', assignees);
      const shape = issueShape(forge, c.get('repository'), pull);
      return c.json(shape, method === 'post' ? 201 : 200);
    });
  }

  pullLabelRoutes(forge, routes);
  return routes;
}

function commentRoutes(forge: ForgeContext, routes: Hono<ApiEnv>): void {
  routes.get('/:number/comments', c => {
    const pull = pullOf(forge, c);
    return c.json(
      paginate(c, listComments(forge.db, pull.id)).map(comment =>
        commentShape(forge, c.get('repository'), pull.number, comment),
      ),
    );
  });

  routes.post('/:number/comments', async c => {
    const repository = c.get('repository');
    const pull = pullOf(forge, c);
    const { body } = await readBody(c, CommentInput, 'IssueComment');
    const actor = requireActor(c);
    const comment = await commentOnPull(forge, repository, pull, body, actor);
    return c.json(commentShape(forge, repository, pull.number, comment), 201);
  });

  const find = (c: ApiContext) => {
    const repository = c.get('repository');
    const id = numberParam(c, 'id');
    const comment = findComment(forge.db, repository.id, id);
    const pull = listPulls(forge.db, repository.id, { state: 'all' }).find(
      candidate => candidate.id === comment?.pullId,
    );
    if (!comment || !pull) {
      throw notFound();
    }
    return {
      comment,
      shape: commentShape(forge, repository, pull.number, comment),
    };
  };

  routes.get('/comments/:id', c => c.json(find(c).shape));

  routes.patch('/comments/:id', async c => {
    const { comment } = find(c);
    const { body } = await readBody(c, CommentInput, 'IssueComment');
    updateComment(forge.db, comment.id, body);
    return c.json(find(c).shape);
  });

  routes.delete('/comments/:id', c => {
    deleteComment(forge.db, find(c).comment.id);
    return c.body(null, 204);
  });
}

function pullLabelRoutes(forge: ForgeContext, routes: Hono<ApiEnv>): void {
  const shapes = (c: ApiContext, labels: readonly LabelRow[]) =>
    labels.map(label => labelShape(forge, c.get('repository'), label));

  routes.get('/:number/labels', c =>
    c.json(shapes(c, labelsOfPull(forge.db, pullOf(forge, c).id))),
  );

  for (const [method, apply] of [
    ['post', addLabels],
    ['put', setLabels],
  ] as const) {
    routes[method]('/:number/labels', async c => {
      const pull = pullOf(forge, c);
      const names = await readBody(c, LabelNames, 'Label');
      const actor = requireActor(c);
      const labels = await apply(
        forge,
        c.get('repository'),
        pull,
        names,
        actor,
      );
      return c.json(shapes(c, labels));
    });
  }

  routes.delete('/:number/labels', async c => {
    const actor = requireActor(c);
    await setLabels(forge, c.get('repository'), pullOf(forge, c), [], actor);
    return c.body(null, 204);
  });

  routes.delete('/:number/labels/:name', async c => {
    const names = [param(c, 'name')];
    const actor = requireActor(c);
    const labels = await removeLabels(
      forge,
      c.get('repository'),
      pullOf(forge, c),
      names,
      actor,
    );
    return c.json(shapes(c, labels));
  });
}
