import { Hono } from 'hono';

import type { ForgeContext } from '../context';
import { mergePull } from '../operations/mergePull';
import { changePull, markReady, requirePull } from '../operations/pulls';
import { deleteRef } from '../operations/refs';
import { commentOnPull, ReviewEvent, reviewPull } from '../operations/reviews';
import { notFound, Refusal } from '../refusal';
import type { Repository } from '../repositories';
import { insertEvent } from '../state/events';
import type { PullRow } from '../state/pulls';
import type { Actor } from '../users';
import {
  repositoryOf,
  requireForm,
  type PageContext,
  type PageEnv,
} from './env';
import { pullPage } from './pullPage';

interface Submission {
  readonly forge: ForgeContext;
  readonly repository: Repository;
  readonly pull: PullRow;
  readonly form: Readonly<Record<string, string>>;
  readonly actor: Actor;
}

/** What the buttons of a pull request's page do. */
const ACTIONS: Readonly<
  Record<string, (submission: Submission) => Promise<unknown>>
> = {
  merge: ({ forge, repository, pull, form, actor }) =>
    mergePull(forge, repository, pull.number, { sha: form.sha }, actor),
  close: ({ forge, repository, pull, actor }) =>
    changePull(forge, repository, pull.number, { state: 'closed' }, actor),
  reopen: ({ forge, repository, pull, actor }) =>
    changePull(forge, repository, pull.number, { state: 'open' }, actor),
  ready: ({ forge, repository, pull, actor }) =>
    markReady(forge, repository, pull.number, actor),
  review,
  'delete-branch': deleteBranch,
};

export function pullFormRoutes(forge: ForgeContext): Hono<PageEnv> {
  const routes = new Hono<PageEnv>();
  routes.post('/:owner/:repo/pull/:number{\\d+}/:action', async c => {
    const repository = repositoryOf(forge, c);
    const { session, form } = await requireForm(c);
    const number = Number(c.req.param('number'));
    const act = Object.hasOwn(ACTIONS, c.req.param('action'))
      ? ACTIONS[c.req.param('action')]
      : undefined;
    if (!act) {
      throw notFound();
    }
    const pull = requirePull(forge, repository, number);
    const actor = session.user;
    try {
      await act({ forge, repository, pull, form, actor });
    } catch (error) {
      return showProblem(forge, c, repository, number, error);
    }
    return c.redirect(`/${repository.fullName}/pull/${number}`, 303);
  });
  return routes;
}

/** The page again, with what went wrong above it. */
async function showProblem(
  forge: ForgeContext,
  c: PageContext,
  repository: Repository,
  number: number,
  error: unknown,
) {
  if (!(error instanceof Refusal)) {
    throw error;
  }
  const details = error.errors.map(problem =>
    typeof problem === 'string' ? problem : problem.message,
  );
  const pull = requirePull(forge, repository, number);
  const text = details.filter(Boolean).join('. ') || error.message;
  const page = await pullPage(forge, c, repository, pull, text);
  return c.html(page, error.status);
}

async function review(submission: Submission): Promise<void> {
  const { forge, repository, pull, form, actor } = submission;
  const event = ReviewEvent.safeParse(form.event);
  const body = form.body ?? '';
  if (!event.success) {
    throw new Refusal(422, 'Choose one of the buttons');
  }
  if (event.data === 'COMMENT') {
    if (!body.trim()) {
      throw new Refusal(422, 'A comment needs words');
    }
    await commentOnPull(forge, repository, pull, body, actor);
    return;
  }
  if (form.sha !== pull.headSha) {
    throw new Refusal(
      409,
      'The branch has moved since you opened this page. Read the changes again before you decide.',
    );
  }
  await reviewPull(
    forge,
    repository,
    pull,
    { body, event: event.data, commit_id: form.sha },
    actor,
  );
}

async function deleteBranch(submission: Submission): Promise<void> {
  const { forge, repository, pull, actor } = submission;
  if (pull.state === 'open') {
    throw new Refusal(422, 'The pull request is still open');
  }
  await deleteRef(forge, repository, `refs/heads/${pull.headRef}`, actor);
  insertEvent(forge.db, {
    pullId: pull.id,
    kind: 'branch-deleted',
    actor: actor.login,
    detail: pull.headRef,
  });
}
