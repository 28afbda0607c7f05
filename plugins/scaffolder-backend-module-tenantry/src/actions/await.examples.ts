import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description:
      'Wait for half an hour at most until the request is merged; a request that changed nothing is not waited for.',
    example: stringify({
      steps: [
        {
          id: 'await',
          name: 'Wait for the merge',
          action: 'tenantry:await',
          input: {
            pullRequestNumber: '${{ steps.propose.output.pullRequestNumber }}',
          },
        },
      ],
    }),
  },
  {
    description: 'Wait until the checks of the request have passed.',
    example: stringify({
      steps: [
        {
          id: 'await',
          name: 'Wait for the checks',
          action: 'tenantry:await',
          input: {
            pullRequestNumber: '${{ steps.propose.output.pullRequestNumber }}',
            until: 'checks',
            timeout: { minutes: 10 },
          },
        },
      ],
    }),
  },
];
