import { podAttack } from '../attacks';
import type { PodAttackOptions } from '../attacks';
import { namespaceMetadata } from '../builders';
import { compareRank } from '../compare';
import { defineControl } from '../control';
import type { EnvironmentContext } from '../control';
import { labels } from '../names';
import type { JsonMap } from '../objects';

/** Whether pods get user IDs of their own: a sandbox has its own kernel and needs none. */
function owns({ profile, cluster }: EnvironmentContext): boolean {
  return profile.runtime === 'host' && cluster.spec.userNamespaces;
}

const idsOf = (context: EnvironmentContext) =>
  owns(context) ? 'own' : 'shared';

const own = (field: string) => `container.?securityContext.?${field}`;
const pods = (field: string) => `variables.spec.?securityContext.?${field}`;

interface Excused extends Pick<PodAttackOptions, 'in' | 'podsBy'> {
  /** Of the container's security context, or of the pod's. */
  readonly container?: JsonMap;
  readonly pod?: JsonMap;
}

/** What the restricted standard excuses in a user namespace. */
function excused(
  row: string,
  title: string,
  { container = {}, pod = {}, ...options }: Excused,
) {
  return podAttack(row, `${title}, in a user namespace`, {
    attack: {
      spec: { hostUsers: false, securityContext: pod },
      container: { securityContext: container },
    },
    twin: { spec: { hostUsers: false } },
    ...options,
  });
}

/**
 * Root in a container is nobody on the node, and nobody is root in a container either, where Pod Security is restricted.
 *
 * Fields: spec.hostUsers. A pod that says nothing gets false, and true is refused, where the nodes can do it and the
 * runtime is the host's. Such pods can't have block devices (volumeDevices); the API server says so.
 * Fields: securityContext.runAsNonRoot and .runAsUser of the pod and of containers, initContainers and
 * ephemeralContainers; their securityContext.procMount. Since Kubernetes 1.35 the restricted standard excuses a pod with
 * hostUsers: false from the first two, whoever set it; here they hold for every pod. Allowed: runAsNonRoot true,
 * runAsUser not 0, procMount unset or Default.
 * Contributes: Namespace label tenantry.dev/user-namespaces. Dimensions: podSecurity, runtime.
 * Facts: cluster.spec.userNamespaces.
 */
export const userNamespaces = defineControl({
  id: 'user-namespaces',
  title: 'User IDs of their own, and root in none of them',
  component: 'runtime',
  why: 'Whoever breaks out of a container keeps their user ID: with a user namespace it is one that owns nothing on the node. The standard takes that as a reason to allow root, and here it is both.',
  references: [
    'https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/',
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  ],
  stops: [
    { id: 'P06', attempt: 'unmask /proc inside a user namespace' },
    {
      id: 'P08',
      attempt: "share the node's user IDs, or be root inside a user namespace",
    },
  ],
  attacks: [
    podAttack('P08', "sharing the node's user IDs", {
      attack: { spec: { hostUsers: true } },
      twin: { spec: { hostUsers: false } },
      where: owns,
    }),
    podAttack('P08', "saying nothing about the node's user IDs", {
      attack: { spec: { hostUsers: true } },
      in: ['pod'],
      where: owns,
    }),
    excused('P08', 'root in a container', { container: { runAsUser: 0 } }),
    excused('P08', 'perhaps root in a container', {
      container: { runAsNonRoot: false },
      in: ['pod', 'update'],
    }),
    excused('P08', 'root in the whole pod', {
      pod: { runAsUser: 0 },
      in: ['pod', 'update'],
    }),
    excused('P08', 'perhaps root in the whole pod', {
      pod: { runAsNonRoot: false },
      in: ['pod', 'update'],
    }),
    excused('P08', 'not a word about root', {
      pod: { runAsNonRoot: null },
      in: ['pod', 'update'],
    }),
    excused('P06', '/proc unmasked', {
      container: { procMount: 'Unmasked' },
      podsBy: 'pod-security',
    }),
  ],
  appliesTo: ({ profile }) => profile.podSecurity === 'restricted',
  environment: context =>
    owns(context)
      ? [
          namespaceMetadata(context, {
            labels: { [labels.userNamespaces]: 'required' },
          }),
        ]
      : [],
  mutations: [
    {
      on: 'workloads',
      patch: [
        '!variables.ownsUsers || object.spec.?hostUsers.hasValue() ? []',
        ": [JSONPatch{op: 'add', path: '/spec/hostUsers', value: false}]",
      ].join(' '),
    },
  ],
  rules: [
    {
      on: 'workloads',
      // A template may leave it to the mutation of its pods.
      require:
        '!variables.ownsUsers || variables.spec.?hostUsers.orValue(variables.isComplete) == false',
      message:
        'hostUsers must be false: this namespace is labelled tenantry.dev/user-namespaces',
    },
    {
      on: 'workloads',
      require: [
        '!variables.isRestricted || variables.containers.all(container,',
        `${own('runAsNonRoot')}.orValue(${pods(
          'runAsNonRoot',
        )}.orValue(false)) == true &&`,
        `${own('runAsUser')}.orValue(${pods('runAsUser')}.orValue(1)) != 0 &&`,
        `${own('procMount')}.orValue('Default') == 'Default')`,
      ].join(' '),
      message:
        'runAsNonRoot must be true, runAsUser not 0 and procMount Default, also in a user namespace',
    },
  ],
  compare: (before, after) =>
    compareRank(['shared', 'own'], idsOf(before), idsOf(after)),
  summary: context =>
    owns(context) ? 'own user IDs' : 'not root, also in a user namespace',
});
