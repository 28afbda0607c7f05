import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Render a tenant for a publish action of another forge.',
    example: stringify({
      steps: [
        {
          id: 'render',
          name: 'Render the tenant',
          action: 'tenantry:render',
          input: {
            name: 'checkout',
            title: 'Checkout',
            owner: 'group:default/checkout',
            access: { admins: ['checkout-leads'] },
            profile: 'shared',
            environments: [{ name: 'dev', cluster: 'dev-1' }],
          },
        },
        {
          id: 'publish',
          name: 'Open the merge request',
          action: 'publish:gitlab:merge-request',
          input: {
            repoUrl: 'gitlab.com?owner=platform&repo=tenants',
            branchName: '${{ steps.render.output.branch }}',
            title: '${{ steps.render.output.title }}',
            description: '${{ steps.render.output.body }}',
            commitAction: 'auto',
          },
        },
      ],
    }),
  },
];
