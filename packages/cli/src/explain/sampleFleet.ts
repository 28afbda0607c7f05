import {
  API_VERSION,
  defaultOffer,
  unwrap,
  validateCluster,
  validatePlatform,
  validateTenant,
} from '@tenantry/model';
import type { Fleet } from '@tenantry/model';

const apiVersion = API_VERSION;

const platform = {
  apiVersion,
  kind: 'Platform',
  metadata: { name: 'example' },
  spec: {
    title: 'Example',
    repository: { url: 'https://git.example.com/platform/tenants.git' },
    registries: ['registry.example.com'],
    ...defaultOffer,
  },
};

const cluster = {
  apiVersion,
  kind: 'Cluster',
  metadata: { name: 'prod-1' },
  spec: {
    title: 'Production',
    kubernetesVersion: '1.36',
    server: 'https://prod-1.example.com:6443',
    network: {
      plugin: 'cilium',
      podCIDRs: ['10.64.0.0/13'],
      serviceCIDRs: ['10.72.0.0/16'],
      nodeCIDRs: ['10.80.0.0/21'],
      clusterNetworkPolicy: true,
    },
    dns: { coredns: { upstreams: ['192.0.2.53'] } },
    policyEngine: 'kyverno',
    runtimes: { gvisor: { handler: 'runsc' } },
    ingress: { class: 'shared', namespace: 'ingress-shared' },
    gateway: {
      class: 'edge',
      namespace: 'edge',
      shared: { namespace: 'edge', name: 'public' },
    },
    nodePools: ['payments'],
    storageClasses: ['fast'],
    priorityClasses: ['batch'],
    csiDrivers: ['secrets-store.csi.k8s.io'],
    tokenAudiences: ['vault'],
    devices: { extendedResources: ['nvidia.com/gpu'] },
    userNamespaces: true,
  },
};

const payments = {
  apiVersion,
  kind: 'Tenant',
  metadata: { name: 'payments' },
  spec: {
    title: 'Payments',
    owner: 'group:default/payments',
    access: {
      admins: ['payments-leads'],
      developers: ['payments-devs'],
      viewers: ['audit'],
    },
    profile: 'hardened',
    size: 'medium',
    repositories: ['https://git.example.com/payments/deploy.git'],
    environments: [
      {
        name: 'prod',
        cluster: 'prod-1',
        hosts: ['pay.example.com'],
        egress: [{ cidr: '203.0.113.0/26', ports: [443] }],
        peers: [{ tenant: 'ledger', environment: 'prod', ports: [8443] }],
      },
      { name: 'dev', cluster: 'prod-1', profile: 'shared', size: 'small' },
      { name: 'build', cluster: 'prod-1', profile: 'sandboxed' },
      {
        name: 'vault',
        cluster: 'prod-1',
        profile: 'dedicated',
        hosts: ['vault.example.com'],
      },
    ],
  },
};

const ledger = {
  apiVersion,
  kind: 'Tenant',
  metadata: { name: 'ledger' },
  spec: {
    title: 'Ledger',
    owner: 'group:default/ledger',
    access: { admins: ['ledger-leads'] },
    profile: 'hardened',
    size: 'small',
    environments: [
      {
        name: 'prod',
        cluster: 'prod-1',
        peers: [{ tenant: 'payments', environment: 'prod', ports: [8443] }],
      },
    ],
  },
};

/** A made-up platform on which every control has something to say: its cluster has all there is, its tenant every profile. */
export function sampleFleet(): Fleet {
  return {
    platform: unwrap(validatePlatform(platform)),
    clusters: [unwrap(validateCluster(cluster))],
    tenants: [payments, ledger].map(tenant => unwrap(validateTenant(tenant))),
  };
}
