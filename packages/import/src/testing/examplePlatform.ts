import { unwrap, validateCluster, validatePlatform } from '@tenantry/model';
import type { InputFile } from '../read/readNamespaces';

/** A platform with two sizes and a profile for each kind of egress. */
export const platform = unwrap(
  validatePlatform({
    apiVersion: 'tenantry.dev/v1',
    kind: 'Platform',
    metadata: { name: 'example' },
    spec: {
      title: 'Example',
      repository: { url: 'https://git.example.com/platform/tenants.git' },
      groupPrefix: 'oidc:',
      registries: ['registry.example.com'],
      defaults: { profile: 'open', size: 'small' },
      profiles: {
        open: profile('restricted', 'internet'),
        hardened: profile('restricted', 'allow-list'),
        shared: profile('baseline', 'internet'),
      },
      sizes: { small: size(20, '1'), large: size(100, '4') },
    },
  }),
);

export const cluster = unwrap(
  validateCluster({
    apiVersion: 'tenantry.dev/v1',
    kind: 'Cluster',
    metadata: { name: 'prod-1' },
    spec: {
      title: 'Production',
      kubernetesVersion: '1.36',
      server: 'https://prod-1.k8s.example.com:6443',
      network: {
        plugin: 'calico',
        podCIDRs: ['10.64.0.0/13'],
        serviceCIDRs: ['10.72.0.0/16'],
        nodeCIDRs: ['10.80.0.0/21'],
      },
      policyEngine: 'native',
      ingress: { class: 'shared', namespace: 'ingress-shared' },
    },
  }),
);

/** A namespace as somebody wrote it: its Namespace, its people, and whatever else there is. */
export function namespaceFiles(
  name: string,
  {
    owner,
    groups = [owner],
    others = [],
    labels = {},
  }: {
    readonly owner: string;
    readonly groups?: readonly string[];
    readonly others?: readonly string[];
    readonly labels?: Readonly<Record<string, string>>;
  },
): InputFile[] {
  return [
    {
      path: `${name}/namespace.yaml`,
      text: `apiVersion: v1
kind: Namespace
metadata:
  name: ${name}
  labels:
    pod-security.kubernetes.io/enforce: restricted
${Object.entries(labels)
  .map(([key, value]) => `    ${key}: ${value}\n`)
  .join('')}  annotations:
    example.com/team-name: ${owner}
`,
    },
    {
      path: `${name}/rbac.yaml`,
      text: binding(name, groups),
    },
    ...others.map((text, index) => ({
      path: `${name}/other-${index}.yaml`,
      text,
    })),
  ];
}

export function binding(
  namespace: string,
  groups: readonly string[],
  role = 'admin',
): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: ${namespace}-${role}, namespace: ${namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role} }
subjects:
${groups
  .map(
    group =>
      `  - { kind: Group, name: "oidc:${group}", apiGroup: rbac.authorization.k8s.io }\n`,
  )
  .join('')}`;
}

/** A NetworkPolicy of all pods, with these rules in YAML flow style. */
export function policy(namespace: string, name: string, spec: string): string {
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: ${namespace} }
spec: { podSelector: {}, ${spec} }
`;
}

export function quota(namespace: string, hard: string): string {
  return `apiVersion: v1
kind: ResourceQuota
metadata: { name: quota, namespace: ${namespace} }
spec: { hard: { ${hard} } }
`;
}

function profile(podSecurity: string, egress: string) {
  return {
    title: podSecurity,
    summary: `Pods are ${podSecurity}.`,
    podSecurity,
    runtime: 'host',
    egress,
  };
}

function size(pods: number, cpu: string) {
  const amounts = { cpu, memory: '1Gi', ephemeralStorage: '1Gi' };
  return {
    title: `${pods} pods`,
    summary: 'So many pods.',
    requests: { cpu: '100', memory: '100Gi', ephemeralStorage: '100Gi' },
    limits: { cpu: '100', memory: '100Gi', ephemeralStorage: '100Gi' },
    storage: '100Gi',
    pods,
    container: { defaultRequest: amounts, default: amounts, max: amounts },
  };
}
