import type { ClusterFacts } from '@tenantry/cluster';
import { newRepository } from '@tenantry/gitops';
import { missingInitFlags } from './askForInit';
import { repositoryFromFlags } from './repositoryFromFlags';
import { withFacts } from './withFacts';

const facts: ClusterFacts = {
  kubernetesVersion: '1.35',
  plugin: 'cilium',
  podCIDRs: ['10.64.0.0/23'],
  serviceCIDRs: ['10.72.0.0/16'],
  nodeCIDRs: ['10.80.0.4/31'],
  controlPlaneCIDRs: ['10.81.0.3/32'],
  dns: {
    namespace: 'kube-system',
    podLabels: { 'k8s-app': 'kube-dns' },
    nodeLocalAddresses: ['169.254.20.10'],
  },
  policyEngine: 'kyverno',
  runtimes: { gvisor: { handler: 'runsc' } },
  storageClasses: ['fast', 'slow'],
  defaultStorageClass: 'fast',
  ingressClasses: ['shared'],
  gatewayClasses: ['edge'],
  hasArgoCd: false,
  notes: ["its pods' addresses are those of the 2 nodes there are now"],
};

const own = {
  name: 'example',
  repositoryUrl: 'https://git.example.com/platform/tenants.git',
  registry: ['registry.example.com'],
  reviewers: '@example/platform',
  platformLeads: '@example/leads',
  cluster: 'prod-1',
};
const server = 'https://prod-1.example.com:6443';

describe('withFacts', () => {
  it('needs nothing but what no cluster knows', () => {
    const { flags } = withFacts(own, facts, server);
    expect(missingInitFlags(flags)).toEqual([]);
    const made = newRepository(repositoryFromFlags(flags, facts, '1.2.3'));
    if (!made.ok) throw new Error(made.problems[0].message);
    expect(made.value.get('clusters/prod-1/cluster.yaml')).toContain(
      'nodeLocalAddresses: [169.254.20.10]',
    );
    expect(made.value.get('clusters/prod-1/cluster.yaml')).toContain(
      'handler: runsc',
    );
  });

  it('believes a flag more than the cluster, and drops what is to be known of it', () => {
    const { flags, notes } = withFacts(
      { ...own, podCidr: '10.64.0.0/13', server },
      facts,
      'https://127.0.0.1:6443',
    );
    expect([flags.podCidr, flags.server]).toEqual(['10.64.0.0/13', server]);
    expect(notes.join('\n')).not.toMatch(/pods' addresses|kubeconfig/);
  });

  it('offers no class that nobody named, and says which there are', () => {
    const { flags, notes } = withFacts(own, facts, server);
    expect(flags).not.toHaveProperty('ingressClass');
    expect(flags.storageClass).toEqual(['fast']);
    expect(notes.join('\n')).toMatch(/there is also slow/);
    expect(notes.join('\n')).toMatch(/no ingress class .* shared/);
    expect(notes.join('\n')).toMatch(/no gateway class .* edge/);
  });

  it('says what it took the API server for', () => {
    expect(withFacts(own, facts, server).notes[0]).toMatch(
      /taken from the kubeconfig/,
    );
    const beside = withFacts(own, { ...facts, hasArgoCd: true }, server);
    expect(beside.flags.server).toBe('https://kubernetes.default.svc');
    expect(beside.notes[0]).toMatch(/taken to run there/);
  });

  it('leaves missing what could not be read', () => {
    const { podCIDRs: _, plugin: __, dns: ___, ...rest } = facts;
    const { flags, notes } = withFacts(own, rest, server);
    expect(missingInitFlags(flags).map(({ key }) => key)).toEqual([
      'networkPlugin',
      'podCidr',
    ]);
    expect(notes.join('\n')).toMatch(/DNS service could not be read/);
  });
});
