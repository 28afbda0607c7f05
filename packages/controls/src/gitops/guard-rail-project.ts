import { namespaceMetadata } from '../builders';
import { defineControl } from '../control';
import {
  deployersNamespace,
  guardRailsAccount,
  labels,
  managedBy,
  systemNamespace,
} from '../names';
import type { Cluster } from '@tenantry/model';
import type { PlatformContext } from '../control';
import type { JsonMap, PartialObject } from '../objects';
import { platformFolder, projectsFolder, tenantsFolder } from '../folders';
import { clusterRoleName } from '../access/roleNames';
import { byGroup, placementKinds, platformKinds } from '../platformKinds';
import { guardRailProjectAttacks } from './guard-rail-project.attacks';
import { platformAccountOf } from './platformAccount';
import {
  guardRailProject,
  guardRailsApplication,
  platformProject,
} from './projectNames';

const argo = 'argoproj.io/v1alpha1';
const rbac = 'rbac.authorization.k8s.io';

/** What rules are written as, in either dialect. */
const policyKinds = [
  ...['ValidatingPolicy', 'MutatingPolicy'].map(kind => ({
    group: 'policies.kyverno.io',
    kind,
  })),
  ...['ValidatingAdmissionPolicy', 'MutatingAdmissionPolicy'].flatMap(kind => [
    { group: 'admissionregistration.k8s.io', kind },
    { group: 'admissionregistration.k8s.io', kind: `${kind}Binding` },
  ]),
];

/** The cluster Argo CD itself runs on, in Argo CD's words. */
const inCluster = 'https://kubernetes.default.svc';

const syncOptions = [
  'ServerSideApply=true',
  'ApplyOutOfSyncOnly=true',
  'PruneLast=true',
  'CreateNamespace=false',
];

/**
 * The platform's own way into the clusters, apart from the tenants'.
 *
 * Contributes: AppProjects tenantry-guard-rails and tenantry-platform; per cluster one ApplicationSet over
 * clusters/<cluster>/tenants/* and one Application for clusters/<cluster>/platform; the Application of the tenants'
 * projects; the account that applies guard-rails, with rights on their kinds only; on every tenant Namespace the
 * option that no merge alone deletes it.
 * With impersonation on, Argo CD deploys as somebody whom the project names or not at all: guard-rails as that account;
 * what is rendered per cluster as the service account among the cluster's platform users; projects as Argo CD itself.
 */
export const guardRailProjectControl = defineControl({
  id: 'guard-rail-project',
  title: 'Guard-rails have a project of their own',
  component: 'gitops',
  why: "A tenant whose project could name the guard-rails' repository or kinds could redeclare them. Two projects with nothing in common, and a hard-coded one in the generator, rule that out.",
  references: [
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Security/',
    'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#resource-pruning-with-confirmation',
  ],
  stops: [
    { id: 'R05', attempt: 'take over the account that applies guard-rails' },
    {
      id: 'G05',
      attempt: 'set project or destination from a file in the tenant folder',
    },
    { id: 'G07', attempt: 'claim a guard-rail object for another application' },
    { id: 'G09', attempt: 'delete a namespace by removing a file' },
  ],
  assumed: [
    {
      part: 'Namespace labels pod-security.kubernetes.io/enforce',
      why: 'Nobody has a right to run pods there; should one come by it, the pods are held to the strictest standard.',
    },
    {
      part: 'Namespace annotations argocd.argoproj.io/sync-options',
      why: 'Argo CD reads it, not the API server; that every Namespace has it is checked in what is rendered.',
    },
    {
      part: 'ServiceAccount guard-rails',
      why: 'The API server lets an account be impersonated that is not there, so its absence opens nothing.',
    },
    ...['ClusterRole', 'ClusterRoleBinding'].map(kind => ({
      part: `${kind} tenantry-guard-rails`,
      why: 'Without it nothing is applied, and nothing is opened. The suite applies every tenant with it.',
    })),
  ],
  attacks: guardRailProjectAttacks,
  withholds: [
    {
      role: 'developer',
      apiGroups: [''],
      resources: ['serviceaccounts/token'],
      verbs: ['create'],
      clusterWide: true,
    },
  ],
  alone: true,
  environment: context => [
    namespaceMetadata(context, {
      annotations: {
        'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm',
      },
    }),
  ],
  cluster: () => [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: systemNamespace,
        labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: guardRailsAccount, namespace: systemNamespace },
      automountServiceAccountToken: false,
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRole',
      metadata: { name: 'tenantry-guard-rails' },
      rules: guardRailRules(),
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'tenantry-guard-rails' },
      roleRef: {
        apiGroup: rbac,
        kind: 'ClusterRole',
        name: 'tenantry-guard-rails',
      },
      subjects: [
        {
          kind: 'ServiceAccount',
          name: guardRailsAccount,
          namespace: systemNamespace,
        },
      ],
    },
  ],
  platform: context => [
    guardRails(context),
    platformRails(context),
    projectsApplication(context),
    ...context.clusters.flatMap(cluster => [
      tenantsOf(cluster, context),
      platformOf(cluster, context),
    ]),
  ],
});

const applyVerbs = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
];
const boundRoles = (['admin', 'developer', 'viewer', 'deployer'] as const).map(
  clusterRoleName,
);

/** What the applying account may do: the kinds that controls render, and binding exactly our roles. */
function guardRailRules(): JsonMap[] {
  return [
    { apiGroups: [''], resources: ['namespaces'], verbs: applyVerbs },
    ...byGroup([...platformKinds, ...placementKinds]).map(rule => ({
      ...rule,
      verbs: applyVerbs,
    })),
    {
      apiGroups: [rbac],
      resources: ['clusterroles'],
      resourceNames: boundRoles,
      verbs: ['bind'],
    },
  ];
}

function inArgo(
  { platform }: PlatformContext,
  kind: string,
  name: string,
  rest: JsonMap,
): PartialObject {
  return {
    apiVersion: argo,
    kind,
    metadata: { name, namespace: platform.spec.argocd.namespace },
    ...rest,
  };
}

function guardRails(context: PlatformContext): PartialObject {
  const { clusters, platform } = context;
  return inArgo(context, 'AppProject', guardRailProject, {
    spec: {
      description: 'Guard-rails of all tenants, rendered by Tenantry',
      sourceRepos: [platform.spec.repository.url],
      destinations: clusters.map(({ spec }) => ({
        server: spec.server,
        namespace: '*',
      })),
      destinationServiceAccounts: clusters.map(({ spec }) => ({
        server: spec.server,
        namespace: systemNamespace,
        defaultServiceAccount: `${systemNamespace}:${guardRailsAccount}`,
      })),
      clusterResourceWhitelist: [
        { group: '', kind: 'Namespace' },
        ...placementKinds.map(({ group, kind }) => ({ group, kind })),
      ],
      namespaceResourceWhitelist: platformKinds.map(({ group, kind }) => ({
        group,
        kind,
      })),
    },
  });
}

function platformRails(context: PlatformContext): PartialObject {
  const { clusters, platform } = context;
  return inArgo(context, 'AppProject', platformProject, {
    spec: {
      description:
        'What Tenantry renders once per cluster, and the projects of the tenants',
      sourceRepos: [platform.spec.repository.url],
      destinations: [
        ...clusters.flatMap(({ spec }) =>
          [systemNamespace, deployersNamespace].map(namespace => ({
            server: spec.server,
            namespace,
          })),
        ),
        ...clusters.flatMap(({ spec }) =>
          spec.dns.coredns
            ? [{ server: spec.server, namespace: spec.dns.namespace }]
            : [],
        ),
        { server: inCluster, namespace: platform.spec.argocd.namespace },
      ],
      destinationServiceAccounts: [
        ...clusters.flatMap(cluster => {
          const account = platformAccountOf(cluster);
          return account
            ? [
                {
                  server: cluster.spec.server,
                  namespace: systemNamespace,
                  defaultServiceAccount: account,
                },
              ]
            : [];
        }),
        {
          server: inCluster,
          namespace: platform.spec.argocd.namespace,
          defaultServiceAccount: `${platform.spec.argocd.namespace}:argocd-application-controller`,
        },
      ],
      clusterResourceWhitelist: [
        { group: '', kind: 'Namespace' },
        { group: rbac, kind: 'ClusterRole' },
        { group: rbac, kind: 'ClusterRoleBinding' },
        { group: 'node.k8s.io', kind: 'RuntimeClass' },
        {
          group: 'flowcontrol.apiserver.k8s.io',
          kind: 'PriorityLevelConfiguration',
        },
        { group: 'policy.networking.k8s.io', kind: 'ClusterNetworkPolicy' },
        ...policyKinds,
      ],
      namespaceResourceWhitelist: [
        { group: '', kind: 'ServiceAccount' },
        ...(clusters.some(({ spec }) => spec.dns.coredns)
          ? [{ group: '', kind: 'ConfigMap' }]
          : []),
        { group: 'argoproj.io', kind: 'AppProject' },
      ],
    },
  });
}

function source({ platform }: PlatformContext, path: string): JsonMap {
  const { url, branch } = platform.spec.repository;
  return { repoURL: url, targetRevision: `refs/heads/${branch}`, path };
}

const syncPolicy: JsonMap = {
  automated: { prune: true, selfHeal: true, allowEmpty: false },
  syncOptions,
  retry: {
    limit: 5,
    refresh: true,
    backoff: { duration: '10s', factor: 2, maxDuration: '5m' },
  },
};

/** The API server says what applying would change: who applies and who compares mean the same. */
const compareOptions = {
  'argocd.argoproj.io/compare-options': 'ServerSideDiff=true',
};

function application(
  context: PlatformContext,
  name: string,
  spec: JsonMap,
): PartialObject {
  const object = inArgo(context, 'Application', name, { spec });
  return {
    ...object,
    metadata: { ...object.metadata, annotations: compareOptions },
  };
}

function projectsApplication(context: PlatformContext): PartialObject {
  return application(context, 'tenantry-projects', {
    project: platformProject,
    source: source(context, projectsFolder),
    destination: {
      server: inCluster,
      namespace: context.platform.spec.argocd.namespace,
    },
    syncPolicy,
  });
}

function platformOf(cluster: Cluster, context: PlatformContext): PartialObject {
  const { name } = cluster.metadata;
  return application(context, `tenantry-platform-${name}`, {
    project: platformProject,
    source: source(context, platformFolder(name)),
    destination: { server: cluster.spec.server, namespace: systemNamespace },
    syncPolicy,
  });
}

/** Only the folder's name reaches the template, so no file of a tenant can steer project or destination. */
function tenantsOf(cluster: Cluster, context: PlatformContext): PartialObject {
  const { name } = cluster.metadata;
  const { url, branch } = context.platform.spec.repository;
  return inArgo(context, 'ApplicationSet', `tenantry-tenants-${name}`, {
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [
        {
          git: {
            repoURL: url,
            revision: `refs/heads/${branch}`,
            directories: [{ path: `${tenantsFolder(name)}/*` }],
          },
        },
      ],
      preservedFields: {
        annotations: ['argocd.argoproj.io/deletion-approved'],
      },
      syncPolicy: {
        applicationsSync: 'create-update',
        preserveResourcesOnDeletion: true,
      },
      template: {
        metadata: {
          name: guardRailsApplication(name, '{{.path.basename}}'),
          labels: {
            [labels.managedBy]: managedBy,
            [labels.tenant]: '{{.path.basename}}',
          },
          annotations: {
            ...compareOptions,
            'argocd.argoproj.io/manifest-generate-paths': '.',
          },
        },
        spec: {
          project: guardRailProject,
          source: source(context, '{{.path.path}}'),
          destination: {
            server: cluster.spec.server,
            namespace: systemNamespace,
          },
          revisionHistoryLimit: 3,
          syncPolicy,
        },
      },
    },
  });
}
