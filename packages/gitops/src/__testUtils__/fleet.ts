import {
  parseCluster,
  parsePlatform,
  parseTenant,
  unwrap,
  type Fleet,
  type Tenant,
} from '@tenantry/model';

export const platformYaml = `apiVersion: tenantry.dev/v1
kind: Platform
metadata:
  name: example
spec:
  title: Example platform
  repository:
    url: https://git.example.com/platform/tenants.git
  registries: [registry.example.com]
  defaults: { profile: hardened, size: small }
  profiles:
    shared:
      title: Shared
      summary: Teams that trust each other.
      podSecurity: baseline
      runtime: host
      egress: internet
    hardened:
      title: Hardened
      summary: The usual choice.
      version: 3
      podSecurity: restricted
      runtime: host
      egress: allow-list
    sandboxed:
      title: Sandboxed
      summary: Code that nobody here wrote.
      podSecurity: restricted
      runtime: [gvisor]
      egress: allow-list
  sizes:
    small:
      title: Small
      summary: A place to try things.
      requests: { cpu: '2', memory: 4Gi, ephemeralStorage: 10Gi }
      limits: { cpu: '4', memory: 8Gi, ephemeralStorage: 20Gi }
      storage: 50Gi
      pods: 20
      container:
        defaultRequest: { cpu: 50m, memory: 64Mi, ephemeralStorage: 128Mi }
        default: { cpu: 250m, memory: 256Mi, ephemeralStorage: 512Mi }
        max: { cpu: '2', memory: 4Gi, ephemeralStorage: 8Gi }
    medium:
      title: Medium
      summary: A handful of services.
      version: 2
      requests: { cpu: '8', memory: 16Gi, ephemeralStorage: 40Gi }
      limits: { cpu: '16', memory: 32Gi, ephemeralStorage: 80Gi }
      storage: 200Gi
      pods: 60
      container:
        defaultRequest: { cpu: 100m, memory: 128Mi, ephemeralStorage: 256Mi }
        default: { cpu: 500m, memory: 512Mi, ephemeralStorage: 1Gi }
        max: { cpu: '4', memory: 8Gi, ephemeralStorage: 16Gi }
`;

export function clusterYaml(name: string, third: number): string {
  return `apiVersion: tenantry.dev/v1
kind: Cluster
metadata:
  name: ${name}
spec:
  title: Cluster ${name}
  kubernetesVersion: '1.34'
  server: https://${name}.example.com:6443
  network:
    plugin: calico
    podCIDRs: [10.${third}.0.0/16]
    serviceCIDRs: [10.${third + 1}.0.0/16]
    nodeCIDRs: [10.${third + 2}.0.0/16]
  policyEngine: kyverno
${
  name === 'prod-1' ? '  runtimes: { gvisor: { handler: runsc } }\n' : ''
}  ingress: { class: shared, namespace: ingress-shared }
`;
}

export const paymentsRequest = {
  name: 'payments',
  title: 'Payments',
  owner: 'group:default/payments',
  access: { admins: ['payments-leads'], developers: ['payments-devs'] },
  profile: 'hardened',
  size: 'small',
  environments: [
    { name: 'dev', cluster: 'dev-1' },
    {
      name: 'prod',
      cluster: 'prod-1',
      size: 'medium',
      hosts: ['pay.example.com'],
      egress: [{ cidr: '203.0.113.0/24', ports: [443] }],
    },
  ],
} as const;

export function tenantYaml(name: string, profile = 'hardened'): string {
  return `apiVersion: tenantry.dev/v1
kind: Tenant
metadata:
  name: ${name}
spec:
  title: Team ${name}
  owner: group:default/${name}
  access:
    admins: [${name}-leads]
  profile: ${profile}
  size: small
  environments:
    - name: dev
      cluster: dev-1
`;
}

/** One control that is switched off in the tenant's environment `dev`. */
export function exceptionsYaml(name: string, changes: object = {}): string {
  const entry = {
    control: 'host-probes',
    environment: 'dev',
    reason: 'The agent answers its probes on the node.',
    ticket: 'SEC-1234',
    approver: 'group:default/security',
    expires: '2027-01-31',
    ...changes,
  };
  return `apiVersion: tenantry.dev/v1
kind: Exceptions
metadata:
  name: ${name}
spec:
  exceptions:
    - ${Object.entries(entry)
      .map(([key, value]) => `${key}: ${value}`)
      .join('\n      ')}
`;
}

export function tenantNamed(name: string, profile?: string): Tenant {
  return unwrap(parseTenant(tenantYaml(name, profile)));
}

export function exampleFleet(tenants: readonly string[] = ['ledger']): Fleet {
  return {
    platform: unwrap(parsePlatform(platformYaml)),
    clusters: [
      unwrap(parseCluster(clusterYaml('dev-1', 32))),
      unwrap(parseCluster(clusterYaml('prod-1', 64))),
    ],
    tenants: tenants.map(name => tenantNamed(name)),
  };
}
