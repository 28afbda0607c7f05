import { attack, attackName, hostOf, metadataAttack } from '../attacks';
import type { ApiAttack, ApiRequest, Attempt, Stage } from '../attacks';
import { jsonPatch, mergePatch } from '../attacks/overlay';
import type { EnvironmentContext } from '../control';
import { labels, managedBy } from '../names';
import type { JsonMap, PartialObject } from '../objects';
import { platformKinds } from '../platformKinds';
import { clusterRoleName } from './roleNames';

type Kind = (typeof platformKinds)[number]['kind'];

const apiGroup = 'rbac.authorization.k8s.io';
const listeners = (stage: Stage) => [
  { name: 'web', hostname: hostOf(stage), port: 80, protocol: 'HTTP' },
];

/** The least that the API server takes for one of each. */
const contents: Readonly<Record<Kind, (stage: Stage) => JsonMap>> = {
  ResourceQuota: () => ({ spec: { hard: {} } }),
  LimitRange: () => ({ spec: { limits: [] } }),
  ServiceAccount: () => ({}),
  NetworkPolicy: () => ({
    spec: { podSelector: { matchLabels: { app: 'none' } } },
  }),
  CiliumNetworkPolicy: () => ({
    spec: { endpointSelector: { matchLabels: { app: 'none' } }, ingress: [{}] },
  }),
  Gateway: stage => ({
    spec: { gatewayClassName: 'none', listeners: listeners(stage) },
  }),
  ListenerSet: stage => ({
    spec: { parentRef: { name: 'none' }, listeners: listeners(stage) },
  }),
  RoleBinding: () => ({
    roleRef: {
      apiGroup,
      kind: 'ClusterRole',
      name: clusterRoleName('viewer'),
    },
  }),
};

const versions: Partial<Record<Kind, string>> = { CiliumNetworkPolicy: 'v2' };

const hasGateway = ({ cluster, environment }: EnvironmentContext) =>
  cluster.spec.gateway !== undefined && environment.hosts.length > 0;

/** Where the cluster knows the kind. */
const where: Partial<Record<Kind, (context: EnvironmentContext) => boolean>> = {
  CiliumNetworkPolicy: ({ cluster }) =>
    cluster.spec.network.plugin === 'cilium',
  Gateway: hasGateway,
  ListenerSet: hasGateway,
};

/** Never for real, whatever the one who tries it wants: it would be the guard-rails that are gone. */
const dryRun = { dryRun: ['All'] };

function attemptsOn(
  { group, kind, resource }: (typeof platformKinds)[number],
  stage: Stage,
): Attempt[] {
  const { namespace } = stage;
  const version = versions[kind] ?? 'v1';
  const apiVersion = group ? `${group}/${version}` : version;
  const path = `${apiVersion}/${resource}`;
  const metadata = {
    name: attackName,
    namespace,
    labels: { [labels.managedBy]: managedBy },
  };
  const ours: PartialObject = {
    apiVersion,
    kind,
    metadata,
    ...contents[kind](stage),
  };
  const { labels: _, ...unlabelled } = metadata;
  const stripped: PartialObject = { ...ours, metadata: unlabelled };
  const touched: PartialObject = {
    ...ours,
    metadata: { ...metadata, annotations: { 'example.com/touched': 'yes' } },
  };
  const all = { resource: path, namespace };
  const one = { ...all, name: attackName };
  const onExisting: readonly (readonly [string, ApiRequest])[] = [
    ['update', { verb: 'update', ...one, body: touched }],
    [
      'update that takes the label off',
      { verb: 'update', ...one, body: stripped },
    ],
    [
      'merge patch',
      {
        verb: 'patch',
        patch: 'merge',
        ...one,
        body: mergePatch(ours, touched),
      },
    ],
    [
      'JSON patch that takes the label off',
      { verb: 'patch', patch: 'json', ...one, body: jsonPatch(ours, stripped) },
    ],
    ['apply', { verb: 'patch', patch: 'apply', ...one, body: touched }],
    ['delete', { verb: 'delete', ...one, body: dryRun }],
    ['deletecollection', { verb: 'deletecollection', ...all, body: dryRun }],
    ...(kind === 'ResourceQuota'
      ? ([
          [
            'merge patch of its status',
            {
              verb: 'patch',
              patch: 'merge',
              ...one,
              resource: `${path}/status`,
              body: { status: { used: { pods: '0' } } },
            },
          ],
        ] as const)
      : []),
  ];
  return [
    {
      route: `create ${kind}`,
      attack: { verb: 'create', ...all, body: ours },
      twin: { verb: 'create', ...all, body: ours },
      twinAs: 'platform',
    },
    ...onExisting.map(
      ([route, request]): Attempt => ({
        route: `${route}, ${kind}`,
        attack: request,
        twin: request,
        twinAs: 'platform',
        given: [ours],
      }),
    ),
  ];
}

export const platformObjectAttacks: readonly ApiAttack[] = [
  ...platformKinds.map(kind =>
    attack(
      'R12',
      `a ${kind.kind} of the platform`,
      stage => attemptsOn(kind, stage),
      { as: 'insider', where: where[kind.kind] },
    ),
  ),
  metadataAttack('R12', 'an object that passes for one of the platform', {
    attack: { labels: { [labels.managedBy]: managedBy } },
    twin: { labels: { [labels.managedBy]: 'helm' } },
  }),
  attack(
    'R12',
    "the name service's configuration",
    () => {
      const request: ApiRequest = {
        verb: 'create',
        resource: 'v1/configmaps',
        namespace: 'kube-system',
        body: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: attackName, namespace: 'kube-system' },
        },
      };
      return [
        { route: 'create', attack: request, twin: request, twinAs: 'platform' },
      ];
    },
    { as: 'admin', by: 'rbac' },
  ),
];
