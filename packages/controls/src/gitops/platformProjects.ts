import {
  deployersNamespace,
  guardRailsAccount,
  systemNamespace,
} from '../names';
import type { PlatformContext } from '../control';
import type { PartialObject } from '../objects';
import { placementKinds, platformKinds } from '../platformKinds';
import { inArgo, inCluster } from './argoObjects';
import { platformAccountOf } from './platformAccount';
import { guardRailProject, platformProject } from './projectNames';

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

/** Of what is rendered for tenants. */
export function guardRails(context: PlatformContext): PartialObject {
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

/** Of what is rendered once a cluster, and of the tenants' projects. */
export function platformRails(context: PlatformContext): PartialObject {
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
