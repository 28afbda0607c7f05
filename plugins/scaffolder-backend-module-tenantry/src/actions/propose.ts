import type {
  ActionContext,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import { propose } from '@tenantry/gitops';
import { inputSchema } from '../input';
import { commonOutputs } from '../outputs';
import { planTable } from '../planTable';
import { prepare, type ActionDependencies, type Prepared } from '../prepare';
import { waitForPage } from '../waitForPage';
import { writeFiles } from '../writeFiles';
import { examples } from './propose.examples';

/**
 * `tenantry:propose`: one branch, one commit, one pull request for a tenant, on GitHub or a server that speaks its API.
 *
 * Members of the owner group may ask for a change of their tenant in the same way. The same request again changes
 * nothing and finds the same pull request. A dry run writes the files into the workspace, and nothing to the forge.
 */
export function createProposeAction(
  dependencies: ActionDependencies,
): TemplateAction<JsonObject> {
  return {
    id: 'tenantry:propose',
    description:
      'Opens the pull request that gives a team a tenant, or changes the one it has.',
    examples,
    supportsDryRun: true,
    schema: {
      input: inputSchema(),
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
          commitSha: {
            type: 'string',
            description: "The head of the pull request's branch.",
          },
        },
      },
    },
    async handler(ctx) {
      const prepared = await prepare(ctx, dependencies);
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
      await openPullRequest(ctx, prepared, dependencies);
    },
  };
}

async function openPullRequest(
  ctx: ActionContext<JsonObject>,
  { proposal, proposed, again }: Prepared,
  { catalog, repository, pagePatienceMs = 10_000 }: ActionDependencies,
): Promise<void> {
  const { owner, repo, branch: baseBranch } = repository.coordinates;
  const done = await propose({
    octokit: await repository.client(),
    owner,
    repo,
    baseBranch,
    proposal,
    proposed,
    prepare: again,
    checkpoint: (key, fn) => ctx.checkpoint({ key, fn }),
  });
  ctx.output('changed', done.changed);
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
