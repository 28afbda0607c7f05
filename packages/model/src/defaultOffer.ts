import type { PlatformSpecInput } from './platform';

/**
 * What a new platform offers: the profiles and sizes that ship. The example's platform.yaml offers the same, which a test
 * holds it to.
 */
export const defaultOffer = {
  defaults: {
    profile: 'hardened',
    size: 'small',
  },
  profiles: {
    shared: {
      title: 'Shared',
      summary:
        'Teams of one company that trust each other and need the internet, such as internal tools.',
      stops: [
        "Reading or changing other tenants' objects through the API server",
        'Network traffic from other tenants, and to private addresses outside the cluster',
        'Using more than the quota, and pods without limits',
        'Privileged pods, host namespaces, host paths and host ports',
      ],
      leavesOpen: [
        'The kernel is shared with every pod of the node; a kernel hole reaches the neighbours',
        'Containers may run as root inside their own pod',
        'Any public address can be reached, so data can leave',
      ],
      version: 1,
      podSecurity: 'baseline',
      runtime: 'host',
      egress: 'internet',
    },
    hardened: {
      title: 'Hardened',
      summary: "The usual choice for services that hold customers' data.",
      stops: [
        'Everything that Shared stops',
        "Root, added capabilities and system calls outside the runtime's default profile",
        "Traffic to any address that the request doesn't list",
      ],
      leavesOpen: [
        'The kernel is shared with every pod of the node; a kernel hole reaches the neighbours',
        'Neighbours on a node compete for caches, disk and network bandwidth',
      ],
      version: 1,
      podSecurity: 'restricted',
      runtime: 'host',
      egress: 'allow-list',
    },
    sandboxed: {
      title: 'Sandboxed',
      summary:
        "Code that nobody here wrote or reviewed, such as customers' plug-ins and builds.",
      stops: [
        'Everything that Hardened stops',
        "Direct system calls to the node's kernel, by a kernel of its own (gVisor, Kata or Firecracker)",
      ],
      leavesOpen: [
        'The sandbox and, for Kata and Firecracker, the hypervisor are shared code; a hole there reaches the node',
        'Neighbours on a node compete for caches, disk and network bandwidth',
        'A Service of type LoadBalancer or an own volume driver is not on offer',
      ],
      version: 1,
      podSecurity: 'restricted',
      runtime: ['gvisor', 'kata', 'firecracker'],
      egress: 'allow-list',
    },
    dedicated: {
      title: 'Dedicated',
      summary:
        'The few workloads that must not share a node, such as those under an audit of their own.',
      stops: [
        'Everything that Hardened stops',
        'Sharing a node, and so a kernel, its caches and its disks, with another tenant',
        'Sharing the entry point of traffic from outside',
      ],
      leavesOpen: [
        'The control plane, its DNS and the network between nodes are shared',
        "Nodes have to be set aside first; a platform engineer names the tenant in the cluster's facts",
      ],
      version: 1,
      podSecurity: 'restricted',
      runtime: 'host',
      egress: 'allow-list',
      nodes: 'own',
      ingress: 'own',
    },
  },
  sizes: {
    small: {
      title: 'Small',
      summary: 'One service with its database, or a place to try things.',
      version: 1,
      requests: {
        cpu: '2',
        memory: '4Gi',
        ephemeralStorage: '10Gi',
      },
      limits: {
        cpu: '4',
        memory: '8Gi',
        ephemeralStorage: '20Gi',
      },
      storage: '50Gi',
      pods: 20,
      container: {
        defaultRequest: {
          cpu: '50m',
          memory: '64Mi',
          ephemeralStorage: '128Mi',
        },
        default: {
          cpu: '250m',
          memory: '256Mi',
          ephemeralStorage: '512Mi',
        },
        max: {
          cpu: '2',
          memory: '4Gi',
          ephemeralStorage: '8Gi',
        },
      },
    },
    medium: {
      title: 'Medium',
      summary: 'A handful of services of one team.',
      version: 1,
      requests: {
        cpu: '8',
        memory: '16Gi',
        ephemeralStorage: '40Gi',
      },
      limits: {
        cpu: '16',
        memory: '32Gi',
        ephemeralStorage: '80Gi',
      },
      storage: '200Gi',
      pods: 60,
      container: {
        defaultRequest: {
          cpu: '100m',
          memory: '128Mi',
          ephemeralStorage: '256Mi',
        },
        default: {
          cpu: '500m',
          memory: '512Mi',
          ephemeralStorage: '1Gi',
        },
        max: {
          cpu: '4',
          memory: '8Gi',
          ephemeralStorage: '16Gi',
        },
      },
    },
    large: {
      title: 'Large',
      summary: 'A product in production, with room for peaks.',
      version: 1,
      requests: {
        cpu: '32',
        memory: '64Gi',
        ephemeralStorage: '120Gi',
      },
      limits: {
        cpu: '64',
        memory: '128Gi',
        ephemeralStorage: '240Gi',
      },
      storage: '1Ti',
      pods: 200,
      container: {
        defaultRequest: {
          cpu: '100m',
          memory: '128Mi',
          ephemeralStorage: '256Mi',
        },
        default: {
          cpu: '1',
          memory: '1Gi',
          ephemeralStorage: '2Gi',
        },
        max: {
          cpu: '8',
          memory: '32Gi',
          ephemeralStorage: '32Gi',
        },
      },
    },
  },
} satisfies Pick<PlatformSpecInput, 'defaults' | 'profiles' | 'sizes'>;
