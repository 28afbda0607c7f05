import { Hono } from 'hono';
import { z } from 'zod';

import type { ForgeContext } from '../context';
import {
  discardReview,
  dismissReview,
  requireReview,
  ReviewEvent,
  ReviewInput,
  reviewPull,
  submitReview,
} from '../operations/reviews';
import { addPeople, listPeople, removePeople } from '../state/pulls';
import { listReviews } from '../state/reviews';
import {
  numberParam,
  pullOf,
  readBody,
  requireActor,
  type ApiContext,
  type ApiEnv,
} from './env';
import { paginate } from './paginate';
import { pullShape, reviewShape } from './shapes/pull';
import { simpleUser } from './shapes/user';

const Submission = z.object({
  event: ReviewEvent,
  body: z.string().max(65_536).nullish(),
});
const Dismissal = z.object({ message: z.string().min(1).max(65_536) });
const Reviewers = z.object({
  reviewers: z.array(z.string()).default([]),
  team_reviewers: z.array(z.string()).default([]),
});

export function reviewRoutes(forge: ForgeContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>().basePath(
    '/repos/:owner/:repo/pulls/:number',
  );

  routes.get('/reviews', c => {
    const pull = pullOf(forge, c);
    const viewer = c.get('user')?.login;
    const visible = listReviews(forge.db, pull.id).filter(
      ({ state, author }) => state !== 'PENDING' || author === viewer,
    );
    return c.json(
      paginate(c, visible).map(review =>
        reviewShape(forge, c.get('repository'), pull.number, review),
      ),
    );
  });

  routes.post('/reviews', async c => {
    const repository = c.get('repository');
    const pull = pullOf(forge, c);
    const input = await readBody(c, ReviewInput, 'PullRequestReview');
    const actor = requireActor(c);
    const review = await reviewPull(forge, repository, pull, input, actor);
    return c.json(reviewShape(forge, repository, pull.number, review));
  });

  routes.get('/reviews/:id', c => {
    const pull = pullOf(forge, c);
    const review = requireReview(forge, pull, numberParam(c, 'id'));
    return c.json(reviewShape(forge, c.get('repository'), pull.number, review));
  });

  routes.delete('/reviews/:id', c => {
    const pull = pullOf(forge, c);
    const id = numberParam(c, 'id');
    const review = discardReview(forge, pull, id, requireActor(c));
    return c.json(reviewShape(forge, c.get('repository'), pull.number, review));
  });

  routes.post('/reviews/:id/events', async c => {
    const repository = c.get('repository');
    const pull = pullOf(forge, c);
    const input = await readBody(c, Submission, 'PullRequestReview');
    const review = await submitReview(
      forge,
      repository,
      pull,
      numberParam(c, 'id'),
      input,
      requireActor(c),
    );
    return c.json(reviewShape(forge, repository, pull.number, review));
  });

  routes.put('/reviews/:id/dismissals', async c => {
    const repository = c.get('repository');
    const pull = pullOf(forge, c);
    const { message } = await readBody(c, Dismissal, 'PullRequestReview');
    const review = await dismissReview(
      forge,
      repository,
      pull,
      numberParam(c, 'id'),
      message,
      requireActor(c),
    );
    return c.json(reviewShape(forge, repository, pull.number, review));
  });

  requestedReviewers(forge, routes);
  return routes;
}

function requestedReviewers(forge: ForgeContext, routes: Hono<ApiEnv>): void {
  routes.get('/requested_reviewers', c => {
    const pull = pullOf(forge, c);
    return c.json({
      users: listPeople(forge.db, pull.id, 'reviewer').map(login =>
        simpleUser(forge, login),
      ),
      teams: listPeople(forge.db, pull.id, 'team').map(slug => ({ slug })),
    });
  });

  async function change(c: ApiContext, apply: typeof addPeople) {
    const pull = pullOf(forge, c);
    const input = await readBody(c, Reviewers, 'PullRequest');
    // The author is nobody's reviewer.
    const reviewers = input.reviewers.filter(login => login !== pull.author);
    apply(forge.db, pull.id, 'reviewer', reviewers);
    apply(forge.db, pull.id, 'team', input.team_reviewers);
    return pullShape(forge, c.get('repository'), pull, c.get('user'));
  }

  routes.post('/requested_reviewers', async c =>
    c.json(await change(c, addPeople), 201),
  );
  routes.delete('/requested_reviewers', async c =>
    c.json(await change(c, removePeople)),
  );
}
