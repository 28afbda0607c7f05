import { objectAttack } from '../attacks';
import { quota } from '../builders';
import { defineControl } from '../control';
import type { JsonMap } from '../objects';

const ports = [{ port: 80 }];

function serviceAttack(row: string, title: string, spec: JsonMap) {
  return objectAttack(row, title, {
    resource: 'v1/services',
    kind: 'Service',
    attack: { spec },
    twin: { spec: { ports } },
  });
}

const secondLine =
  "the rule refuses the same Services first; the quota also holds while a policy engine outside the API server doesn't run";

/**
 * Services are reached from inside the cluster; from outside only through routes.
 *
 * Fields: Service spec.type, spec.externalIPs. Allowed: type ClusterIP, headless ones included; no external IPs.
 * Fields that only count for a LoadBalancer (its class, address, source ranges) need no rule of their own.
 * Contributes: ResourceQuota entries services.nodeports 0 and services.loadbalancers 0.
 */
export const serviceExposure = defineControl({
  id: 'service-exposure',
  title: 'No side door: Services stay inside',
  component: 'ingress',
  why: 'A node port opens on every node, an external IP takes over an address for the whole cluster, and an ExternalName lends a trusted name to a foreign one. Each is a way in or out that no route and no network policy sees.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types',
    'https://github.com/kubernetes/kubernetes/issues/97076',
    'https://github.com/kubernetes/enhancements/issues/5707',
  ],
  stops: [
    { id: 'I01', attempt: 'open a NodePort or a LoadBalancer' },
    { id: 'I02', attempt: "take over a neighbour's address as an external IP" },
    {
      id: 'I03',
      attempt: 'point a name of the cluster at the metadata service',
    },
  ],
  assumed: ['nodeports', 'loadbalancers'].map(kind => ({
    part: `ResourceQuota tenantry hard services.${kind}`,
    why: secondLine,
  })),
  environment: context => [
    quota(context, {
      'services.nodeports': '0',
      'services.loadbalancers': '0',
    }),
  ],
  rules: [
    {
      on: 'services',
      require: "variables.spec.?type.orValue('ClusterIP') == 'ClusterIP'",
      message:
        'a Service must be of type ClusterIP; to be reached from outside, use an Ingress or a route of the Gateway API',
    },
    {
      on: 'services',
      require: 'size(variables.spec.?externalIPs.orValue([])) == 0',
      message: 'a Service must not have externalIPs',
    },
  ],
  attacks: [
    serviceAttack('I01', 'a node port', { type: 'NodePort', ports }),
    serviceAttack('I01', 'a load balancer', { type: 'LoadBalancer', ports }),
    serviceAttack('I01', 'a load balancer of another class, on an address', {
      type: 'LoadBalancer',
      loadBalancerClass: 'example.com/public',
      loadBalancerIP: '203.0.113.7',
      ports,
    }),
    serviceAttack('I01', 'a load balancer without node ports', {
      type: 'LoadBalancer',
      allocateLoadBalancerNodePorts: false,
      ports,
    }),
    serviceAttack('I02', "a neighbour's address as external IP", {
      externalIPs: ['203.0.113.7'],
      ports,
    }),
    ...[
      ['the metadata service', 'metadata.google.internal'],
      ["a neighbour's service", 'web.other-prod.svc.cluster.local'],
      ['an internal host', 'vault.corp.example'],
    ].map(([what, externalName]) =>
      objectAttack('I03', `a name for ${what}`, {
        resource: 'v1/services',
        kind: 'Service',
        attack: { spec: { type: 'ExternalName', externalName, ports } },
        twin: { spec: { ports } },
      }),
    ),
  ],
});
