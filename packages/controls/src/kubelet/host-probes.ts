import { podAttack } from '../attacks';
import type { Place } from '../attacks';
import { defineControl } from '../control';
import { everyHandler, handlers, withHandler } from './handlers';
import type { Handler } from './handlers';

const port = 80;

/** Pods are refused by Pod Security too; what the rule does alone shows in a template. */
function hostAttack(
  title: string,
  handler: Handler,
  kind: 'httpGet' | 'tcpSocket',
  host: string,
  places?: readonly Place[],
) {
  return podAttack('P14', title, {
    attack: withHandler(handler, { [kind]: { host, port } }),
    twin: withHandler(handler, { [kind]: { port } }),
    podsBy: 'pod-security',
    in: places,
  });
}

/**
 * Probes and lifecycle hooks reach only their own pod.
 *
 * Fields: containers, initContainers and ephemeralContainers:
 *   livenessProbe, readinessProbe, startupProbe, lifecycle.postStart, lifecycle.preStop
 *   each .httpGet.host and .tcpSocket.host
 * Allowed: unset or empty. A grpc probe can't name a host.
 */
export const hostProbes = defineControl({
  id: 'host-probes',
  title: 'Probes reach only their own pod',
  component: 'kubelet',
  why: 'The kubelet sends probes from the node, past every NetworkPolicy. A probe with a host is a request to any address the node can reach, written by the tenant.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
    'https://github.com/kubernetes/kubernetes/issues/99425',
  ],
  whenExcepted:
    'templates may name a host in probes and hooks, and so may pods where Pod Security, which has no exceptions, lets them: since Kubernetes 1.34 its baseline does not',
  stops: [
    {
      id: 'P14',
      attempt: 'let the kubelet ask the metadata service, etcd or a neighbour',
    },
  ],
  attacks: [
    hostAttack(
      'a liveness probe that asks the metadata service',
      'livenessProbe',
      'httpGet',
      '169.254.169.254',
    ),
    ...everyHandler.flatMap(handler =>
      (['httpGet', 'tcpSocket'] as const).map(kind =>
        hostAttack(
          `${handler}.${kind} on the node's own loopback`,
          handler,
          kind,
          '127.0.0.1',
          ['pod', 'update'],
        ),
      ),
    ),
  ],
  rules: [
    {
      on: 'workloads',
      require: handlers(
        "handler.?httpGet.?host.orValue('') == '' && handler.?tcpSocket.?host.orValue('') == ''",
      ),
      message: 'probes and lifecycle hooks must not name a host',
    },
  ],
});
