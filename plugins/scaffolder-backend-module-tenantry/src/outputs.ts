import type { TemplateAction } from '@backstage/plugin-scaffolder-node';

type Properties = NonNullable<
  NonNullable<TemplateAction['schema']>['output']
>['properties'];

/** Outputs that both actions have. */
export const commonOutputs = {
  changed: {
    type: 'boolean',
    description: 'Whether the request differs from what the repository holds.',
  },
  files: {
    type: 'array',
    description: 'Files that the request writes or deletes.',
    items: {
      type: 'object',
      required: ['path', 'change'],
      properties: {
        path: { type: 'string' },
        change: { type: 'string', enum: ['added', 'changed', 'removed'] },
      },
    },
  },
  plan: {
    type: 'string',
    description: 'The plan as a table, for a log or a page.',
  },
  branch: {
    type: 'string',
    description: "The branch of the tenant's one open pull request.",
  },
  title: { type: 'string', description: "The pull request's title." },
} satisfies Properties;
