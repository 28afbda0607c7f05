import { podOf } from './check';
import { checksOf } from './podSecurity';
import { mapAt, toValue } from '../value';

type Json = Record<string, unknown>;

const secure = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
};

/** A pod that the level `restricted` admits, with a change of the spec and one of the container. */
function pod(spec: Json = {}, container: Json = {}, metadata: Json = {}) {
  return {
    metadata,
    spec: {
      securityContext: {
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [{ name: 'app', securityContext: secure, ...container }],
      ...spec,
    },
  };
}

const context = (change: Json) =>
  pod({}, { securityContext: { ...secure, ...change } });

function refusals(object: Json, level: string, minor = 36) {
  const judged = podOf(mapAt(toValue(object)), minor);
  return checksOf(level, minor).flatMap(({ id, judge }) => {
    const refusal = judge(judged);
    return refusal ? [{ id, ...refusal }] : [];
  });
}

const ids = (object: Json, level: string, minor?: number) =>
  refusals(object, level, minor).map(({ id }) => id);

describe('the level restricted', () => {
  it('admits a pod that says everything it must', () => {
    expect(ids(pod(), 'restricted')).toEqual([]);
  });

  it('tells all that is missing in a bare pod', () => {
    expect(
      ids({ spec: { containers: [{ name: 'app' }] } }, 'restricted'),
    ).toEqual([
      'allowPrivilegeEscalation',
      'capabilities_restricted',
      'runAsNonRoot',
      'seccompProfile_restricted',
    ]);
  });

  it.each([
    ['root by number', context({ runAsUser: 0 }), 'runAsUser'],
    ['root allowed', context({ runAsNonRoot: false }), 'runAsNonRoot'],
    [
      'a capability besides NET_BIND_SERVICE',
      context({ capabilities: { drop: ['ALL'], add: ['CHOWN'] } }),
      'capabilities_restricted',
    ],
    [
      'an NFS volume',
      pod({ volumes: [{ name: 'data', nfs: { server: 'a', path: '/' } }] }),
      'restrictedVolumes',
    ],
    [
      '/proc unmasked in a user namespace',
      pod(
        { hostUsers: false },
        { securityContext: { ...secure, procMount: 'Unmasked' } },
      ),
      'procMount_restricted',
    ],
  ])('refuses %s, which baseline admits', (_, object, id) => {
    expect(ids(object, 'restricted')).toEqual([id]);
    expect(ids(object, 'baseline')).toEqual([]);
  });

  it('asks no profile and no capabilities of Windows', () => {
    const windows = {
      spec: {
        os: { name: 'windows' },
        securityContext: { runAsNonRoot: true },
        containers: [{ name: 'app' }],
      },
    };
    expect(ids(windows, 'restricted')).toEqual([]);
  });
});

describe('the level baseline', () => {
  it.each([
    ['privileged', context({ privileged: true })],
    ['hostNamespaces', pod({ hostPID: true })],
    [
      'hostPathVolumes',
      pod({ volumes: [{ name: 'node', hostPath: { path: '/' } }] }),
    ],
    ['hostPorts', pod({}, { ports: [{ containerPort: 80, hostPort: 80 }] })],
    ['capabilities_baseline', context({ capabilities: { add: ['NET_RAW'] } })],
    ['procMount', context({ procMount: 'Unmasked' })],
    [
      'seccompProfile_baseline',
      context({ seccompProfile: { type: 'Unconfined' } }),
    ],
    ['seLinuxOptions', context({ seLinuxOptions: { type: 'spc_t' } })],
    ['seLinuxOptions', context({ seLinuxOptions: { user: 'system_u' } })],
    ['appArmorProfile', context({ appArmorProfile: { type: 'Unconfined' } })],
    [
      'appArmorProfile',
      pod(
        {},
        {},
        {
          annotations: {
            'container.apparmor.security.beta.kubernetes.io/app': 'unconfined',
          },
        },
      ),
    ],
    [
      'sysctls',
      pod({ securityContext: { sysctls: [{ name: 'kernel.msgmax' }] } }),
    ],
    ['windowsHostProcess', context({ windowsOptions: { hostProcess: true } })],
    [
      'hostProbesAndHostLifecycle',
      pod({}, { livenessProbe: { tcpSocket: { host: '10.0.0.1', port: 1 } } }),
    ],
  ])('has %s', (id, object) => {
    expect(ids(object, 'baseline')).toEqual([id]);
  });

  it('looks into containers of every kind', () => {
    const privileged = { securityContext: { privileged: true } };
    const { spec } = pod();
    const found = refusals(
      {
        spec: {
          ...spec,
          initContainers: [{ name: 'init', ...privileged }],
          ephemeralContainers: [{ name: 'debug', ...privileged }],
        },
      },
      'baseline',
    );
    expect(found).toEqual([
      {
        id: 'privileged',
        reason: 'privileged',
        detail:
          'containers "init", "debug" must not set securityContext.privileged=true',
        paths: [
          ['spec', 'initContainers', 0, 'securityContext', 'privileged'],
          ['spec', 'ephemeralContainers', 0, 'securityContext', 'privileged'],
        ],
      },
    ]);
  });

  it('is that of the version of the cluster', () => {
    const probe = pod(
      {},
      { livenessProbe: { httpGet: { host: '10.0.0.1', port: 1 } } },
    );
    expect(ids(probe, 'baseline', 33)).toEqual([]);
    const sysctl = pod({
      securityContext: { sysctls: [{ name: 'net.ipv4.tcp_rmem' }] },
    });
    expect(ids(sysctl, 'baseline', 31)).toEqual(['sysctls']);
    expect(ids(sysctl, 'baseline', 32)).toEqual([]);
  });
});
