import { create, hostOf, unproved, withheld } from '../attacks';
import type { Attack, Stage } from '../attacks';
import { itemsAt } from '../itemsAt';
import { sharedName } from '../names';
import type { JsonMap } from '../objects';
import { gatewayEntryOf } from './entry';

const apiVersion = 'gateway.networking.k8s.io/v1';

function listener(stage: Stage): JsonMap {
  return {
    name: 'mine',
    port: 8080,
    protocol: 'HTTP',
    hostname: hostOf(stage),
  };
}

export const tenantGatewayAttacks: readonly Attack[] = [
  withheld('I09', 'a Gateway or listeners of its own', 'admin', stage => [
    create(`${apiVersion}/gateways`, 'Gateway', stage.namespace, {
      spec: {
        gatewayClassName: stage.cluster.spec.gateway?.class,
        listeners: [listener(stage)],
      },
    }),
    create(`${apiVersion}/listenersets`, 'ListenerSet', stage.namespace, {
      spec: { parentRef: { name: sharedName }, listeners: [listener(stage)] },
    }),
  ]),
  withheld('I09', 'a class with parameters of its own', 'admin', () =>
    create(`${apiVersion}/gatewayclasses`, 'GatewayClass', undefined, {
      spec: {
        controllerName: 'example.com/gateway',
        parametersRef: { group: '', kind: 'ConfigMap', name: 'mine' },
      },
    }),
  ),
  withheld(
    'I07',
    "listeners that take every namespace's routes",
    'admin',
    stage => ({
      verb: 'patch',
      patch: 'merge',
      resource: `${apiVersion}/${
        gatewayEntryOf(stage)?.own ? 'gateways' : 'listenersets'
      }`,
      namespace: stage.namespace,
      name: sharedName,
      body: {
        spec: {
          listeners: [
            {
              ...listener(stage),
              allowedRoutes: { namespaces: { from: 'All' } },
            },
          ],
        },
      },
    }),
  ),
  unproved(
    'I07',
    "a foreign route's traffic",
    'data plane',
    'That a route of another namespace gets no traffic is decided by the gateway controller.',
  ),
  {
    proof: 'shape',
    row: 'I10',
    title: "another namespace's certificate",
    violations: objects =>
      objects
        .filter(({ apiVersion: version }) => version === apiVersion)
        .flatMap(({ kind, metadata, ...object }) =>
          itemsAt(object, 'spec.listeners.tls.certificateRefs')
            .filter(({ namespace }) => namespace !== undefined)
            .map(
              ({ name }) =>
                `${kind} ${metadata.namespace}/${metadata.name} takes the certificate ${name} from elsewhere`,
            ),
        ),
  },
];
