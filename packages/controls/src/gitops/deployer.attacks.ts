import {
  attack,
  create,
  harmlessPod,
  sampleOf,
  unproved,
  withheld,
} from '../attacks';
import type {
  ApiRequest,
  Attack,
  Attempt,
  ProjectAttack,
  Stage,
} from '../attacks';
import type { Withheld } from '../control';
import { deployersNamespace, guardRailsUser } from '../names';

export const withheldRights: readonly Withheld[] = [
  right('developer', ['serviceaccounts/token'], { clusterWide: true }),
  right('developer', ['secrets'], { clusterWide: true }),
  right('developer', ['pods'], { clusterWide: true }),
  right('deployer', ['namespaces'], { clusterWide: true }),
  right('deployer', ['configmaps'], { clusterWide: true }),
  right('deployer', ['resourcequotas']),
  right('deployer', ['limitranges']),
];

function right(
  role: Withheld['role'],
  resources: readonly string[],
  options: Pick<Withheld, 'clusterWide'> = {},
): Withheld {
  return { role, apiGroups: [''], resources, verbs: ['create'], ...options };
}

const accountName = ({ tenant }: Stage) => tenant.metadata.name;
const userOf = (stage: Stage) =>
  `system:serviceaccount:${deployersNamespace}:${accountName(stage)}`;

function podAs(
  stage: Stage,
  serviceAccountName: string,
  namespace: string,
): ApiRequest {
  return create('v1/pods', 'Pod', namespace, {
    spec: { ...harmlessPod(stage), serviceAccountName },
  });
}

/** What Argo CD would send as the deployer, who may create what the tenant may. */
function deployed(
  title: string,
  request: (stage: Stage) => ApiRequest,
): Attack {
  const harmless = sampleOf('v1/configmaps');
  return attack(
    'G06',
    title,
    stage => {
      const asked = request(stage);
      const attempt: Attempt = {
        route: asked.verb,
        attack: asked,
        twin: create(
          harmless.resource,
          harmless.kind,
          stage.namespace,
          harmless.object(stage),
        ),
      };
      return [attempt];
    },
    { as: 'deployer', by: 'rbac' },
  );
}

function impersonated(
  title: string,
  account: (stage: Stage) => { namespace: string; user: string },
): ProjectAttack {
  const question =
    (asked: typeof account): ProjectAttack['attack'] =>
    stage => ({
      account: { server: stage.cluster.spec.server, ...asked(stage) },
    });
  return {
    proof: 'argo-cd',
    row: 'R07',
    title,
    attack: question(account),
    twin: question(stage => ({
      namespace: stage.namespace,
      user: userOf(stage),
    })),
  };
}

const privileged = {
  labels: { 'pod-security.kubernetes.io/enforce': 'privileged' },
};

export const deployerAttacks: readonly Attack[] = [
  withheld('R05', "a token of the deployer's", 'developer', stage => ({
    verb: 'create',
    resource: 'v1/serviceaccounts/token',
    namespace: deployersNamespace,
    name: accountName(stage),
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest' },
  })),
  withheld(
    'R05',
    "a Secret that is filled with a token of the deployer's",
    'developer',
    stage =>
      create('v1/secrets', 'Secret', deployersNamespace, {
        metadata: {
          annotations: {
            'kubernetes.io/service-account.name': accountName(stage),
          },
        },
        type: 'kubernetes.io/service-account-token',
      }),
  ),

  withheld('R07', 'a pod where the account lives', 'developer', stage =>
    podAs(stage, accountName(stage), deployersNamespace),
  ),
  attack(
    'R07',
    'a pod of its own under the name of the account',
    stage => [
      {
        route: 'create pods',
        attack: podAs(stage, accountName(stage), stage.namespace),
        twin: podAs(stage, 'default', stage.namespace),
      },
    ],
    { by: { says: 'error looking up service account' } },
  ),
  impersonated("deploy as the guard-rails' account", ({ namespace }) => ({
    namespace,
    user: guardRailsUser,
  })),
  impersonated("deploy as a neighbour's deployer", stage => ({
    namespace: stage.namespace,
    user: `system:serviceaccount:${deployersNamespace}:${stage.neighbour.tenant}`,
  })),
  impersonated("be the deployer in a neighbour's namespace", stage => ({
    namespace: stage.neighbour.namespace,
    user: userOf(stage),
  })),

  deployed('create a namespace without limits', () =>
    create('v1/namespaces', 'Namespace', undefined, { metadata: privileged }),
  ),
  deployed('take the limits off its namespace', ({ namespace }) => ({
    verb: 'patch',
    patch: 'merge',
    resource: 'v1/namespaces',
    name: namespace,
    body: { metadata: privileged },
  })),
  deployed('delete its namespace', ({ namespace }) => ({
    verb: 'delete',
    resource: 'v1/namespaces',
    name: namespace,
  })),
  deployed('add a quota of its own', ({ namespace }) =>
    create('v1/resourcequotas', 'ResourceQuota', namespace, {
      spec: { hard: { pods: '1000' } },
    }),
  ),
  deployed('add defaults of its own', ({ namespace }) =>
    create('v1/limitranges', 'LimitRange', namespace, {
      spec: { limits: [{ type: 'Container', default: { cpu: '1' } }] },
    }),
  ),
  deployed("create something in a neighbour's namespace", ({ neighbour }) =>
    create('v1/configmaps', 'ConfigMap', neighbour.namespace, {}),
  ),
  {
    proof: 'argo-cd',
    row: 'G06',
    title: 'have Argo CD apply a Namespace',
    attack: () => ({
      kind: { group: '', kind: 'Namespace', namespaced: false },
    }),
    twin: () => ({
      kind: { group: 'apps', kind: 'Deployment', namespaced: true },
    }),
  },
  unproved(
    'G06',
    'have Argo CD create or relabel the namespace by CreateNamespace=true',
    'running Argo CD',
    'It asks the project and the API server, and either refuses; that it asks shows only while it runs.',
  ),
];
