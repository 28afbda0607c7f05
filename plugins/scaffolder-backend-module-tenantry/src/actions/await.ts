import { ConflictError, isErrorWithName } from '@backstage/errors';
import type {
  ActionContext,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import type { TenantryRepositoryService } from '@tenantry/backstage-plugin-tenantry-node';
import {
  ForgeUnreachableError,
  readProgress,
  type PullProgress,
} from '@tenantry/gitops';
import {
  awaitInputSchema,
  readAwaitInput,
  type AwaitRequest,
} from '../awaitInput';
import { follow, usualPauses, type Followed, type Pauses } from '../follow';
import { checksInWords, progressInWords } from '../progressInWords';
import { examples } from './await.examples';

export interface AwaitDependencies {
  readonly repository: TenantryRepositoryService;
  /** Default: five seconds at first, half a minute at last. */
  readonly pauses?: Pauses;
}

/**
 * `tenantry:await`: follows a pull request until it is merged, or until its checks have passed.
 *
 * It writes nothing, so a task that is recovered goes on where it was. While it waits it holds one of the tasks that the
 * backend runs at once.
 */
export function createAwaitAction(
  dependencies: AwaitDependencies,
): TemplateAction<JsonObject> {
  return {
    id: 'tenantry:await',
    description:
      'Follows a pull request until it is merged, or until its checks have passed.',
    examples,
    supportsDryRun: true,
    schema: {
      input: awaitInputSchema,
      output: {
        type: 'object',
        properties: {
          state: {
            type: 'string',
            enum: ['merged', 'open', 'closed', 'none'],
            description:
              'How the pull request was when the step ended; none in a dry run, and where there was no pull request to follow.',
          },
          mergeCommitSha: {
            type: 'string',
            description: 'What brought it into the main branch, once merged.',
          },
          failingChecks: {
            type: 'array',
            items: { type: 'string' },
            description: 'Names of the checks that were failing at the last.',
          },
        },
      },
    },
    async handler(ctx) {
      const request = readAwaitInput(ctx.input);
      const { number } = request;
      if (number === undefined || ctx.isDryRun) {
        ctx.logger.info(
          number === undefined
            ? 'There is no pull request to follow.'
            : 'Dry run: nothing is followed.',
        );
        ctx.output('state', 'none');
        ctx.output('failingChecks', []);
        return;
      }
      await followPull(ctx, { ...request, number }, dependencies);
    },
  };
}

type Following = AwaitRequest & { readonly number: number };

async function followPull(
  ctx: ActionContext<JsonObject>,
  request: Following,
  { repository, pauses = usualPauses }: AwaitDependencies,
): Promise<void> {
  const { number, until } = request;
  const { logger, signal } = ctx;
  const followed = await stoppable(ctx, number, async () =>
    follow({
      look: () => look(repository, request, signal),
      isDone: (progress, settled) =>
        progress.state !== 'open' ||
        (until === 'checks' && areThrough(progress, settled)),
      deadline: await deadlineOf(ctx, request),
      pauses,
      logger,
      signal,
    }),
  );
  tell(ctx, followed.progress);
  refuseBadEnd(followed, request);
  if (followed.progress?.state === 'merged') await refresh(ctx, repository);
}

async function look(
  repository: TenantryRepositoryService,
  { number, token }: Following,
  signal: AbortSignal | undefined,
): Promise<PullProgress> {
  const { owner, repo, host } = repository.coordinates;
  // A client for each look, for tokens of an app live an hour; making one is a call, too.
  const octokit = await repository
    .client({ token, signal })
    .catch((cause: Error) => {
      throw isErrorWithName(cause, 'InputError')
        ? cause
        : new ForgeUnreachableError(host, cause.message, { cause });
    });
  return readProgress({ octokit, owner, repo, number });
}

/** A recovered task has what is left of its time; one that is started again after its end has all of it. */
async function deadlineOf(
  ctx: ActionContext<JsonObject>,
  { number, timeoutMs }: Following,
): Promise<number> {
  const startedAt = await ctx.checkpoint({
    key: `tenantry.await.${number}`,
    fn: async () => Date.now(),
  });
  const isOver = startedAt + timeoutMs <= Date.now();
  return (isOver ? Date.now() : startedAt) + timeoutMs;
}

async function stoppable<T>(
  { signal }: ActionContext<JsonObject>,
  number: number,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (!signal?.aborted) throw cause;
    throw new Error(
      `pull request #${number} is no longer followed, because the task was cancelled`,
      { cause },
    );
  }
}

/** Seen twice, for a check may be reported only after another one has passed. */
function areThrough({ checks }: PullProgress, settled: boolean): boolean {
  switch (checks?.state) {
    case 'unknown':
      return true;
    case 'passing':
    case 'failing':
      return settled;
    default:
      return false;
  }
}

function tell(
  ctx: ActionContext<JsonObject>,
  progress: PullProgress | undefined,
): void {
  if (progress) ctx.output('state', progress.state);
  ctx.output('failingChecks', [...(progress?.checks?.failing ?? [])]);
  if (progress?.mergeCommitSha) {
    ctx.output('mergeCommitSha', progress.mergeCommitSha);
  }
}

class AwaitTimeoutError extends Error {
  override readonly name = 'AwaitTimeoutError';
}

/** Throws unless the end is the one that was awaited. */
function refuseBadEnd(
  { progress, done, failure }: Followed,
  { number, until, timeoutMs }: Following,
): void {
  if (!done) {
    const awaited =
      until === 'merged' ? 'was not merged' : 'has checks that did not end';
    throw new AwaitTimeoutError(
      `pull request #${number} ${awaited} within ${inWords(timeoutMs)}. ${
        progress ? `${progressInWords(progress)}: ${progress.url}. ` : ''
      }${
        failure ? `${failure} ` : ''
      }Start the task again to go on waiting, or give the step a longer timeout.`,
    );
  }
  if (progress?.state === 'closed') {
    throw new ConflictError(
      `pull request #${number} was closed without merging: ${progress.url}. Reopen it there, or ask again.`,
    );
  }
  if (progress?.state !== 'open') return;
  const { checks, url } = progress;
  if (checks?.state === 'unknown') {
    throw new ConflictError(
      `the checks of pull request #${number} can't be awaited, because they can't be read: ${checks.reason}`,
    );
  }
  if (checks?.state === 'failing') {
    throw new ConflictError(
      `pull request #${number} has ${checksInWords(checks)}. See ${url}`,
    );
  }
}

function inWords(ms: number): string {
  const seconds = ms / 1000;
  const minutes = seconds / 60;
  return minutes >= 2
    ? `${round(minutes)} minutes`
    : `${round(seconds)} seconds`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The page and the catalog know of the merge at once; if not, the next poll tells them. */
async function refresh(
  ctx: ActionContext<JsonObject>,
  repository: TenantryRepositoryService,
): Promise<void> {
  try {
    await repository.refresh();
  } catch (error) {
    ctx.logger.warn(`The catalog learns of it later: ${error}`);
  }
}
