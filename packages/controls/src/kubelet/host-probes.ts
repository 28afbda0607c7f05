import { podAttack } from '../attacks';
import { defineControl } from '../control';

/**
 * Probes and lifecycle hooks reach only their own pod.
 *
 * Fields: containers, initContainers and ephemeralContainers:
 *   livenessProbe, readinessProbe, startupProbe, lifecycle.postStart, lifecycle.preStop
 *   each .httpGet.host and .tcpSocket.host
 * Allowed: unset or empty.
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
  stops: [
    {
      id: 'P14',
      attempt: 'let the kubelet ask the metadata service, etcd or a neighbour',
    },
  ],
  attacks: [
    podAttack('P14', 'a liveness probe that asks the metadata service', {
      attack: {
        container: {
          livenessProbe: { httpGet: { host: '169.254.169.254', port: 80 } },
        },
      },
      twin: { container: { livenessProbe: { httpGet: { port: 80 } } } },
      podsBy: 'pod-security',
    }),
  ],
  rules: [
    {
      on: 'workloads',
      require: [
        'variables.containers.all(container,',
        '[container.?livenessProbe, container.?readinessProbe, container.?startupProbe,',
        'container.?lifecycle.?postStart, container.?lifecycle.?preStop].all(handler,',
        "handler.?httpGet.?host.orValue('') == '' && handler.?tcpSocket.?host.orValue('') == ''))",
      ].join(' '),
      message: 'probes and lifecycle hooks must not name a host',
    },
  ],
});
