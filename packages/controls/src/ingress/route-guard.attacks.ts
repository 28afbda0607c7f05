import { create, hostOf, objectAttack, parentOf, withheld } from '../attacks';
import type { Attack, Stage } from '../attacks';
import type { JsonMap } from '../objects';
import { canUseGateway } from './entry';

const group = 'gateway.networking.k8s.io';
const apiVersion = `${group}/v1`;

interface Change {
  readonly parentRefs?: readonly JsonMap[];
  readonly rule?: JsonMap;
}

const ownBackend = { name: 'web', port: 80 };

function routeAttack(
  row: string,
  kind: 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute',
  title: string,
  attack: (stage: Stage) => Change,
  twin: Change = {},
) {
  const specOf = (stage: Stage, { parentRefs, rule }: Change) => ({
    hostnames: [hostOf(stage)],
    parentRefs: parentRefs ?? [parentOf(stage)],
    rules: [{ backendRefs: [ownBackend], ...rule }],
  });
  return objectAttack(row, `${title}, from a ${kind}`, {
    resource: `${apiVersion}/${kind.toLowerCase()}s`,
    kind,
    ...(kind === 'TLSRoute' ? { as: 'insider' as const } : {}),
    attack: stage => ({ spec: specOf(stage, attack(stage)) }),
    twin: stage => ({ spec: specOf(stage, twin) }),
    where: canUseGateway,
  });
}

const neighbours = (stage: Stage) => stage.neighbour.namespace;

const parents = [
  routeAttack('I07', 'HTTPRoute', "a neighbour's gateway", stage => ({
    parentRefs: [{ ...parentOf(stage), namespace: neighbours(stage) }],
  })),
  routeAttack('I07', 'HTTPRoute', 'the gateway that tenants share', () => ({
    parentRefs: [{ namespace: 'edge', name: 'public', sectionName: 'https' }],
  })),
  routeAttack(
    'I07',
    'HTTPRoute',
    "its own gateway and a neighbour's",
    stage => ({
      parentRefs: [
        parentOf(stage),
        { ...parentOf(stage), namespace: neighbours(stage) },
      ],
    }),
  ),
  routeAttack('I07', 'HTTPRoute', "a neighbour's service mesh", stage => ({
    parentRefs: [
      { group: '', kind: 'Service', namespace: neighbours(stage), name: 'web' },
    ],
  })),
  routeAttack('I07', 'HTTPRoute', 'the mesh in place of a gateway', () => ({
    parentRefs: [{ group: '', kind: 'Service', name: 'web' }],
  })),
  routeAttack('I07', 'HTTPRoute', 'a gateway of another kind', () => ({
    parentRefs: [{ kind: 'MeshGateway', name: 'tenantry' }],
  })),
  routeAttack('I07', 'HTTPRoute', 'a gateway of another group', () => ({
    parentRefs: [{ group: 'example.com', kind: 'Gateway', name: 'tenantry' }],
  })),
  routeAttack('I07', 'GRPCRoute', "a neighbour's gateway", stage => ({
    parentRefs: [{ ...parentOf(stage), namespace: neighbours(stage) }],
  })),
  routeAttack('I07', 'TLSRoute', "a neighbour's gateway", stage => ({
    parentRefs: [{ ...parentOf(stage), namespace: neighbours(stage) }],
  })),
];

const foreignBackend = (stage: Stage) => ({
  ...ownBackend,
  namespace: neighbours(stage),
});
const mirror = (backendRef: JsonMap) => ({
  filters: [{ type: 'RequestMirror', requestMirror: { backendRef } }],
});

const backends = [
  routeAttack('I10', 'HTTPRoute', "a neighbour's service", stage => ({
    rule: { backendRefs: [foreignBackend(stage)] },
  })),
  routeAttack(
    'I10',
    'HTTPRoute',
    "its own service and a neighbour's",
    stage => ({
      rule: { backendRefs: [ownBackend, foreignBackend(stage)] },
    }),
  ),
  routeAttack(
    'I10',
    'HTTPRoute',
    "a copy of every request to a neighbour's service",
    stage => ({ rule: mirror(foreignBackend(stage)) }),
    { rule: mirror(ownBackend) },
  ),
  routeAttack(
    'I10',
    'HTTPRoute',
    "a copy of a backend's requests to a neighbour's service",
    stage => ({
      rule: {
        backendRefs: [{ ...ownBackend, ...mirror(foreignBackend(stage)) }],
      },
    }),
    { rule: { backendRefs: [{ ...ownBackend, ...mirror(ownBackend) }] } },
  ),
  routeAttack('I10', 'GRPCRoute', "a neighbour's service", stage => ({
    rule: { backendRefs: [foreignBackend(stage)] },
  })),
  routeAttack('I10', 'TLSRoute', "a neighbour's service", stage => ({
    rule: { backendRefs: [foreignBackend(stage)] },
  })),
];

/** Listeners are the platform's; the rule holds also against whoever may write them. */
function certificateAttack(
  kind: 'Gateway' | 'ListenerSet',
  title: string,
  attack: (stage: Stage) => JsonMap,
  twin: (stage: Stage) => JsonMap,
) {
  return objectAttack('I10', `${title}, in a ${kind}`, {
    resource: `${apiVersion}/${kind.toLowerCase()}s`,
    kind,
    as: 'insider',
    attack: stage => ({ spec: attack(stage) }),
    twin: stage => ({ spec: twin(stage) }),
    where: canUseGateway,
  });
}

function listening(stage: Stage, certificate: JsonMap): JsonMap {
  return {
    listeners: [
      {
        name: 'web',
        port: 443,
        protocol: 'HTTPS',
        hostname: hostOf(stage),
        tls: { certificateRefs: [certificate] },
      },
    ],
  };
}

const own = { name: 'web' };
const foreign = (stage: Stage) => ({
  name: 'web',
  namespace: neighbours(stage),
});
const gateway = (stage: Stage) => ({
  gatewayClassName: stage.cluster.spec.gateway?.class,
});

const certificates = [
  certificateAttack(
    'Gateway',
    "a neighbour's certificate",
    stage => ({ ...gateway(stage), ...listening(stage, foreign(stage)) }),
    stage => ({ ...gateway(stage), ...listening(stage, own) }),
  ),
  certificateAttack(
    'ListenerSet',
    "a neighbour's certificate",
    stage => ({ parentRef: own, ...listening(stage, foreign(stage)) }),
    stage => ({ parentRef: own, ...listening(stage, own) }),
  ),
  certificateAttack(
    'Gateway',
    "a neighbour's certificate to show to services",
    stage => ({
      ...gateway(stage),
      ...listening(stage, own),
      tls: { backend: { clientCertificateRef: foreign(stage) } },
    }),
    stage => ({
      ...gateway(stage),
      ...listening(stage, own),
      tls: { backend: { clientCertificateRef: own } },
    }),
  ),
];

const grantOf = (namespaces: readonly string[]) => ({
  spec: {
    from: namespaces.map(namespace => ({
      group,
      kind: 'HTTPRoute',
      namespace,
    })),
    to: [{ group: '', kind: 'Secret' }],
  },
});

const referenceGrants = [
  objectAttack('I10', 'its Secrets, opened to a neighbour', {
    resource: `${apiVersion}/referencegrants`,
    kind: 'ReferenceGrant',
    as: 'insider',
    attack: stage => grantOf([stage.namespace, stage.neighbour.namespace]),
    twin: stage => grantOf([stage.namespace]),
    versions: ['v1beta1'],
    where: canUseGateway,
  }),
  withheld(
    'I10',
    'a ReferenceGrant',
    'admin',
    stage =>
      create(
        `${apiVersion}/referencegrants`,
        'ReferenceGrant',
        stage.namespace,
        grantOf([stage.namespace]),
      ),
    { where: canUseGateway },
  ),
];

export const routeGuardAttacks: readonly Attack[] = [
  ...parents,
  ...backends,
  ...certificates,
  ...referenceGrants,
];
