import {
  attack,
  attackName,
  create,
  harmlessPod,
  objectAttack,
  withheld,
} from '../attacks';
import type { Actor, ApiAttack, ApiRequest, Attack, Stage } from '../attacks';
import { whole } from '../attacks/requests';
import type { Withheld } from '../control';
import { deployersNamespace } from '../names';
import { isList, isMap } from '../merge';
import type { JsonMap, PartialObject } from '../objects';

const rbac = 'rbac.authorization.k8s.io';
const certificates = 'certificates.k8s.io';

/** What a tenant has no business reading: it is about other tenants, nodes or the platform. */
const clusterScoped = [
  'v1/namespaces',
  'v1/nodes',
  'v1/persistentvolumes',
  'admissionregistration.k8s.io/v1/validatingadmissionpolicies',
  'admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
  'admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
  'apiextensions.k8s.io/v1/customresourcedefinitions',
  'apiregistration.k8s.io/v1/apiservices',
  `${certificates}/v1/certificatesigningrequests`,
  'flowcontrol.apiserver.k8s.io/v1/flowschemas',
  'flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations',
  'networking.k8s.io/v1/ingressclasses',
  'node.k8s.io/v1/runtimeclasses',
  `${rbac}/v1/clusterroles`,
  `${rbac}/v1/clusterrolebindings`,
  'resource.k8s.io/v1/deviceclasses',
  'scheduling.k8s.io/v1/priorityclasses',
  'storage.k8s.io/v1/csidrivers',
  'storage.k8s.io/v1/csinodes',
  'storage.k8s.io/v1/storageclasses',
  'storage.k8s.io/v1/volumeattachments',
];

/** Of the user system:kube-controller-manager. */
const signingRequest = [
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIbE1JR0xBZ0VBTUNreEp6QWxCZ05WQkFNTUhuTjVjM1JsYlRw',
  'cmRXSmxMV052Ym5SeWIyeHNaWEl0YldGdQpZV2RsY2pCWk1CTUdCeXFHU000OUFnRUdDQ3FHU000OUF3RUhBMElBQk1mSWZVQkpy',
  'RStJNjlWLzI1OG5qd2RBCmhaREVTWDBpUittZU90em1maEl6ZnFDOE1GVGVvaVBCNms4ZDZCd3hoRDJrS1c4WlRrbkg1OWhPLzRB',
  'ZE03V2cKQURBS0JnZ3Foa2pPUFFRREFnTkpBREJHQWlFQThDc0I0dHJtWGdXME5WOFRDQnVkOUpTdE53ZWNhTTdDWG9CcAp1bnc4',
  'QWV3Q0lRRCtEdmF0SG0yVFQ2OGJzREtQN0JRdnR4cVdMTHVCMVQ4eUVvOHJWWlBZOUE9PQotLS0tLUVORCBDRVJUSUZJQ0FURSBS',
  'RVFVRVNULS0tLS0K',
].join('');

const clientCertificate = {
  spec: {
    request: signingRequest,
    signerName: 'kubernetes.io/kube-apiserver-client',
    usages: ['client auth'],
  },
};

/** Rights that no role has, as the mutation test gives them away. */
export const withheldRights: readonly Withheld[] = [
  right([''], ['serviceaccounts/token'], ['create']),
  right([''], ['pods/ephemeralcontainers'], ['patch']),
  right([''], ['configmaps'], ['deletecollection']),
  right([''], ['endpoints'], ['create']),
  right(['discovery.k8s.io'], ['endpointslices'], ['create']),
  right([''], ['events'], ['create']),
  right(['events.k8s.io'], ['events'], ['create']),
  { ...right([''], ['secrets'], ['list']), role: 'viewer' },
  clusterRight([rbac], ['clusterroles'], ['create']),
  clusterRight([certificates], ['certificatesigningrequests'], ['create']),
  clusterRight(
    [certificates],
    ['certificatesigningrequests/approval', 'signers'],
    ['patch', 'approve'],
  ),
  clusterRight(
    [
      ...new Set(
        clusterScoped.map(resource => resource.split('/').at(-3) ?? ''),
      ),
    ],
    clusterScoped.map(resource => resource.split('/').at(-1) ?? ''),
    ['list'],
  ),
];

function right(
  apiGroups: readonly string[],
  resources: readonly string[],
  verbs: readonly string[],
): Withheld {
  return { role: 'admin', apiGroups, resources, verbs };
}

function clusterRight(...args: Parameters<typeof right>): Withheld {
  return { ...right(...args), clusterWide: true };
}

const readPods = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };

/** A Role that holds more than its author: Kubernetes looks at that before any rule does. */
function selfMade(title: string, rule: JsonMap): ApiAttack {
  return objectAttack('R02', title, {
    as: 'admin',
    by: { says: 'is attempting to grant RBAC permissions not currently held' },
    resource: `${rbac}/v1/roles`,
    kind: 'Role',
    attack: { rules: [{ ...readPods, ...rule }] },
    twin: { rules: [readPods] },
    routes: ['create', 'merge patch'],
  });
}

/**
 * A request that needs a node to be answered, so that its twin is the nearest thing the actor may do: what counts is that
 * RBAC says no.
 */
function unanswerable(
  row: string,
  title: string,
  as: Actor,
  requests: (stage: Stage) => readonly ApiRequest[],
): ApiAttack {
  return attack(
    row,
    title,
    stage =>
      requests(stage).map(request => ({
        route: routeOf(request),
        attack: request,
        twin: { verb: 'list', resource: 'v1/pods', namespace: stage.namespace },
      })),
    { as, by: 'rbac' },
  );
}

/** A right that no role gives, about an object that is there. */
function withheldOf(
  row: string,
  title: string,
  given: (stage: Stage) => PartialObject,
  request: (object: PartialObject) => ApiRequest,
): ApiAttack {
  return attack(
    row,
    title,
    stage => {
      const object = given(stage);
      const asked = request(object);
      return [
        {
          route: routeOf(asked),
          attack: asked,
          twin: asked,
          twinAs: 'platform',
          given: [object],
        },
      ];
    },
    { as: 'admin', by: 'rbac' },
  );
}

function routeOf({ verb, resource }: ApiRequest): string {
  return `${verb} ${resource.split('/').slice(1).join('/')}`;
}

function tokenOf(
  name: string,
  namespace: string,
  audiences: readonly string[],
): ApiRequest {
  return {
    verb: 'create',
    resource: 'v1/serviceaccounts/token',
    namespace,
    name,
    body: {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { audiences },
    },
  };
}

/** Rights in rules of the rendered roles that no role may hold, and ways by which a role could grow. */
function excesses(objects: readonly PartialObject[]): string[] {
  return objects
    .filter(({ kind }) => kind === 'ClusterRole')
    .flatMap(role => {
      const { name, labels = {} } = role.metadata;
      const grows =
        role.aggregationRule !== undefined ||
        Object.keys(labels).some(label => label.includes('aggregate-to'));
      const rules = isList(role.rules) ? role.rules.filter(isMap) : [];
      // The platform's own account binds our roles, by name.
      const ours = name === 'tenantry-guard-rails';
      return [
        ...(grows ? [`${name} is aggregated`] : []),
        ...rules.flatMap(rule => {
          const all = textsIn(rule.apiGroups, rule.resources, rule.verbs);
          const verbs = textsIn(rule.verbs);
          const streams = textsIn(rule.resources).filter(resource =>
            /^pods\/(exec|attach|portforward)$/.test(resource),
          );
          return [
            ...all.filter(text => text.includes('*')),
            ...verbs.filter(verb => verb.startsWith('impersonate')),
            ...verbs.filter(
              verb => ['escalate', 'bind'].includes(verb) && !ours,
            ),
            ...(verbs.includes('get') && !verbs.includes('create')
              ? streams.map(resource => `get ${resource} without create`)
              : []),
          ].map(excess => `${name} has ${excess}`);
        }),
      ];
    });
}

function textsIn(...values: readonly unknown[]): string[] {
  return values.flat().filter(value => typeof value === 'string');
}

const shape = (row: string, title: string): Attack => ({
  proof: 'shape',
  row,
  title,
  violations: excesses,
});

export const tenantRolesAttacks: readonly Attack[] = [
  shape('R02', 'a wildcard, or a right to escalate or bind, in a role'),
  selfMade('every verb', { verbs: ['*'] }),
  selfMade('every resource', { resources: ['*'] }),
  selfMade('every group', { apiGroups: ['*'] }),
  selfMade('rights that it does not have', {
    apiGroups: [rbac],
    resources: ['roles'],
    verbs: ['escalate', 'bind'],
  }),
  withheld('R02', 'secrets, for a viewer', 'viewer', ({ namespace }) => ({
    verb: 'list',
    resource: 'v1/secrets',
    namespace,
  })),
  attack(
    'R02',
    'a change, by a viewer',
    ({ namespace }) => {
      const request = create('v1/configmaps', 'ConfigMap', namespace, {});
      return [
        {
          route: 'create configmaps',
          attack: request,
          twin: { verb: 'list', resource: 'v1/configmaps', namespace },
        },
      ];
    },
    { as: 'viewer', by: 'rbac' },
  ),

  withheld('R04', 'a ClusterRole that joins others', 'admin', () =>
    create(`${rbac}/v1/clusterroles`, 'ClusterRole', undefined, {
      metadata: { labels: { [`${rbac}/aggregate-to-admin`]: 'true' } },
      rules: [],
    }),
  ),
  withheld('R04', 'a binding on the whole cluster', 'admin', () =>
    create(`${rbac}/v1/clusterrolebindings`, 'ClusterRoleBinding', undefined, {
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'view' },
    }),
  ),

  withheld(
    'R05',
    'a token of a service account',
    'admin',
    ({ namespace, cluster }) =>
      tokenOf('default', namespace, cluster.spec.tokenAudiences),
  ),
  withheld('R05', "a token of Argo CD's deployer", 'admin', ({ tenant }) =>
    tokenOf(tenant.metadata.name, deployersNamespace, []),
  ),
  selfMade('tokens of service accounts', {
    resources: ['serviceaccounts/token'],
    verbs: ['create'],
  }),

  shape('R07', 'a right to impersonate, in a role'),
  selfMade('impersonation of service accounts', {
    resources: ['serviceaccounts'],
    verbs: ['impersonate'],
  }),

  shape('R08', 'a shell by a read-only verb, in a role'),
  unanswerable('R08', 'a shell by a read-only verb', 'developer', at =>
    ['exec', 'attach', 'portforward'].map(stream => ({
      verb: 'get',
      resource: `v1/pods/${stream}`,
      namespace: at.namespace,
      name: attackName,
    })),
  ),
  unanswerable('R08', 'a shell, for a viewer', 'viewer', at =>
    ['exec', 'attach', 'portforward'].map(stream => ({
      verb: 'create',
      resource: `v1/pods/${stream}`,
      namespace: at.namespace,
      name: attackName,
    })),
  ),
  unanswerable('R08', "a container's terminal", 'admin', ({ namespace }) => [
    {
      verb: 'create',
      resource: 'v1/pods/attach',
      namespace,
      name: attackName,
    },
  ]),
  withheldOf(
    'R08',
    'a container of its own in a pod that runs',
    stage =>
      whole('v1/pods', 'Pod', stage.namespace, { spec: harmlessPod(stage) }),
    ({ metadata: { name, namespace }, spec }) => ({
      verb: 'patch',
      patch: 'merge',
      resource: 'v1/pods/ephemeralcontainers',
      ...(namespace ? { namespace } : {}),
      name,
      body: { spec: { ephemeralContainers: [debuggerLike(spec)] } },
    }),
  ),

  unanswerable('R09', 'a request by way of the API server', 'admin', at => [
    ...['pods', 'services'].map(
      resource =>
        ({
          verb: 'get',
          resource: `v1/${resource}/proxy`,
          namespace: at.namespace,
          name: attackName,
        } as const),
    ),
    { verb: 'get', resource: 'v1/nodes/proxy', name: attackName },
  ]),

  withheld('R10', 'Endpoints at a foreign address', 'admin', at =>
    create('v1/endpoints', 'Endpoints', at.namespace, {
      subsets: [{ addresses: [{ ip: '192.0.2.1' }], ports: [{ port: 80 }] }],
    }),
  ),
  withheld('R10', 'an EndpointSlice at a foreign address', 'admin', at =>
    create(
      'discovery.k8s.io/v1/endpointslices',
      'EndpointSlice',
      at.namespace,
      {
        addressType: 'IPv4',
        endpoints: [{ addresses: ['192.0.2.1'] }],
        ports: [{ port: 80 }],
      },
    ),
  ),

  withheld('R12', 'everything of a kind, gone at once', 'admin', at => ({
    verb: 'deletecollection',
    resource: 'v1/configmaps',
    namespace: at.namespace,
    // Never for real, whatever the one who tries it wants.
    body: { dryRun: ['All'] },
  })),

  withheld('R13', 'a certificate for a system component', 'admin', () =>
    create(
      `${certificates}/v1/certificatesigningrequests`,
      'CertificateSigningRequest',
      undefined,
      clientCertificate,
    ),
  ),
  withheldOf(
    'R13',
    'the approval of a certificate',
    ({ namespace }) =>
      whole(
        `${certificates}/v1/certificatesigningrequests`,
        'CertificateSigningRequest',
        undefined,
        {
          metadata: { name: `${attackName}-${namespace}` },
          ...clientCertificate,
        },
      ),
    ({ metadata: { name } }) => ({
      verb: 'patch',
      patch: 'merge',
      resource: `${certificates}/v1/certificatesigningrequests/approval`,
      name,
      body: {
        status: {
          conditions: [
            { type: 'Approved', status: 'True', reason: 'SelfApproved' },
          ],
        },
      },
    }),
  ),

  withheld('R14', 'anything outside namespaces', 'admin', () =>
    clusterScoped.map(resource => ({ verb: 'list', resource })),
  ),
  attack(
    'R14',
    'anything outside namespaces, by somebody who can log in and no more',
    () =>
      clusterScoped.map(resource => ({
        route: `list ${resource.split('/').at(-1)}`,
        attack: { verb: 'list', resource },
        twin: create(
          'authentication.k8s.io/v1/selfsubjectreviews',
          'SelfSubjectReview',
          undefined,
          {},
        ),
      })),
    { as: 'anybody', by: 'rbac' },
  ),

  withheld('Q04', 'events that no quota counts', 'admin', at => [
    create('v1/events', 'Event', at.namespace, {
      involvedObject: { kind: 'Pod', name: 'web', namespace: at.namespace },
      reason: 'Flood',
      type: 'Normal',
    }),
    create('events.k8s.io/v1/events', 'Event', at.namespace, {
      regarding: { kind: 'Pod', name: 'web', namespace: at.namespace },
      reason: 'Flood',
      action: 'Flood',
      type: 'Normal',
      eventTime: '2026-01-01T00:00:00.000000Z',
      reportingController: 'example.com/flood',
      reportingInstance: 'one',
    }),
  ]),
];

/** The pod's container once more, under the name of a debugger. */
function debuggerLike(spec: PartialObject['spec']): JsonMap {
  const containers =
    isMap(spec) && isList(spec.containers) ? spec.containers : [];
  const [first] = containers.filter(isMap);
  return { ...first, name: 'debug', imagePullPolicy: 'Always' };
}
