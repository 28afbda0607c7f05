import type { Answer, ClusterClient } from '../client';
import { readFacts } from './readFacts';

/** A cluster that answers these paths, and 404 or 403 to all others. */
function clusterWith(
  bodies: Readonly<Record<string, unknown>>,
  otherwise = 404,
): ClusterClient {
  const answer = (status: number, body: unknown, message = ''): Answer => ({
    status,
    body,
    message,
    warnings: [],
  });
  return {
    server: 'https://prod-1.example.com:6443',
    get: async path => {
      const body = bodies[path.split('?')[0]];
      return body === undefined
        ? answer(otherwise, undefined, 'nodes is forbidden')
        : answer(200, body);
    },
    send: () => Promise.reject(new Error('nothing is sent')),
    lines: () => {
      throw new Error('nothing is watched');
    },
    close: () => undefined,
  };
}

const crd = (name: string, version = 'v1') => ({
  metadata: { name },
  spec: { versions: [{ name: version, served: true }] },
});
const daemon = (name: string, args: string[] = []) => ({
  metadata: { name, namespace: 'kube-system' },
  spec: { template: { spec: { containers: [{ args }] } } },
});
const node = (name: string, address: string, podCIDRs: string[]) => ({
  metadata: { name },
  spec: { podCIDRs },
  status: { addresses: [{ type: 'InternalIP', address }] },
});
const list = (...items: unknown[]) => ({ items });

const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const cilium = {
  '/version': { major: '1', minor: '35+', gitVersion: 'v1.35.2' },
  [crds]: list(
    crd('ciliumnetworkpolicies.cilium.io', 'v2'),
    crd('validatingpolicies.policies.kyverno.io'),
    crd('applications.argoproj.io', 'v1alpha1'),
  ),
  '/api/v1/nodes': list(
    node('a', '10.80.0.4', ['10.64.0.0/24']),
    node('b', '10.80.0.5', ['10.64.1.0/24']),
  ),
  '/apis/apps/v1/daemonsets': list(
    daemon('cilium'),
    daemon('node-local-dns', ['-localip', '169.254.20.10,10.72.0.10']),
  ),
  '/api/v1/namespaces/kube-system/services': list({
    metadata: { name: 'kube-dns' },
    spec: { selector: { 'k8s-app': 'kube-dns' } },
  }),
  '/apis/networking.k8s.io/v1/servicecidrs': list({
    spec: { cidrs: ['10.72.0.0/16'] },
  }),
  '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices': list({
    endpoints: [{ addresses: ['10.81.0.3'] }],
  }),
  '/apis/node.k8s.io/v1/runtimeclasses': list(
    { metadata: { name: 'gvisor' }, handler: 'runsc' },
    {
      metadata: { name: 'kata-fc' },
      handler: 'kata-fc',
      overhead: { podFixed: { cpu: '250m', memory: '130Mi' } },
      scheduling: {
        nodeSelector: { sandbox: 'microvm' },
        tolerations: [{ key: 'sandbox', operator: 'Exists' }],
      },
    },
  ),
  '/apis/storage.k8s.io/v1/storageclasses': list(
    { metadata: { name: 'slow' } },
    {
      metadata: {
        name: 'fast',
        annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
      },
    },
  ),
  '/apis/networking.k8s.io/v1/ingressclasses': list({
    metadata: { name: 'shared' },
  }),
};

describe('readFacts', () => {
  it('reads what a cluster says of itself', async () => {
    const facts = await readFacts(clusterWith(cilium));
    expect(facts).toMatchObject({
      kubernetesVersion: '1.35',
      plugin: 'cilium',
      podCIDRs: ['10.64.0.0/23'],
      serviceCIDRs: ['10.72.0.0/16'],
      nodeCIDRs: ['10.80.0.4/31'],
      controlPlaneCIDRs: ['10.81.0.3/32'],
      dns: {
        podLabels: { 'k8s-app': 'kube-dns' },
        nodeLocalAddresses: ['169.254.20.10'],
      },
      policyEngine: 'kyverno',
      runtimes: {
        gvisor: { handler: 'runsc' },
        firecracker: {
          handler: 'kata-fc',
          overhead: { cpu: '250m', memory: '130Mi' },
          nodeSelector: { sandbox: 'microvm' },
          tolerations: [{ key: 'sandbox', operator: 'Exists' }],
        },
      },
      storageClasses: ['fast', 'slow'],
      defaultStorageClass: 'fast',
      ingressClasses: ['shared'],
      gatewayClasses: [],
      hasArgoCd: true,
    });
    // Ranges of the nodes there are now are no more than that, and it says so.
    expect(facts.notes).toEqual([
      expect.stringContaining("pods' addresses are those of the 2 nodes"),
      expect.stringContaining("nodes' addresses are those of the 2 nodes"),
    ]);
  });

  it('believes the plugin that gives addresses more than the nodes', async () => {
    const calico = await readFacts(
      clusterWith({
        ...cilium,
        [crds]: list(crd('ippools.crd.projectcalico.org')),
        '/apis/apps/v1/daemonsets': list(daemon('calico-node')),
        '/apis/crd.projectcalico.org/v1/ippools': list(
          { spec: { cidr: '192.168.0.0/16' } },
          { spec: { cidr: '192.0.2.0/24', disabled: true } },
        ),
      }),
    );
    expect(calico).toMatchObject({
      plugin: 'calico',
      podCIDRs: ['192.168.0.0/16'],
    });
    const pool = await readFacts(
      clusterWith({
        ...cilium,
        '/api/v1/namespaces/kube-system/configmaps/cilium-config': {
          data: {
            ipam: 'cluster-pool',
            'cluster-pool-ipv4-cidr': '10.64.0.0/13',
          },
        },
      }),
    );
    expect(pool.podCIDRs).toEqual(['10.64.0.0/13']);
  });

  it('names a plugin that may not keep tenants apart, and a missing policy engine', async () => {
    const facts = await readFacts(
      clusterWith({
        ...cilium,
        [crds]: list(crd('validatingpolicies.policies.kyverno.io', 'v1alpha1')),
        '/apis/apps/v1/daemonsets': list(daemon('kube-flannel-ds')),
      }),
    );
    expect(facts.plugin).toBe('other');
    expect(facts.policyEngine).toBeUndefined();
    expect(facts.notes.join('\n')).toMatch(
      /kube-flannel-ds; make sure that it enforces NetworkPolicy/,
    );
    expect(facts.notes.join('\n')).toMatch(/an older Kyverno than 1\.19/);
  });

  it('takes the API server for the policy engine where that is new enough', async () => {
    const facts = await readFacts(
      clusterWith({
        ...cilium,
        '/version': { major: '1', minor: '36' },
        [crds]: list(crd('ciliumnetworkpolicies.cilium.io', 'v2')),
      }),
    );
    expect(facts.policyEngine).toBe('native');
  });

  it('guesses nothing where it may not look, and says what it could not read', async () => {
    const facts = await readFacts(
      clusterWith({ '/version': cilium['/version'] }, 403),
    );
    expect(facts).toMatchObject({
      kubernetesVersion: '1.35',
      runtimes: {},
      storageClasses: [],
    });
    for (const field of [
      'plugin',
      'podCIDRs',
      'serviceCIDRs',
      'nodeCIDRs',
      'dns',
      'policyEngine',
    ])
      expect(facts).not.toHaveProperty(field);
    expect(facts.notes).toContain(
      'nodes could not be read: nodes is forbidden',
    );
  });
});
