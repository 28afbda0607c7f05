import { defineControl } from '../control';
import type { EnvironmentContext } from '../control';
import { clusterRoleName } from '../access/roleNames';
import { clusterRole } from '../access/tenant-roles';
import { deployersNamespace, podSecurityLabel } from '../names';
import { appProject } from './app-project';
import { deployerAttacks, withheldRights } from './deployer.attacks';

const apiGroup = 'rbac.authorization.k8s.io';

/** The account Argo CD acts as in the tenant's namespaces. */
function account({ tenant }: Pick<EnvironmentContext, 'tenant'>): string {
  return tenant.metadata.name;
}

/**
 * Argo CD deploys with the tenant's rights, not with its own.
 *
 * Contributes: Namespace tenantry-deployers and ClusterRole tenantry-deployer per cluster; a ServiceAccount there per
 * tenant, without a token; a RoleBinding per namespace; destinationServiceAccounts in the tenant's AppProject.
 * The account lives outside the tenant's namespaces, so that no pod and no token of the tenant can become it.
 */
export const deployer = defineControl({
  id: 'deployer',
  title: "Argo CD borrows the tenant's rights",
  component: 'gitops',
  why: "Argo CD's own account may do everything, and whoever gets a manifest past it acts with that power. By impersonation a deployment can do what the tenant may, in its namespaces.",
  references: [
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/app-sync-using-impersonation/',
  ],
  stops: [
    { id: 'R05', attempt: "take over the deployer's account" },
    { id: 'R07', attempt: 'run a pod as the deployer' },
    { id: 'G06', attempt: 'have Argo CD create or relabel a namespace' },
  ],
  assumed: [
    {
      part: `Namespace labels ${podSecurityLabel}`,
      why: 'Nobody has a right to run pods there; should one come by it, the pods are held to the strictest standard.',
    },
    {
      part: 'ServiceAccount …',
      why: 'The API server lets an account be impersonated that is not there, so its absence opens nothing.',
    },
  ],
  attacks: deployerAttacks,
  withholds: withheldRights,
  cluster: context => [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: deployersNamespace,
        labels: { [podSecurityLabel]: 'restricted' },
      },
    },
    clusterRole('deployer', context),
  ],
  placement: ({ tenant }) => [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name: account({ tenant }),
        namespace: deployersNamespace,
      },
      automountServiceAccountToken: false,
    },
  ],
  additive: true,
  environment: context => [
    {
      apiVersion: `${apiGroup}/v1`,
      kind: 'RoleBinding',
      metadata: {
        name: clusterRoleName('deployer'),
        namespace: context.namespace,
      },
      roleRef: {
        apiGroup,
        kind: 'ClusterRole',
        name: clusterRoleName('deployer'),
      },
      subjects: [
        {
          kind: 'ServiceAccount',
          name: account(context),
          namespace: deployersNamespace,
        },
      ],
    },
  ],
  tenant: context => [
    appProject(context, {
      destinationServiceAccounts: context.environments.map(environment => ({
        server: environment.cluster.spec.server,
        namespace: environment.namespace,
        defaultServiceAccount: `${deployersNamespace}:${account(environment)}`,
      })),
    }),
  ],
});
