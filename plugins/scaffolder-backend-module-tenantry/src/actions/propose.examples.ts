import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description:
      "Ask for a tenant with one environment; profile and size are the platform's defaults.",
    example: stringify({
      steps: [
        {
          id: 'propose',
          name: 'Open the pull request',
          action: 'tenantry:propose',
          input: {
            name: 'payments',
            title: 'Payments',
            owner: 'group:default/payments',
            access: { admins: ['payments-leads'] },
            environments: [{ name: 'dev', cluster: 'dev-1' }],
          },
        },
      ],
    }),
  },
  {
    description:
      'Ask for a production environment that is reached from outside and reaches one bank.',
    example: stringify({
      steps: [
        {
          id: 'propose',
          name: 'Open the pull request',
          action: 'tenantry:propose',
          input: {
            name: 'payments',
            title: 'Payments',
            owner: 'group:default/payments',
            access: {
              admins: ['payments-leads'],
              developers: ['payments-devs'],
              viewers: ['audit'],
            },
            profile: 'hardened',
            size: 'medium',
            environments: [
              { name: 'dev', cluster: 'dev-1', size: 'small' },
              {
                name: 'prod',
                cluster: 'prod-1',
                profile: 'sandboxed',
                hosts: ['pay.example.com'],
                egress: [{ cidr: '203.0.113.0/26', ports: [443] }],
              },
            ],
            expires: '2028-06-30',
          },
        },
      ],
    }),
  },
];
