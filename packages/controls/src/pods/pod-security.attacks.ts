import { attack, create, harmlessPod, podAttack } from '../attacks';
import type { Attack, Place, PodAttackOptions, PodChange } from '../attacks';
import type { EnvironmentContext } from '../control';
import { labels as ownLabels } from '../names';
import type { JsonMap, PartialObject } from '../objects';

const prefix = 'pod-security.kubernetes.io/';

/** Pod Security refuses pods; a template it only warns about, and refuses what is made of it. */
const inPods: readonly Place[] = [
  'pod',
  'init container',
  'ephemeral container',
];

function refused(
  row: string,
  title: string,
  change: PodChange,
  options: Partial<PodAttackOptions> = {},
) {
  return podAttack(row, title, {
    attack: change,
    by: 'pod-security',
    in: inPods,
    ...options,
  });
}

const secured = (securityContext: JsonMap): PodChange => ({
  container: { securityContext },
});
const podSecured = (securityContext: JsonMap): PodChange => ({
  spec: { securityContext },
});

/** What the baseline standard lets pass. */
const restricted = {
  where: ({ profile }: EnvironmentContext) =>
    profile.podSecurity === 'restricted',
};

const baseline = {
  where: ({ profile }: EnvironmentContext) =>
    profile.podSecurity === 'baseline',
};

/** In a user namespace the API server's own validation speaks before Pod Security does. */
const orInvalid = { podsBy: { says: 'when `hostUsers` is false' } } as const;
/** In a user namespace Pod Security allows root, and the control user-namespaces doesn't. */
const orUserNamespaces = {
  ...restricted,
  podsBy: { says: 'user-namespaces: ' },
} as const;

/** By the annotation that AppArmor had before it had a field. */
const appArmorAnnotation = attack(
  'P09',
  'AppArmor unconfined by its old annotation',
  stage => {
    const { namespace } = stage;
    const request = (profile: string) =>
      create('v1/pods', 'Pod', namespace, {
        metadata: {
          annotations: {
            'container.apparmor.security.beta.kubernetes.io/app': profile,
          },
        },
        spec: harmlessPod(stage),
      });
    return [
      {
        route: 'in a Pod',
        attack: request('unconfined'),
        twin: request('runtime/default'),
      },
    ];
  },
  { by: 'pod-security' },
);

/** Every row of the standard. Which of them a profile refuses is the standard's choice: baseline lets some pass. */
export const podSecurityAttacks: readonly Attack[] = [
  refused(
    'P01',
    'a privileged container',
    secured({ privileged: true, allowPrivilegeEscalation: true }),
  ),

  ...['hostPID', 'hostIPC', 'hostNetwork'].map(field =>
    refused(
      'P02',
      `${field} of the node`,
      { spec: { [field]: true } },
      orInvalid,
    ),
  ),

  ...['/', '/run/containerd/containerd.sock', '/var/lib/kubelet'].map(path =>
    refused('P03', `${path} of the node`, {
      spec: { volumes: [{ name: 'node', hostPath: { path } }] },
    }),
  ),

  refused('P04', 'a port of the node', {
    container: { ports: [{ containerPort: 8080, hostPort: 8080 }] },
  }),

  refused(
    'P05',
    'SYS_ADMIN',
    secured({ capabilities: { add: ['SYS_ADMIN'] } }),
  ),
  refused('P05', 'NET_RAW', secured({ capabilities: { add: ['NET_RAW'] } })),
  refused(
    'P05',
    'SETPCAP, which baseline allows',
    secured({ capabilities: { add: ['SETPCAP'] } }),
    restricted,
  ),
  refused(
    'P05',
    'the capabilities that a container has by default',
    secured({ capabilities: { drop: ['NET_RAW'] } }),
    restricted,
  ),

  // The twins drop nothing of their own, so that NET_RAW is dropped for them.
  ...Object.entries({
    'no security context': null,
    'no capabilities': { capabilities: null },
    'capabilities without a drop': {
      capabilities: { add: ['CHOWN'], drop: null },
    },
    'a drop of something else': { capabilities: { drop: ['KILL'] } },
  }).map(([title, securityContext]) =>
    refused(
      'P05',
      `SYS_PTRACE, and its twin has ${title}`,
      secured({ capabilities: { add: ['SYS_PTRACE'] } }),
      {
        ...baseline,
        twin: { container: { securityContext } },
        in: ['pod', 'init container'],
      },
    ),
  ),
  podAttack('P05', 'NET_RAW kept, because nobody dropped it', {
    attack: secured({ capabilities: { drop: ['KILL'] } }),
    twin: secured({ capabilities: { drop: ['NET_RAW'] } }),
    in: ['ephemeral container'],
    ...baseline,
  }),

  refused(
    'P06',
    '/proc unmasked, in a user namespace as it must be',
    { spec: { hostUsers: false }, ...secured({ procMount: 'Unmasked' }) },
    { ...restricted, twin: { spec: { hostUsers: false } } },
  ),

  ...[true, null].map(allowPrivilegeEscalation =>
    refused(
      'P07',
      `allowPrivilegeEscalation ${allowPrivilegeEscalation ?? 'unset'}`,
      secured({ allowPrivilegeEscalation }),
      restricted,
    ),
  ),

  refused(
    'P08',
    'root in a container',
    secured({ runAsUser: 0 }),
    orUserNamespaces,
  ),
  refused(
    'P08',
    'root in the pod',
    podSecured({ runAsUser: 0 }),
    orUserNamespaces,
  ),
  ...[false, null].map(runAsNonRoot =>
    refused(
      'P08',
      `runAsNonRoot ${runAsNonRoot ?? 'unset'}`,
      podSecured({ runAsNonRoot }),
      orUserNamespaces,
    ),
  ),

  refused(
    'P09',
    'seccomp unconfined in a container',
    secured({ seccompProfile: { type: 'Unconfined' } }),
  ),
  refused(
    'P09',
    'seccomp unconfined in the pod',
    podSecured({ seccompProfile: { type: 'Unconfined' } }),
  ),
  refused(
    'P09',
    'seccomp unset',
    podSecured({ seccompProfile: null }),
    restricted,
  ),
  refused(
    'P09',
    'AppArmor unconfined in a container',
    secured({ appArmorProfile: { type: 'Unconfined' } }),
  ),
  refused(
    'P09',
    'AppArmor unconfined in the pod',
    podSecured({ appArmorProfile: { type: 'Unconfined' } }),
  ),
  appArmorAnnotation,
  ...[{ type: 'spc_t' }, { user: 'system_u' }, { role: 'sysadm_r' }].map(
    seLinuxOptions =>
      refused(
        'P09',
        `an SELinux ${Object.keys(seLinuxOptions)[0]} of its choice`,
        secured({ seLinuxOptions }),
      ),
  ),

  refused(
    'P10',
    'a sysctl of the whole node',
    podSecured({ sysctls: [{ name: 'kernel.msgmax', value: '65536' }] }),
  ),
  refused(
    'P10',
    'a host process of Windows, which needs the network of the node',
    {
      spec: {
        hostNetwork: true,
        securityContext: { windowsOptions: { hostProcess: true } },
      },
    },
    { by: { says: 'hostProcess' }, ...orInvalid },
  ),

  refused(
    'P11',
    'an NFS volume',
    {
      spec: {
        volumes: [{ name: 'data', nfs: { server: '192.168.0.9', path: '/' } }],
      },
    },
    restricted,
  ),

  refused(
    'P12',
    'a privileged debugging container',
    secured({ privileged: true, allowPrivilegeEscalation: true }),
    { in: ['ephemeral container'] },
  ),

  podAttack('P13', 'privilege in an init container', {
    attack: stage => ({
      spec: {
        initContainers: (harmlessPod(stage).containers as JsonMap[]).map(
          container => ({
            ...container,
            name: 'init',
            securityContext: { privileged: true },
          }),
        ),
      },
    }),
    by: 'pod-security',
    in: ['pod'],
  }),

  {
    proof: 'shape',
    row: 'N09',
    title: 'an environment whose standard is missing, or of an old version',
    violations: objects =>
      objects.filter(isTenantNamespace).flatMap(({ metadata }) => {
        const { labels = {}, name } = metadata;
        const level = labels[`${prefix}enforce`];
        const version = labels[`${prefix}enforce-version`];
        return [
          ...(level === 'baseline' || level === 'restricted'
            ? []
            : [`${name} enforces ${level ?? 'nothing'}`]),
          ...(version === 'latest'
            ? []
            : [`${name} enforces version ${version ?? 'unsaid'}`]),
        ];
      }),
  },
];

function isTenantNamespace({ kind, metadata }: PartialObject): boolean {
  return (
    kind === 'Namespace' && metadata.labels?.[ownLabels.tenant] !== undefined
  );
}
