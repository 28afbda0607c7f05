import type { TemplateAction } from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import { inputSchema } from '../input';
import { commonOutputs } from '../outputs';
import { planTable } from '../planTable';
import { prepare, type ActionDependencies } from '../prepare';
import { writeFiles } from '../writeFiles';
import { examples } from './render.examples';

/**
 * `tenantry:render`: writes the files of a request into the workspace, for a publish action of any forge to take up.
 *
 * Nothing outside the workspace changes, so a dry run does the same.
 */
export function createRenderAction(
  dependencies: ActionDependencies,
): TemplateAction<JsonObject> {
  return {
    id: 'tenantry:render',
    description:
      'Renders a tenant into the workspace: its claim and every manifest, as they would be merged.',
    examples,
    supportsDryRun: true,
    schema: {
      input: inputSchema(),
      output: {
        type: 'object',
        properties: {
          ...commonOutputs,
          removed: {
            type: 'array',
            description:
              'Files that the change deletes. A publish action that only adds files needs them deleted by hand.',
            items: { type: 'string' },
          },
          body: {
            type: 'string',
            description: "The pull request's description, in Markdown.",
          },
        },
      },
    },
    async handler(ctx) {
      const { proposal } = await prepare(ctx, ctx.input, dependencies);
      const { changes, plan } = proposal;
      await writeFiles(ctx.workspacePath, changes);
      const removed = changes
        .filter(({ change }) => change === 'removed')
        .map(({ path }) => path);
      const table = planTable(plan);
      ctx.logger.info(`Plan for ${plan.tenant}:\n${table}`);
      if (removed.length > 0) {
        ctx.logger.warn(`To be deleted: ${removed.join(', ')}`);
      }
      ctx.output('changed', changes.length > 0);
      ctx.output(
        'files',
        changes.map(({ path, change }) => ({ path, change })),
      );
      ctx.output('removed', removed);
      ctx.output('plan', table);
      ctx.output('branch', proposal.branch);
      ctx.output('title', proposal.title);
      ctx.output('body', proposal.body);
    },
  };
}
