import {
  attack,
  attackName,
  create,
  sampleOf,
  unproved,
  withheld,
} from '../attacks';
import type {
  ApiRequest,
  Attack,
  ProjectAttack,
  ProjectQuestion,
  Stage,
} from '../attacks';
import {
  labels,
  guardRailsAccount,
  guardRailsUser,
  systemNamespace,
} from '../names';
import { isList, isMap } from '../merge';
import type { Json, JsonMap, PartialObject } from '../objects';
import { platformUserOf } from './platformAccount';
import { guardRailProject, platformProject } from './projectNames';

type Question = (stage: Stage) => ProjectQuestion;

function refusedByArgo(
  title: string,
  attacked: Question,
  twin: Question,
  where?: ProjectAttack['where'],
): ProjectAttack {
  return {
    proof: 'argo-cd',
    row: 'G05',
    title,
    attack: attacked,
    twin,
    ...(where ? { where } : {}),
  };
}

function ofKind(kind: string, group: string, namespaced: boolean): Question {
  return () => ({
    project: guardRailProject,
    kind: { kind, group, namespaced },
  });
}

/** Whom an Application of the project deploys as, in a namespace of the stage's cluster. */
function accountIn(
  project: string,
  namespaceOf: (stage: Stage) => string,
  userOf: (stage: Stage) => string,
): Question {
  return stage => ({
    project,
    account: {
      server: stage.cluster.spec.server,
      namespace: namespaceOf(stage),
      user: userOf(stage),
    },
  });
}

const system = () => systemNamespace;
const tenantNamespace = ({ namespace }: Stage) => namespace;
const applier = () => guardRailsUser;
const platformUser = ({ cluster }: Pick<Stage, 'cluster'>) =>
  platformUserOf(cluster) ?? '';

const byArgo: readonly ProjectAttack[] = [
  refusedByArgo(
    "take guard-rails from a tenant's repository",
    ({ tenant }) => ({
      project: guardRailProject,
      source: tenant.spec.repositories[0] ?? '',
    }),
    ({ platform }) => ({
      project: guardRailProject,
      source: platform.spec.repository.url,
    }),
  ),
  refusedByArgo(
    "take the platform's objects from a tenant's repository",
    ({ tenant }) => ({
      project: platformProject,
      source: tenant.spec.repositories[0] ?? '',
    }),
    ({ platform }) => ({
      project: platformProject,
      source: platform.spec.repository.url,
    }),
  ),
  refusedByArgo(
    'deploy guard-rails to another cluster',
    () => ({
      project: guardRailProject,
      destination: {
        server: 'https://elsewhere.example.com:6443',
        namespace: systemNamespace,
      },
    }),
    ({ cluster }) => ({
      project: guardRailProject,
      destination: { server: cluster.spec.server, namespace: systemNamespace },
    }),
  ),
  refusedByArgo(
    'deploy what is no guard-rail: a pod',
    ofKind('Pod', '', true),
    ofKind('ResourceQuota', '', true),
  ),
  refusedByArgo(
    'deploy what is no guard-rail: a role for the whole cluster',
    ofKind('ClusterRoleBinding', 'rbac.authorization.k8s.io', false),
    ofKind('Namespace', '', false),
  ),
  refusedByArgo(
    "deploy the platform's objects into a tenant's namespace",
    ({ cluster, namespace }) => ({
      project: platformProject,
      destination: { server: cluster.spec.server, namespace },
    }),
    ({ cluster }) => ({
      project: platformProject,
      destination: { server: cluster.spec.server, namespace: systemNamespace },
    }),
  ),
  refusedByArgo(
    "be the guard-rails' account from a tenant's namespace",
    accountIn(guardRailProject, tenantNamespace, applier),
    accountIn(guardRailProject, system, applier),
  ),
  refusedByArgo(
    "be the platform's account from a tenant's namespace",
    accountIn(platformProject, tenantNamespace, platformUser),
    accountIn(platformProject, system, platformUser),
    context => platformUser(context) !== '',
  ),
];

function ofKinds(objects: readonly PartialObject[], ...kinds: string[]) {
  return objects
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ metadata, spec }) => ({
      name: metadata.name,
      metadata,
      spec: isMap(spec) ? spec : {},
    }));
}

function at(value: Json | undefined, ...keys: string[]): Json | undefined {
  return keys.reduce<Json | undefined>(
    (inner, key) => (isMap(inner) ? inner[key] : undefined),
    value,
  );
}

function listAt(value: Json | undefined, ...keys: string[]): readonly Json[] {
  const found = at(value, ...keys);
  return isList(found) ? found : [];
}

/** What a folder could steer: everything but its own path and name. */
function steerable(spec: JsonMap): string[] {
  const fixed = [
    at(spec, 'template', 'spec', 'project'),
    at(spec, 'template', 'spec', 'destination'),
    at(spec, 'template', 'spec', 'source', 'repoURL'),
    at(spec, 'template', 'spec', 'source', 'targetRevision'),
    at(spec, 'template', 'spec', 'syncPolicy'),
  ];
  const generators = listAt(spec, 'generators').flatMap(generator =>
    isMap(generator) ? Object.keys(generator) : [],
  );
  return [
    ...(JSON.stringify(fixed).includes('{{')
      ? ['takes more than a path from a folder']
      : []),
    ...(generators.join() === 'git' ? [] : [`generates by ${generators}`]),
    ...listAt(spec, 'generators')
      .filter(generator => at(generator, 'git', 'directories') === undefined)
      .map(() => 'reads files'),
    ...(listAt(spec, 'goTemplateOptions').includes('missingkey=error')
      ? []
      : ['goes on when something is missing']),
  ];
}

function notConfirmed(annotations: Readonly<Record<string, string>>) {
  const options = annotations['argocd.argoproj.io/sync-options'] ?? '';
  return ['Prune=confirm', 'Delete=confirm'].filter(
    option => !options.split(',').includes(option),
  );
}

const shape: readonly Attack[] = [
  {
    proof: 'shape',
    row: 'G05',
    title: 'steer project or destination from a folder',
    violations: objects =>
      ofKinds(objects, 'ApplicationSet').flatMap(({ name, spec }) =>
        steerable(spec).map(how => `${name} ${how}`),
      ),
  },
  {
    proof: 'shape',
    row: 'G07',
    title: 'share a repository with the guard-rails',
    violations: objects => {
      const all = ofKinds(objects, 'AppProject');
      const isOurs = ({ name }: { name: string }) =>
        [guardRailProject, platformProject].includes(name);
      const ours = all
        .filter(isOurs)
        .flatMap(({ spec }) => listAt(spec, 'sourceRepos'));
      return all
        .filter(project => !isOurs(project))
        .filter(({ spec }) =>
          listAt(spec, 'sourceRepos').some(url => ours.includes(url)),
        )
        .map(({ name }) => `${name} has the guard-rails' repository`);
    },
  },
  {
    proof: 'shape',
    row: 'G09',
    title: 'have a namespace deleted by a merge alone',
    violations: objects =>
      ofKinds(objects, 'Namespace')
        .filter(({ metadata }) => metadata.labels?.[labels.tenant])
        .flatMap(({ name, metadata }) =>
          notConfirmed(metadata.annotations ?? {}).map(
            option => `${name} lacks ${option}`,
          ),
        ),
  },
  {
    proof: 'shape',
    row: 'G09',
    title: 'have everything deleted with its Application',
    violations: objects => [
      ...ofKinds(objects, 'ApplicationSet')
        .filter(
          ({ spec }) =>
            at(spec, 'syncPolicy', 'preserveResourcesOnDeletion') !== true ||
            at(spec, 'syncPolicy', 'applicationsSync') !== 'create-update' ||
            !listAt(spec, 'preservedFields', 'annotations').includes(
              'argocd.argoproj.io/deletion-approved',
            ),
        )
        .map(({ name }) => `${name} deletes`),
      ...ofKinds(objects, 'Application', 'ApplicationSet')
        .map(({ name, spec }) => ({
          name,
          policy: at(spec, 'template', 'spec', 'syncPolicy') ?? spec.syncPolicy,
        }))
        .filter(({ policy }) => at(policy, 'automated', 'allowEmpty') !== false)
        .map(({ name }) => `${name} may become empty`),
    ],
  },
];

const policy = sampleOf('networking.k8s.io/v1/networkpolicies');

/** The annotation by which Argo CD knows to which Application an object belongs. */
function tracked(stage: Stage, name: string): JsonMap {
  const { namespace, tenant } = stage;
  const id = `${tenant.metadata.name}:networking.k8s.io/NetworkPolicy:${namespace}/${name}`;
  return { annotations: { 'argocd.argoproj.io/tracking-id': id } };
}

function claimed(stage: Stage, name: string): ApiRequest {
  return {
    verb: 'patch',
    patch: 'merge',
    resource: policy.resource,
    namespace: stage.namespace,
    name,
    body: { metadata: tracked(stage, name) },
  };
}

export const guardRailProjectAttacks: readonly Attack[] = [
  withheld(
    'R05',
    'a token of the account that applies guard-rails',
    'developer',
    () => ({
      verb: 'create',
      resource: 'v1/serviceaccounts/token',
      namespace: systemNamespace,
      name: guardRailsAccount,
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest' },
    }),
  ),
  attack(
    'G07',
    'declare a guard-rail as part of its own Application',
    stage => {
      const { resource, kind, object } = policy;
      const own = create(resource, kind, stage.namespace, object(stage));
      return [
        {
          route: 'merge patch',
          attack: claimed(stage, 'default-deny'),
          twin: claimed(stage, attackName),
          given: [own.body as PartialObject],
        },
      ];
    },
    { as: 'deployer', by: { says: 'platform-object-guard: ' } },
  ),
  ...byArgo,
  ...shape,
  unproved(
    'G05',
    'a folder whose name or files the generator takes for more',
    'running Argo CD',
    'What is rendered leaves nothing but the name of a folder to be filled in; that it is filled in like that shows only in a running Argo CD.',
  ),
  unproved(
    'G07',
    'two Applications that declare one object',
    'running Argo CD',
    'Which one wins, and that the other is told, is between two Applications of a running Argo CD.',
  ),
  unproved(
    'G09',
    'remove the files of a namespace',
    'running Argo CD',
    'The option that makes Argo CD wait for a confirmation is on every Namespace. That it waits is tried in the cluster tests, under a running Argo CD.',
  ),
];
