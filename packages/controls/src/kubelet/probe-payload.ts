import { celList } from '../admission/rule';
import { podAttack } from '../attacks';
import { defineControl } from '../control';
import type { JsonMap } from '../objects';
import { everyHandler, handlers, withHandler } from './handlers';
import type { Handler } from './handlers';

/** What a health check needs to say: the format it wants, who asks, that no redirect to TLS is wanted, to hang up. */
const headers = ['accept', 'connection', 'user-agent', 'x-forwarded-proto'];

/** Neither blanks (`+`, `%20`), quotes, brackets nor `;`: a path names something and can't carry a statement. */
const path = '^[A-Za-z0-9/._~:?&=,@-]{0,256}$';
/** `text/html;q=0.9` and `kube-probe/1.36`, but no brackets, quotes or `$`. */
const headerValue = '^[A-Za-z0-9 ./*;,=+_-]{0,256}$';
const grpcService = '^[A-Za-z0-9._/-]{0,256}$';

const inRestricted = (condition: string) =>
  `!variables.isRestricted || ${handlers(condition)}`;

const get = (path_: string): JsonMap => ({
  httpGet: { port: 80, path: path_ },
});
const send = (name: string, value: string): JsonMap => ({
  httpGet: { port: 80, httpHeaders: [{ name, value }] },
});

/** By default in a pod alone; what differs is what is said, not where. */
function payload(
  title: string,
  attack: JsonMap,
  twin: JsonMap,
  { handler = 'livenessProbe', everywhere = false }: Where = {},
) {
  return podAttack('P15', title, {
    attack: withHandler(handler, attack),
    twin: withHandler(handler, twin),
    in: everywhere ? undefined : ['pod'],
  });
}

interface Where {
  readonly handler?: Handler;
  readonly everywhere?: boolean;
}

/**
 * Probes carry no payload, where Pod Security is restricted.
 *
 * Fields: containers, initContainers and ephemeralContainers:
 *   livenessProbe, readinessProbe, startupProbe, lifecycle.postStart, lifecycle.preStop
 *   each .httpGet.path, .httpGet.httpHeaders[].name and .value, .grpc.service
 * Allowed: paths, header values and service names of plain characters, at most 256; headers Accept, Connection,
 * User-Agent and X-Forwarded-Proto in any spelling. Not Host, Authorization or Metadata-Flavor: who needs one gets the
 * request past a check that trusts the node.
 * Dimension: podSecurity.
 */
export const probePayload = defineControl({
  id: 'probe-payload',
  title: 'Probes ask a plain question',
  component: 'kubelet',
  why: 'A probe is a request that the node sends again and again in the name of whoever wrote it. Injection in its path or headers, or a header that a service trusts, makes an attack of it.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#http-probes',
    'https://github.com/xxradar/attacking_via_kubernetes_probes',
  ],
  whenExcepted:
    'the kubelet sends whatever path, header or service name a probe says, also a header that a service trusts',
  stops: [
    {
      id: 'P15',
      attempt: 'let the kubelet deliver an injection or a trusted header',
    },
  ],
  attacks: [
    payload(
      'an injection in a path',
      get("/login?id=1'OR'1'='1"),
      get('/-/healthy?local=true&check=db,cache'),
      { everywhere: true },
    ),
    payload(
      'a header that the metadata service trusts',
      send('Metadata-Flavor', 'Google'),
      send('Accept', 'Google'),
      { everywhere: true },
    ),
    ...everyHandler.flatMap(handler => [
      payload(`a statement in ${handler}`, get('/x;id'), get('/x'), {
        handler,
      }),
      payload(
        `a header in ${handler}`,
        send('Authorization', 'Basic YQ=='),
        send('X-Forwarded-Proto', 'https'),
        { handler },
      ),
    ]),
    ...['/login?id=1%27', '/search?q=1+OR+1', '/cgi?x=$(id)', '/ x'].map(bad =>
      payload(`the path ${bad}`, get(bad), get('/healthz')),
    ),
    payload(
      'a path of 257 characters',
      get(`/${'a'.repeat(256)}`),
      get(`/${'a'.repeat(255)}`),
    ),
    payload(
      'a header value of 257 characters',
      send('User-Agent', 'a'.repeat(257)),
      send('User-Agent', 'a'.repeat(256)),
    ),
    payload(
      'a header for another virtual host',
      send('Host', 'admin.example.com'),
      send('USER-AGENT', 'admin.example.com'),
    ),
    payload(
      'shellshock in an allowed header',
      send('User-Agent', '() { :; }; /bin/id'),
      send('User-Agent', 'kube-probe/1.36'),
    ),
    payload(
      'a gRPC service name that is a statement',
      { grpc: { port: 80, service: "health' OR 1=1" } },
      { grpc: { port: 80, service: 'grpc.health.v1.Health' } },
    ),
  ],
  appliesTo: ({ profile }) => profile.podSecurity === 'restricted',
  rules: [
    {
      on: 'workloads',
      require: inRestricted(
        `handler.?httpGet.?path.orValue('').matches('${path}') && handler.?grpc.?service.orValue('').matches('${grpcService}')`,
      ),
      message:
        'paths and service names of probes must be plain: letters, digits and /._~:?&=,@-, at most 256',
    },
    {
      on: 'workloads',
      require: inRestricted(
        `handler.?httpGet.?httpHeaders.orValue([]).all(header, header.name.lowerAscii() in ${celList(
          headers,
        )} && header.?value.orValue('').matches('${headerValue}'))`,
      ),
      message: `headers of probes may be ${headers.join(
        ', ',
      )}, with plain values`,
    },
  ],
});
