import { creatable } from '../access/grants';
import { compareAllowed } from '../compare';
import { defineControl } from '../control';
import type { TenantContext } from '../control';
import type { PartialObject } from '../objects';

/** Destinations of a tenant, as Argo CD matches them: exact server and namespace. */
function destinations({ environments }: TenantContext) {
  return environments.map(({ cluster, namespace }) => ({
    server: cluster.spec.server,
    namespace,
  }));
}

export function appProjectName(tenant: string): string {
  return `tenant-${tenant}`;
}

/** The identity part of the tenant's AppProject, for whoever contributes to it. */
export function appProject(
  { tenant, platform }: TenantContext,
  spec: PartialObject['spec'],
): PartialObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name: appProjectName(tenant.metadata.name),
      namespace: platform.spec.argocd.namespace,
    },
    spec,
  };
}

/**
 * The tenant's own applications stay inside its namespaces.
 *
 * Contributes: AppProject tenant-<tenant>: sourceRepos exactly as asked for, destinations exact, no cluster-scoped
 * kind, namespaced kinds by allow-list (an absent list would allow every kind, an empty one is lost in a round trip).
 */
export const appProjectControl = defineControl({
  id: 'app-project',
  title: 'Deployments into its own namespaces only',
  component: 'gitops',
  why: 'Argo CD is strong enough to deploy anything anywhere. Its project is what narrows that to these repositories, these namespaces and these kinds.',
  references: ['https://argo-cd.readthedocs.io/en/stable/user-guide/projects/'],
  stops: [
    { id: 'G01', attempt: "use the default or another tenant's project" },
    {
      id: 'G02',
      attempt: 'deploy to another namespace or cluster, or a guard-rail kind',
    },
    { id: 'G03', attempt: 'deploy from a repository with a similar name' },
    { id: 'G04', attempt: 'profit from a list that got lost' },
  ],
  attacks: [],
  tenant: context => {
    const { title, repositories } = context.tenant.spec;
    return [
      appProject(context, {
        description: `Applications of ${title}`,
        sourceRepos: [...repositories],
        destinations: destinations(context),
        clusterResourceWhitelist: [],
        namespaceResourceWhitelist: creatable().map(({ group, kind }) => ({
          group,
          kind,
        })),
        orphanedResources: { warn: true },
      }),
    ];
  },
  summary: ({ tenant }) => {
    const { repositories } = tenant.spec;
    return repositories.length > 0
      ? `from ${repositories.join(', ')}`
      : 'no repository yet';
  },
  compare: (before, after) =>
    compareAllowed(
      before.tenant.spec.repositories,
      after.tenant.spec.repositories,
    ),
});
