import { attack, attackName, create, sampleOf, unproved } from '../attacks';
import type {
  Attack,
  ClaimAttack,
  ProjectAttack,
  ProjectQuestion,
  ShapeAttack,
  Stage,
} from '../attacks';
import type { Withheld } from '../control';
import { isList, isMap } from '../merge';
import type { Json, JsonMap, PartialObject } from '../objects';
import { appProjectName } from './projectNames';

const argo = 'argoproj.io';

/** Whoever may write one of these where Argo CD looks decides what is deployed, from where and to where. */
export const withheldFromAll: readonly Withheld[] = [
  'applications',
  'applicationsets',
  'appprojects',
].map(resource => ({
  role: 'admin',
  apiGroups: [argo],
  resources: [resource],
  verbs: ['create'],
  clusterWide: true,
}));

type Question = (stage: Stage) => ProjectQuestion;

function refusedByArgo(
  row: string,
  title: string,
  question: Question,
  twin: Question,
  where?: ProjectAttack['where'],
): ProjectAttack {
  return {
    proof: 'argo-cd',
    row,
    title,
    attack: question,
    twin,
    ...(where ? { where } : {}),
  };
}

const server = ({ cluster }: Stage) => cluster.spec.server;
const argoNamespace = ({ platform }: Stage) => platform.spec.argocd.namespace;
const repository = ({ tenant }: Stage) => tenant.spec.repositories[0] ?? '';
const hasRepository: ProjectAttack['where'] = ({ tenant }) =>
  tenant.spec.repositories.length > 0;

const ownNamespace: Question = stage => ({
  destination: { server: server(stage), namespace: stage.namespace },
});

function elsewhere(
  title: string,
  destination: (stage: Stage) => {
    readonly server: string;
    readonly namespace: string;
    readonly name?: string;
  },
): ProjectAttack {
  return refusedByArgo(
    'G02',
    `deploy to ${title}`,
    stage => ({ destination: destination(stage) }),
    ownNamespace,
  );
}

function ofKind(group: string, kind: string, namespaced = true): ProjectAttack {
  return refusedByArgo(
    'G02',
    `deploy a kind that isn't its own to deploy: ${kind}`,
    () => ({ kind: { group, kind, namespaced } }),
    () => ({ kind: { group: 'apps', kind: 'Deployment', namespaced: true } }),
  );
}

function from(title: string, url: (repository: string) => string) {
  return refusedByArgo(
    'G03',
    `deploy from ${title}`,
    stage => ({ source: url(repository(stage)) }),
    stage => ({ source: repository(stage) }),
    hasRepository,
  );
}

/** In its own namespace and where Argo CD runs; the twin shows that the author may create something, just not this. */
function written(
  title: string,
  kind: string,
  resource: string,
  object: (stage: Stage) => JsonMap,
): Attack {
  const harmless = sampleOf('v1/configmaps');
  return attack(
    'G01',
    title,
    stage => {
      const twin = create(
        harmless.resource,
        harmless.kind,
        stage.namespace,
        harmless.object(stage),
      );
      const to = (namespace: string) =>
        create(`${argo}/v1alpha1/${resource}`, kind, namespace, {
          spec: object(stage),
        });
      return [
        {
          route: 'create in its own namespace',
          attack: to(stage.namespace),
          twin,
        },
        {
          route: 'create where Argo CD runs',
          attack: to(argoNamespace(stage)),
          twin,
        },
      ];
    },
    { as: 'admin', by: 'rbac' },
  );
}

const applicationIn = (project: string, stage: Stage): JsonMap => ({
  project,
  source: { repoURL: repository(stage), path: '.', targetRevision: 'HEAD' },
  destination: { server: server(stage), namespace: stage.namespace },
});

const byApi: readonly Attack[] = [
  written(
    'an Application of the project default',
    'Application',
    'applications',
    stage => applicationIn('default', stage),
  ),
  written(
    "an Application of a neighbour's project",
    'Application',
    'applications',
    stage => applicationIn(appProjectName(stage.neighbour.tenant), stage),
  ),
  written(
    'an ApplicationSet, which makes Applications of any project',
    'ApplicationSet',
    'applicationsets',
    stage => ({
      generators: [{ list: { elements: [{}] } }],
      template: {
        metadata: { name: attackName },
        spec: applicationIn('default', stage),
      },
    }),
  ),
  written(
    'a project that allows everything',
    'AppProject',
    'appprojects',
    () => ({
      sourceRepos: ['*'],
      destinations: [{ server: '*', namespace: '*' }],
    }),
  ),
];

const byArgo: readonly ProjectAttack[] = [
  refusedByArgo(
    'G01',
    'use its project from an Application in its own namespace',
    ({ namespace }) => ({ applicationsIn: namespace }),
    stage => ({ applicationsIn: argoNamespace(stage) }),
  ),
  refusedByArgo(
    'G01',
    "deploy its repository in a neighbour's project",
    stage => ({
      project: appProjectName(stage.neighbour.tenant),
      source: repository(stage),
    }),
    stage => ({ source: repository(stage) }),
    hasRepository,
  ),
  refusedByArgo(
    'G01',
    "deploy to its namespace in a neighbour's project",
    stage => ({
      project: appProjectName(stage.neighbour.tenant),
      ...ownNamespace(stage),
    }),
    ownNamespace,
  ),

  elsewhere("a neighbour's namespace", stage => ({
    server: server(stage),
    namespace: stage.neighbour.namespace,
  })),
  elsewhere('kube-system', stage => ({
    server: server(stage),
    namespace: 'kube-system',
  })),
  elsewhere('where Argo CD runs', stage => ({
    server: server(stage),
    namespace: argoNamespace(stage),
  })),
  elsewhere('a namespace whose name begins with its own', stage => ({
    server: server(stage),
    namespace: `${stage.namespace}-2`,
  })),
  elsewhere('no namespace in particular', stage => ({
    server: server(stage),
    namespace: '',
  })),
  elsewhere('another cluster', ({ namespace }) => ({
    server: 'https://elsewhere.example.com:6443',
    namespace,
  })),
  elsewhere('another cluster, of the same name', stage => ({
    server: 'https://elsewhere.example.com:6443',
    name: stage.cluster.metadata.name,
    namespace: stage.namespace,
  })),

  ofKind('', 'Namespace', false),
  ofKind('', 'PersistentVolume', false),
  ofKind('rbac.authorization.k8s.io', 'ClusterRole', false),
  ofKind('rbac.authorization.k8s.io', 'ClusterRoleBinding', false),
  ofKind('apiextensions.k8s.io', 'CustomResourceDefinition', false),
  ofKind('admissionregistration.k8s.io', 'MutatingWebhookConfiguration', false),
  ofKind('', 'ResourceQuota'),
  ofKind('', 'LimitRange'),
  ofKind('', 'Endpoints'),
  ofKind('apps', 'DaemonSet'),
  ofKind(argo, 'Application'),
  ofKind('policies.kyverno.io', 'PolicyException'),
  ofKind('cilium.io', 'CiliumNetworkPolicy'),

  from('a repository whose name begins with its own', url => `${url}-2`),
  from('a repository below its own', url => `${url}/more`),
  from('a repository of the same path on another host', url =>
    url.replace(/\/\/[^/]+/, '//elsewhere.example.com'),
  ),
  from('a host whose name begins with the host', url =>
    url.replace(/\/\/([^/]+)/, '//$1.example.org'),
  ),
  from('a chart in a registry', () => 'oci://registry.example.com/charts'),
  from('nowhere', () => ''),
];

const claims: readonly ClaimAttack[] = [
  ['every repository whose name begins alike', '/payments-*', 'wildcard'],
  ['every repository but one', '/payments/{a,b}', 'wildcard'],
].map(([title, path, says]) => ({
  proof: 'claim',
  row: 'G03',
  title,
  attack: { repositories: [`https://git.example.com${path}`] },
  twin: { repositories: ['https://git.example.com/payments/more.git'] },
  says,
}));

const noGlob = /[*?[\]{}!]/;

function textsOf(value: Json | undefined): string[] {
  if (typeof value === 'string') return [value];
  if (isList(value)) return value.flatMap(textsOf);
  return isMap(value) ? Object.values(value).flatMap(textsOf) : [];
}

function projects(objects: readonly PartialObject[]) {
  return objects
    .filter(({ kind }) => kind === 'AppProject')
    .map(({ metadata, spec }) => ({
      name: metadata.name,
      spec: isMap(spec) ? spec : {},
    }));
}

const shape: readonly ShapeAttack[] = [
  {
    proof: 'shape',
    row: 'G04',
    title: 'profit from a list that is lost when it is empty',
    violations: objects =>
      projects(objects).flatMap(({ name, spec }) => [
        ...Object.entries(spec)
          .filter(([, value]) => isList(value) && value.length === 0)
          .map(([field]) => `${name}: ${field} is empty`),
        // Without it every kind is allowed.
        ...(spec.namespaceResourceWhitelist
          ? []
          : [`${name}: no namespaceResourceWhitelist`]),
      ]),
  },
  {
    proof: 'shape',
    row: 'G04',
    title: 'profit from a pattern where a name was meant',
    violations: objects =>
      projects(objects).flatMap(({ name, spec }) => [
        ...textsOf(spec.destinationServiceAccounts)
          .filter(text => noGlob.test(text))
          .map(text => `${name}: destinationServiceAccounts has ${text}`),
        ...[spec.sourceRepos, spec.namespaceResourceWhitelist]
          .flatMap(textsOf)
          .filter(text => noGlob.test(text))
          .map(text => `${name}: ${text} is a pattern`),
      ]),
  },
];

export const appProjectAttacks: readonly Attack[] = [
  ...byApi,
  ...byArgo,
  ...claims,
  ...shape,
  unproved(
    'G01',
    "an Application of another project through Argo CD's own API",
    'running Argo CD',
    "Argo CD's own roles decide, which are the platform's: policy.default must be empty.",
  ),
  unproved(
    'G03',
    'a kustomization that fetches from elsewhere',
    'running Argo CD',
    'Argo CD compares the repository of the Application, not what a kustomization in it names: where its repository server may connect to is what bounds that.',
  ),
];
