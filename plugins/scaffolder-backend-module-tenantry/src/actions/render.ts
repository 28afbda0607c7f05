import type { TemplateAction } from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import { planTable } from '@tenantry/gitops';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { inputSchema } from '../input';
import { commonOutputs } from '../outputs';
import { prepare, type ActionDependencies } from '../prepare';
import { writeContents, writeFiles } from '../writeFiles';
import { examples } from './render.examples';

/** Inputs beside the request's own. */
const renderInputs = {
  targetPath: {
    type: ['string', 'null'],
    description:
      'Folder of the workspace that the files are written to. Default: the workspace itself.',
  },
  removedPath: {
    type: ['string', 'null'],
    description:
      "Folder of the workspace for the old contents of files that the change deletes, for an action that deletes what it finds, such as gitlab:repo:push with commitAction delete. Default: they aren't kept.",
  },
} satisfies Parameters<typeof inputSchema>[0];

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
      input: inputSchema(renderInputs),
      output: {
        type: 'object',
        properties: {
          ...commonOutputs,
          removed: {
            type: 'array',
            description:
              'Files that the change deletes; their old contents are in removedPath, where that is given.',
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
      const { targetPath, removedPath, ...request } = ctx.input;
      const { proposal } = await prepare(ctx, request, dependencies);
      const { changes, plan } = proposal;
      await writeFiles(folderIn(ctx, targetPath) ?? ctx.workspacePath, changes);
      const removals = changes.filter(({ change }) => change === 'removed');
      const removed = removals.map(({ path }) => path);
      const removedFolder = folderIn(ctx, removedPath);
      if (removedFolder) await writeContents(removedFolder, removals);
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

/** A folder of the workspace; `undefined` where none is named. */
function folderIn(
  { workspacePath }: { readonly workspacePath: string },
  path: unknown,
): string | undefined {
  if (path === undefined || path === null || path === '') return undefined;
  if (typeof path !== 'string') {
    throw new InputError(
      'targetPath and removedPath are paths in the workspace',
    );
  }
  return resolveSafeChildPath(workspacePath, path);
}
