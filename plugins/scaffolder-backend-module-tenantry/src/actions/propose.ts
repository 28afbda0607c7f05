import type {
  ActionContext,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import { planTable, propose, type Proposed } from '@tenantry/gitops';
import { InputError } from '@backstage/errors';
import type { RootConfigService } from '@backstage/backend-plugin-api';
import { inputSchema } from '../input';
import { commonOutputs } from '../outputs';
import { prepare, type ActionDependencies, type Prepared } from '../prepare';
import {
  proposeInputs,
  readProposeInput,
  type ProposeInput,
} from '../pullRequestInput';
import { waitForPage } from '../waitForPage';
import { writeFiles } from '../writeFiles';
import { examples } from './propose.examples';

export interface ProposeDependencies extends ActionDependencies {
  readonly config: RootConfigService;
}

/**
 * `tenantry:propose`: one branch, one commit, one pull request for a tenant, on GitHub or a server that speaks its API.
 *
 * Members of the owner group may ask for a change of their tenant in the same way. The same request again changes
 * nothing and finds the same pull request; another one while that is open becomes a commit on top. A dry run writes the
 * files into the workspace, and nothing to the forge.
 */
export function createProposeAction(
  dependencies: ProposeDependencies,
): TemplateAction<JsonObject> {
  return {
    id: 'tenantry:propose',
    description:
      'Opens the pull request that gives a team a tenant, or changes the one it has.',
    examples,
    supportsDryRun: true,
    schema: {
      input: inputSchema(proposeInputs),
      output: {
        type: 'object',
        properties: {
          ...commonOutputs,
          pullRequestUrl: {
            type: 'string',
            description:
              'Absent in a dry run, and when the main branch holds the request already.',
          },
          pullRequestNumber: { type: 'number' },
          entityRef: {
            type: 'string',
            description:
              "The tenant's entity in the catalog. Absent in a dry run.",
          },
          change: {
            type: 'string',
            enum: ['opened', 'updated', 'none'],
            description:
              'A new pull request, a commit on top of an open one, or neither. Absent in a dry run.',
          },
          warnings: {
            type: 'array',
            items: { type: 'string' },
            description:
              'What did not work and is not worth failing for, such as a label. Absent in a dry run.',
          },
          commitSha: {
            type: 'string',
            description: "The head of the pull request's branch.",
          },
        },
      },
    },
    async handler(ctx) {
      const input = readProposeInput(ctx.input);
      requireUserToken(input, dependencies.config);
      const prepared = await prepare(ctx, input.request, dependencies);
      const { changes, plan, branch, title } = prepared.proposal;
      const table = planTable(plan);
      ctx.logger.info(`Plan for ${plan.tenant}:\n${table}`);
      ctx.output(
        'files',
        changes.map(({ path, change }) => ({ path, change })),
      );
      ctx.output('plan', table);
      ctx.output('branch', branch);
      ctx.output('title', title);

      if (ctx.isDryRun) {
        await writeFiles(ctx.workspacePath, changes);
        ctx.output('changed', changes.length > 0);
        ctx.logger.info('Dry run: nothing was written to the forge.');
        return;
      }
      await openPullRequest(ctx, { ...prepared, ...input }, dependencies);
    },
  };
}

/** Longer than a secondary limit of GitHub usually lasts; the task's log tells of the wait. */
const patienceSeconds = 300;

async function openPullRequest(
  ctx: ActionContext<JsonObject>,
  { proposal, again, pullRequest, token }: Prepared & ProposeInput,
  { catalog, repository, pagePatienceMs = 10_000 }: ActionDependencies,
): Promise<void> {
  const { owner, repo, branch: baseBranch } = repository.coordinates;
  const done = await propose({
    octokit: await repository.client({
      token,
      log: ctx.logger,
      signal: ctx.signal,
      patienceSeconds,
    }),
    owner,
    repo,
    baseBranch,
    proposal,
    history: await repository.history(),
    commits: repository.commits,
    pullRequest,
    prepare: again,
    checkpoint: (key, fn) => ctx.checkpoint({ key, fn }),
  });
  ctx.logger.info(inWords(done));
  for (const warning of done.warnings) ctx.logger.warn(warning);
  ctx.output('changed', done.change !== 'none');
  ctx.output('change', done.change);
  ctx.output('warnings', done.warnings);
  ctx.output('branch', done.branch);
  const entityRef = `resource:default/${proposal.plan.tenant}`;
  ctx.output('entityRef', entityRef);
  if (done.commitSha) ctx.output('commitSha', done.commitSha);
  if (done.pullRequestUrl) {
    ctx.output('pullRequestUrl', done.pullRequestUrl);
    ctx.output('pullRequestNumber', done.pullRequestNumber);
  }
  try {
    // The page and the catalog know at once; if not, the next poll tells them.
    await repository.refresh();
    const credentials = await ctx.getInitiatorCredentials();
    await waitForPage(catalog, entityRef, {
      credentials,
      patienceMs: pagePatienceMs,
    });
  } catch (error) {
    ctx.logger.warn(`The catalog learns of it later: ${error}`);
  }
}

function inWords({ change, pullRequestUrl, commitSha }: Proposed): string {
  switch (change) {
    case 'opened':
      return `Opened ${pullRequestUrl}`;
    case 'updated':
      return `${pullRequestUrl} was open already: this request is commit ${commitSha?.slice(
        0,
        10,
      )} on top of it`;
    default:
      return pullRequestUrl
        ? `Nothing to do: ${pullRequestUrl} holds this request`
        : 'Nothing to do: the main branch holds this request';
  }
}

/** A platform may want every pull request in the name of the person who asks. */
function requireUserToken(
  { token }: ProposeInput,
  config: RootConfigService,
): void {
  const key = 'scaffolder.requireScmUserCredentials';
  if (token === undefined && config.getOptionalBoolean(key)) {
    throw new InputError(
      `${key} is set, and the template passes no token: add a RepoUrlPicker or another field with requestUserCredentials, and token: \${{ secrets.<key> }} to this step`,
    );
  }
}
