import { namespaceMetadata } from '../builders';
import { defineControl } from '../control';
import { guardRailsAccount, podSecurityLabel, systemNamespace } from '../names';
import type { JsonMap } from '../objects';
import { clusterRoleName } from '../access/roleNames';
import { byGroup, placementKinds, platformKinds } from '../platformKinds';
import { guardRailProjectAttacks } from './guard-rail-project.attacks';
import {
  platformOf,
  projectsApplication,
  tenantsOf,
} from './platformApplications';
import { guardRails, platformRails } from './platformProjects';

const rbac = 'rbac.authorization.k8s.io';

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
      part: `Namespace labels ${podSecurityLabel}`,
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
        labels: { [podSecurityLabel]: 'restricted' },
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
