import { z } from 'zod';
import { Cidr, IpAddress } from './cidrs';
import { cidrsOverlap } from './cidrSets';
import { document } from './document';
import {
  Audience,
  DnsName,
  KubernetesVersion,
  LabelKey,
  labels,
  ResourceName,
  ServerUrl,
  UserName,
} from './kubernetesTexts';
import { resourceName, TenantName } from './names';
import { RuntimeFacts } from './runtime';
import { freeText } from './text';
import { complain, uniqueList, whenSound } from './valueType';

const Network = z
  .strictObject({
    plugin: z
      .enum(['cilium', 'calico', 'other'])
      .describe('The network plugin: cilium, calico or other.'),
    podCIDRs: cidrs(1).describe('Addresses of pods.'),
    serviceCIDRs: cidrs(1).describe('Addresses of services.'),
    nodeCIDRs: cidrs(1).describe('Addresses of nodes.'),
    controlPlaneCIDRs: cidrs(0)
      .default([])
      .describe('Addresses of the control plane, where they are others.'),
    clusterNetworkPolicy: z
      .boolean()
      .default(false)
      .describe(
        'Whether the plugin enforces ClusterNetworkPolicy (policy.networking.k8s.io/v1alpha2).',
      ),
  })
  .superRefine(
    ({ podCIDRs, serviceCIDRs }, context) =>
      serviceCIDRs.forEach((service, index) => {
        const pods = podCIDRs.find(cidr => cidrsOverlap(cidr, service));
        if (pods) {
          complain(
            context,
            {
              message: `${service} overlaps the pods' ${pods}; no cluster works like that, so one of the two is wrong`,
            },
            ['serviceCIDRs', index],
          );
        }
      }),
    { when: whenSound('podCIDRs', 'serviceCIDRs') },
  )
  .describe("The cluster's own addresses, which no tenant may reach directly.");

const Dns = z
  .strictObject({
    namespace: DnsName.default('kube-system').describe(
      'The namespace of the DNS pods.',
    ),
    podLabels: labels('Labels of the DNS pods.').default({
      'k8s-app': 'kube-dns',
    }),
    nodeLocalAddresses: uniqueList(IpAddress, { what: 'address', max: 10 })
      .default([])
      .describe('Addresses of a DNS cache on each node, if there is one.'),
    coredns: z
      .strictObject({
        zone: DnsName.default('cluster.local').describe(
          "The cluster's DNS zone.",
        ),
        upstreams: uniqueList(IpAddress, {
          what: 'address',
          min: 1,
          max: 15,
        }).describe('Resolvers for every other name.'),
        configMap: DnsName.default('coredns').describe(
          'The ConfigMap CoreDNS reads its Corefile from.',
        ),
      })
      .optional()
      .describe(
        "CoreDNS, where Tenantry is to write its configuration; without it the cluster's own stays.",
      ),
  })
  .describe('Where names are resolved.');

const Gateway = z
  .strictObject({
    class: DnsName.describe("The GatewayClass of tenants' own gateways."),
    namespace: DnsName.describe(
      'The namespace its proxies run in, from which traffic comes.',
    ),
    shared: z
      .strictObject({
        namespace: DnsName.describe('Its namespace.'),
        name: DnsName.describe('Its name.'),
      })
      .optional()
      .describe('The Gateway that tenants without one of their own share.'),
  })
  .describe('How tenants are reached through the Gateway API.');

const Devices = z
  .strictObject({
    extendedResources: uniqueList(ResourceName, { what: 'resource', max: 50 })
      .default([])
      .describe('Resources of device plugins, such as nvidia.com/gpu.'),
    deviceClasses: uniqueList(DnsName, { what: 'device class', max: 50 })
      .default([])
      .describe('Classes of dynamic resource allocation.'),
  })
  .describe('Devices that pods may ask for; each counts in the quota.');

const Runtimes = z
  .strictObject({
    gvisor: RuntimeFacts.optional(),
    kata: RuntimeFacts.optional(),
    firecracker: RuntimeFacts.optional(),
  })
  .describe('Sandboxes that the cluster offers.');

export const ClusterSpec = z
  .strictObject({
    title: freeText('What people call the cluster.', {
      examples: ['Production'],
    }),
    kubernetesVersion: KubernetesVersion,
    server: ServerUrl,
    network: Network,
    dns: Dns.prefault({}),
    policyEngine: z
      .enum(['kyverno', 'native'])
      .describe(
        'What enforces the admission rules: kyverno (1.19 or newer), or the API server itself (native, Kubernetes 1.36 or newer).',
      ),
    runtimes: Runtimes.prefault({}),
    ingress: z
      .strictObject({
        class: DnsName.describe('The ingress class that tenants share.'),
        namespace: DnsName.describe(
          'The namespace its controller runs in, from which traffic comes.',
        ),
      })
      .optional()
      .describe(
        'How tenants are reached from outside; without it and gateway host names are refused.',
      ),
    gateway: Gateway.optional(),
    routeAnnotations: uniqueList(LabelKey, { what: 'annotation', max: 100 })
      .default([])
      .describe(
        'Annotations of controllers that tenants may set on routes and services.',
      ),
    nodePools: uniqueList(TenantName, { what: 'tenant', max: 500 })
      .default([])
      .describe(
        'Tenants with nodes of their own, labelled and tainted with the name of the tenant.',
      ),
    storageClasses: uniqueList(DnsName, { what: 'class', max: 50 })
      .default([])
      .describe('Storage classes that tenants may use.'),
    priorityClasses: uniqueList(DnsName, { what: 'class', max: 50 })
      .default([])
      .describe(
        "Priority classes that tenants may use, with the cluster's default one, if it has any.",
      ),
    csiDrivers: uniqueList(DnsName, { what: 'driver', max: 50 })
      .default([])
      .describe('CSI drivers that pods may mount inline.'),
    tokenAudiences: uniqueList(Audience, { what: 'audience', max: 50 })
      .default([])
      .describe(
        "Audiences that a pod's tokens may be for, besides the API server.",
      ),
    devices: Devices.prefault({}),
    userNamespaces: z
      .boolean()
      .default(false)
      .describe('Whether the nodes can run pods in user namespaces.'),
    platformUsers: uniqueList(UserName, { what: 'user', min: 1, max: 50 })
      .default(['system:serviceaccount:argocd:argocd-application-controller'])
      .describe("Users that may change the platform's own objects."),
  })
  .superRefine(
    ({ policyEngine, kubernetesVersion }, context) => {
      if (policyEngine === 'native' && minorOf(kubernetesVersion) < 36) {
        complain(
          context,
          {
            message: `native needs Kubernetes 1.36, where the API server can also set fields, and the cluster has ${kubernetesVersion}`,
            example: 'kyverno',
          },
          ['policyEngine'],
        );
      }
    },
    { when: whenSound('policyEngine', 'kubernetesVersion') },
  )
  .describe('Facts about the cluster.');
export type ClusterSpec = z.output<typeof ClusterSpec>;
/** As it may be written: what has a default may be left out. */
export type ClusterSpecInput = z.input<typeof ClusterSpec>;

/** Facts about one cluster: `clusters/<name>/cluster.yaml`. */
export const Cluster = document('Cluster', {
  name: resourceName("The cluster's name.", 'prod-1'),
  spec: ClusterSpec,
  description: 'A cluster that tenants share.',
});
export type Cluster = z.output<typeof Cluster>;

function minorOf(version: string): number {
  return Number(version.slice('1.'.length));
}

function cidrs(min: number) {
  return uniqueList(Cidr, { what: 'range', min, max: 50 });
}
