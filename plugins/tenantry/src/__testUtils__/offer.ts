import type { Offer } from '@tenantry/backstage-plugin-tenantry-common';

export const offer: Offer = {
  commit: '4f1c9d2a8b7e6f5d4c3b2a1908f7e6d5c4b3a291',
  platform: { title: 'Example platform' },
  defaults: { profile: 'hardened', size: 'medium' },
  profiles: [
    {
      name: 'shared',
      title: 'Shared',
      summary: 'For internal tools of teams that trust each other.',
      stops: ['reading or changing what other teams own'],
      leavesOpen: ['all of the internet', 'a bug of the shared kernel'],
      clusters: ['dev-1', 'prod-1'],
    },
    {
      name: 'hardened',
      title: 'Hardened',
      summary: 'For most services. Nothing leaves unless it is named.',
      stops: [
        'reading or changing what other teams own',
        'connections that nobody listed',
        'root in a container',
      ],
      leavesOpen: ['a bug of the shared kernel'],
      clusters: ['dev-1', 'prod-1'],
    },
    {
      name: 'sandboxed',
      title: 'Sandboxed',
      summary: 'For code you didn’t write, and for data of others.',
      stops: ['everything Hardened stops', 'most bugs of the shared kernel'],
      leavesOpen: ['noisy neighbours on the same disk'],
      clusters: ['prod-1'],
    },
  ],
  sizes: [
    {
      name: 'small',
      title: 'Small',
      summary: 'A service or two.',
      cpu: '2',
      memory: '4Gi',
      storage: '20Gi',
      pods: 20,
    },
    {
      name: 'medium',
      title: 'Medium',
      summary: 'A team’s usual set.',
      cpu: '4',
      memory: '8Gi',
      storage: '100Gi',
      pods: 40,
    },
    {
      name: 'large',
      title: 'Large',
      summary: 'Production under load.',
      cpu: '16',
      memory: '32Gi',
      storage: '500Gi',
      pods: 120,
    },
  ],
  clusters: [
    {
      name: 'dev-1',
      title: 'Development',
      kubernetesVersion: '1.34',
      runtimes: [],
      ingress: false,
    },
    {
      name: 'prod-1',
      title: 'Production, Frankfurt',
      kubernetesVersion: '1.33',
      runtimes: ['gvisor'],
      ingress: true,
    },
  ],
};
