import { z } from 'zod';
import { Cidr, IpAddress } from './cidrs';
import { cidrsOverlap } from './cidrSets';
import { document } from './document';
import {
  DnsName,
  KubernetesVersion,
  labels,
  ServerUrl,
  UserName,
} from './kubernetesTexts';
import { resourceName } from './names';
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
  })
  .describe('Where names are resolved.');

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
      .literal('kyverno')
      .describe('What enforces the admission rules.'),
    runtimes: Runtimes.prefault({}),
    ingress: z
      .strictObject({
        class: DnsName.describe('The ingress class that tenants share.'),
      })
      .optional()
      .describe(
        'How tenants are reached from outside; without it host names are refused.',
      ),
    platformUsers: uniqueList(UserName, { what: 'user', min: 1, max: 50 })
      .default(['system:serviceaccount:argocd:argocd-application-controller'])
      .describe("Users that may change the platform's own objects."),
  })
  .describe('Facts about the cluster.');
export type ClusterSpec = z.output<typeof ClusterSpec>;

/** Facts about one cluster: `clusters/<name>/cluster.yaml`. */
export const Cluster = document('Cluster', {
  name: resourceName("The cluster's name.", 'prod-1'),
  spec: ClusterSpec,
  description: 'A cluster that tenants share.',
});
export type Cluster = z.output<typeof Cluster>;

function cidrs(min: number) {
  return uniqueList(Cidr, { what: 'range', min, max: 50 });
}
