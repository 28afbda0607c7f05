import type { MissingFlag } from '../tenants/missingText';

/** A new repository as flags give it, each as it was typed; lists with commas. */
export interface InitFlags {
  readonly name?: string;
  readonly title?: string;
  readonly repositoryUrl?: string;
  readonly branch?: string;
  readonly registry?: readonly string[];
  readonly groupPrefix?: string;
  readonly cluster?: string;
  readonly clusterTitle?: string;
  readonly server?: string;
  readonly kubernetesVersion?: string;
  readonly networkPlugin?: string;
  readonly podCidr?: string;
  readonly serviceCidr?: string;
  readonly nodeCidr?: string;
  readonly controlPlaneCidr?: string;
  readonly policyEngine?: string;
  readonly storageClass?: readonly string[];
  readonly ingressClass?: string;
  readonly ingressNamespace?: string;
  readonly gatewayClass?: string;
  readonly gatewayNamespace?: string;
  readonly reviewers?: string;
  readonly platformLeads?: string;
  readonly forge?: string;
}

export interface InitFlag extends MissingFlag {
  readonly key: keyof InitFlags;
  /** Where it ends up, for a problem that is found there: the document, then the path. */
  readonly at?: string;
  /** The question for it, where it is needed. */
  readonly question?: string;
  /** What may be answered, where only some will do. */
  readonly choices?: readonly string[];
}

/** What nobody can do without, in the order in which it is asked. */
export const neededFlags: readonly InitFlag[] = [
  {
    key: 'name',
    flag: '--name example',
    what: "the platform's name",
    at: 'platform.metadata.name',
    question: 'What is the platform called, in one lower-case word?',
  },
  {
    key: 'repositoryUrl',
    flag: '--repository-url https://git.example.com/platform/tenants.git',
    what: 'the address of this repository, as Argo CD reads it',
    at: 'platform.spec.repository.url',
    question: 'At which address will Argo CD read this repository?',
  },
  {
    key: 'registry',
    flag: '--registry registry.example.com',
    what: 'where images may come from; may be repeated',
    at: 'platform.spec.registries',
    question: 'Where may images come from? (registries, with commas)',
  },
  {
    key: 'reviewers',
    flag: '--reviewers @example/platform',
    what: 'the team that reviews requests',
    question: 'Which team of your forge reviews requests?',
  },
  {
    key: 'platformLeads',
    flag: '--platform-leads @example/platform-leads',
    what: 'the team that decides what holds for everybody',
    question: 'Which team decides what holds for everybody?',
  },
  {
    key: 'cluster',
    flag: '--cluster prod-1',
    what: 'the name of the first cluster',
    at: 'cluster.metadata.name',
    question: 'What is the first cluster called?',
  },
  {
    key: 'server',
    flag: '--server https://prod-1.example.com:6443',
    what: 'its API server, exactly as Argo CD names the destination',
    at: 'cluster.spec.server',
    question: 'What does Argo CD call its API server?',
  },
  {
    key: 'kubernetesVersion',
    flag: '--kubernetes-version 1.36',
    what: 'the minor version of Kubernetes that it runs',
    at: 'cluster.spec.kubernetesVersion',
    question: 'Which minor version of Kubernetes does it run?',
  },
  {
    key: 'networkPlugin',
    flag: '--network-plugin cilium',
    what: 'its network plugin: cilium, calico or other',
    at: 'cluster.spec.network.plugin',
    question: 'Which network plugin does it have?',
    choices: ['cilium', 'calico', 'other'],
  },
  {
    key: 'podCidr',
    flag: '--pod-cidr 10.64.0.0/13',
    what: 'all addresses of pods, ranges with commas',
    at: 'cluster.spec.network.podCIDRs',
    question: 'Which addresses do pods have? (ranges, with commas)',
  },
  {
    key: 'serviceCidr',
    flag: '--service-cidr 10.72.0.0/16',
    what: 'all addresses of services',
    at: 'cluster.spec.network.serviceCIDRs',
    question: 'Which addresses do services have?',
  },
  {
    key: 'nodeCidr',
    flag: '--node-cidr 10.80.0.0/21',
    what: 'all addresses of nodes, those to come included',
    at: 'cluster.spec.network.nodeCIDRs',
    question: 'Which addresses do nodes have, those to come included?',
  },
  {
    key: 'policyEngine',
    flag: '--policy-engine kyverno',
    what: 'what enforces the rules: kyverno, or native from Kubernetes 1.36 on',
    at: 'cluster.spec.policyEngine',
    question: 'What enforces the rules?',
    choices: ['kyverno', 'native'],
  },
];

/** What has a default, or may be left out. */
export const openFlags: readonly InitFlag[] = [
  {
    key: 'title',
    flag: '--title <text>',
    what: 'what people call the platform; default: from its name',
    at: 'platform.spec.title',
  },
  {
    key: 'branch',
    flag: '--branch <name>',
    what: "the branch that Argo CD reads, the repository's default branch; default: main",
    at: 'platform.spec.repository.branch',
  },
  {
    key: 'groupPrefix',
    flag: '--group-prefix <text>',
    what: 'what the API server puts before the names of groups, such as oidc:; default: nothing',
    at: 'platform.spec.groupPrefix',
  },
  {
    key: 'clusterTitle',
    flag: '--cluster-title <text>',
    what: 'what people call the cluster; default: from its name',
    at: 'cluster.spec.title',
  },
  {
    key: 'controlPlaneCidr',
    flag: '--control-plane-cidr <ranges>',
    what: 'addresses of the control plane, where they are others than the nodes’',
    at: 'cluster.spec.network.controlPlaneCIDRs',
  },
  {
    key: 'storageClass',
    flag: '--storage-class <name>',
    what: 'a storage class that tenants may use; may be repeated',
    at: 'cluster.spec.storageClasses',
  },
  {
    key: 'ingressClass',
    flag: '--ingress-class <name>',
    what: 'the ingress class that tenants share; with --ingress-namespace',
    at: 'cluster.spec.ingress.class',
  },
  {
    key: 'ingressNamespace',
    flag: '--ingress-namespace <name>',
    what: 'the namespace that its controller runs in',
    at: 'cluster.spec.ingress.namespace',
  },
  {
    key: 'gatewayClass',
    flag: '--gateway-class <name>',
    what: "the GatewayClass of tenants' own gateways; with --gateway-namespace",
    at: 'cluster.spec.gateway.class',
  },
  {
    key: 'gatewayNamespace',
    flag: '--gateway-namespace <name>',
    what: 'the namespace that its proxies run in',
    at: 'cluster.spec.gateway.namespace',
  },
];

export const initFlags: readonly InitFlag[] = [...neededFlags, ...openFlags];

export const repeated: readonly (keyof InitFlags)[] = [
  'registry',
  'storageClass',
];
