import { creatable } from '../access/grants';
import { compareAllowed } from '../compare';
import { defineControl } from '../control';
import type { TenantContext } from '../control';
import type { JsonMap, PartialObject } from '../objects';
import { appProjectAttacks, withheldFromAll } from './app-project.attacks';
import { inArgo } from './argoObjects';
import { appProjectName } from './projectNames';

/** Destinations of a tenant, as Argo CD matches them: exact server and namespace. */
function destinations({ environments }: TenantContext) {
  return environments.map(({ cluster, namespace }) => ({
    server: cluster.spec.server,
    namespace,
  }));
}

/** The identity part of the tenant's AppProject, for whoever contributes to it. */
export function appProject(
  context: TenantContext,
  spec: JsonMap,
): PartialObject {
  const name = appProjectName(context.tenant.metadata.name);
  return inArgo(context, 'AppProject', name, { spec });
}

/**
 * The tenant's own applications stay inside its namespaces.
 *
 * Contributes: AppProject tenant-<tenant>: sourceRepos exactly as asked for, destinations exact, namespaced kinds by
 * allow-list, no cluster-scoped kind. Lists without entries are left out: Argo CD loses them when it writes a project, and
 * none means the same for each, except for namespaced kinds, where none allows every kind.
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
  leavesOpen: [
    'What a kustomization or a chart in the repository fetches from elsewhere',
    "Argo CD's own project default, and the roles of its own API, are the platform's to close",
  ],
  attacks: appProjectAttacks,
  withholds: withheldFromAll,
  tenant: context => {
    const { title, repositories } = context.tenant.spec;
    return [
      appProject(context, {
        description: `Applications of ${title}`,
        ...(repositories.length > 0 ? { sourceRepos: [...repositories] } : {}),
        destinations: destinations(context),
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
