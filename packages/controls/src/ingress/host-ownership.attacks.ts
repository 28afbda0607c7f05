import { attack, create, hostOf, objectAttack, parentOf } from '../attacks';
import type { Attack, ClaimAttack, Stage } from '../attacks';
import type { JsonMap } from '../objects';
import { canUseGateway, canUseIngress, ingressClassOf } from './entry';

const gatewayApi = 'gateway.networking.k8s.io/v1';

function ingressAttack(
  title: string,
  change: (own: string) => JsonMap,
  row = 'I04',
) {
  const specOf = (stage: Stage) => ({
    ingressClassName: ingressClassOf(stage),
    rules: [hostOf(stage), `api.${hostOf(stage)}`].map(host => ({ host })),
  });
  return objectAttack(row, title, {
    resource: 'networking.k8s.io/v1/ingresses',
    kind: 'Ingress',
    attack: stage => ({
      spec: { ...specOf(stage), ...change(hostOf(stage)) },
    }),
    twin: stage => ({ spec: specOf(stage) }),
    where: canUseIngress,
  });
}

const rule = (host: string) => ({ rules: [{ host }] });

const ingresses = [
  ingressAttack("another tenant's host", () => rule('shop.example.net')),
  ingressAttack('a host of its own and a foreign one', own => ({
    rules: [{ host: own }, { host: 'shop.example.net' }],
  })),
  ingressAttack('a host that ends like its own', own => rule(`evil${own}`)),
  ingressAttack('a host that begins like its own', own =>
    rule(`${own}.example.net`),
  ),
  ingressAttack('everything above its own host', own =>
    rule(own.slice(own.indexOf('.') + 1)),
  ),
  ingressAttack('a wildcard above its own host', own =>
    rule(`*${own.slice(own.indexOf('.'))}`),
  ),
  ingressAttack('a rule without a host', () => ({
    rules: [
      {
        http: {
          paths: [
            {
              path: '/',
              pathType: 'Prefix',
              backend: { service: { name: 'web', port: { number: 80 } } },
            },
          ],
        },
      },
    ],
  })),
  ingressAttack("a backend for everybody's unmatched requests", () => ({
    defaultBackend: { service: { name: 'web', port: { number: 80 } } },
  })),
  ingressAttack('a certificate for a foreign host', () => ({
    tls: [{ hosts: ['shop.example.net'], secretName: 'web' }],
  })),
  ingressAttack('a certificate for every host', () => ({
    tls: [{ secretName: 'web' }],
  })),
  ingressAttack(
    'a host that nobody has claimed yet',
    () => rule('launch.example.net'),
    'I08',
  ),
];

function routeSpec(stage: Stage, hostnames: readonly string[] | undefined) {
  return {
    parentRefs: [parentOf(stage)],
    hostnames,
    rules: [{ backendRefs: [{ name: 'web', port: 80 }] }],
  };
}

function routeAttack(
  kind: 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute',
  title: string,
  hostnames: (own: string) => readonly string[] | undefined,
  row = 'I04',
) {
  return objectAttack(row, `${title}, as ${kind}`, {
    resource: `${gatewayApi}/${kind.toLowerCase()}s`,
    kind,
    ...(kind === 'TLSRoute' ? { as: 'insider' as const } : {}),
    attack: stage => ({ spec: routeSpec(stage, hostnames(hostOf(stage))) }),
    twin: stage => ({ spec: routeSpec(stage, [hostOf(stage)]) }),
    ...(kind === 'HTTPRoute' ? { versions: ['v1beta1'] } : {}),
    where: canUseGateway,
  });
}

const foreign = () => ['shop.example.net'];

const routes = [
  routeAttack('HTTPRoute', "another tenant's host", foreign),
  routeAttack('HTTPRoute', 'its own host and a foreign one', own => [
    own,
    'shop.example.net',
  ]),
  routeAttack('HTTPRoute', 'every host', () => undefined),
  routeAttack('HTTPRoute', 'a host that ends like its own', own => [
    `evil${own}`,
  ]),
  routeAttack('HTTPRoute', 'a wildcard above its own host', own => [
    `*${own.slice(own.indexOf('.'))}`,
  ]),
  routeAttack('GRPCRoute', "another tenant's host", foreign),
  routeAttack('GRPCRoute', 'every host', () => undefined),
  routeAttack('TLSRoute', "another tenant's host", foreign),
  routeAttack(
    'HTTPRoute',
    'a host that nobody has claimed yet',
    () => ['launch.example.net'],
    'I08',
  ),
  attack(
    'I04',
    'a whole port, by a route that has no host names',
    stage =>
      ['TCPRoute', 'UDPRoute'].map(kind => {
        const backend = {
          rules: [{ backendRefs: [{ name: 'web', port: 80 }] }],
        };
        const request = (ofKind: string, spec: JsonMap) =>
          create(
            `${gatewayApi}/${ofKind.toLowerCase()}s`,
            ofKind,
            stage.namespace,
            { spec: { parentRefs: [parentOf(stage)], ...backend, ...spec } },
          );
        return {
          route: `create a ${kind}`,
          attack: request(kind, {}),
          twin: request('TLSRoute', { hostnames: [hostOf(stage)] }),
        };
      }),
    { as: 'insider', where: canUseGateway },
  ),
];

/** Listeners are the platform's; the rule holds also against whoever may write them. */
function listenerAttack(
  kind: 'Gateway' | 'ListenerSet',
  title: string,
  hostname: string | undefined,
  row = 'I08',
) {
  const specOf = (stage: Stage, host: string | undefined): JsonMap => ({
    ...(kind === 'Gateway'
      ? { gatewayClassName: stage.cluster.spec.gateway?.class }
      : { parentRef: { name: 'tenantry-attack' } }),
    listeners: [{ name: 'web', port: 80, protocol: 'HTTP', hostname: host }],
  });
  return objectAttack(row, `${title}, in a ${kind}`, {
    resource: `${gatewayApi}/${kind.toLowerCase()}s`,
    kind,
    as: 'insider',
    attack: stage => ({ spec: specOf(stage, hostname) }),
    twin: stage => ({ spec: specOf(stage, hostOf(stage)) }),
    ...(kind === 'Gateway' ? { versions: ['v1beta1'] } : {}),
    where: canUseGateway,
  });
}

const listeners = [
  listenerAttack('Gateway', 'to listen for a foreign host', 'shop.example.net'),
  listenerAttack('Gateway', 'to listen for every host', undefined),
  listenerAttack(
    'ListenerSet',
    'to listen for a foreign host',
    'shop.example.net',
  ),
  listenerAttack('ListenerSet', 'to listen for every host', undefined),
];

/** Hosts of other tenants and of the platform, as the example platform has them. */
function claim(row: string, title: string, host: string, says: string) {
  const asking = (hosts: string[]) => ({ environments: [{ hosts }] });
  return {
    proof: 'claim',
    row,
    title,
    attack: asking([host]),
    twin: asking(['pay.example.com']),
    says,
  } satisfies ClaimAttack;
}

const claims = [
  claim('I08', "another tenant's host", 'shop.example.com', 'belongs to the'),
  claim('I08', "below another tenant's host", 'a.shop.example.com', 'belongs'),
  claim('I08', "above other tenants' hosts", 'example.com', 'belongs to the'),
  claim('I08', "the portal's host", 'portal.example.com', 'the platform'),
  claim('I04', 'a wildcard', '*.example.com', 'wildcard'),
  claim('I04', 'a public suffix', 'co.uk', 'public suffix'),
];

export const hostOwnershipAttacks: readonly Attack[] = [
  ...ingresses,
  ...routes,
  ...listeners,
  ...claims,
];
