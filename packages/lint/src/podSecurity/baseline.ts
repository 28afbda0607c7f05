import { listAt, mapAt, textAt, valueAt } from '../value';
import type { Value } from '../value';
import {
  counted,
  named,
  ownsUsers,
  podHolder,
  quoted,
  setters,
  sorted,
} from './check';
import type { Check, Holder, Pod, Refusal } from './check';

const allowedCapabilities = new Set([
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL'],
  ...['MKNOD', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID'],
  'SYS_CHROOT',
]);

/** By the minor version from which a sysctl is safe. */
const safeSysctls: readonly [since: number, names: readonly string[]][] = [
  [
    0,
    [
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.tcp_syncookies',
      'net.ipv4.ping_group_range',
      'net.ipv4.ip_unprivileged_port_start',
    ],
  ],
  [27, ['net.ipv4.ip_local_reserved_ports']],
  [
    29,
    [
      'net.ipv4.tcp_keepalive_time',
      'net.ipv4.tcp_fin_timeout',
      'net.ipv4.tcp_keepalive_intvl',
      'net.ipv4.tcp_keepalive_probes',
    ],
  ],
  [32, ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']],
  [37, ['net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat']],
];

const seLinuxTypes: readonly [since: number, names: readonly string[]][] = [
  [0, ['', 'container_t', 'container_init_t', 'container_kvm_t']],
  [31, ['container_engine_t']],
];

const allowedAt = (
  table: readonly [since: number, names: readonly string[]][],
  { minor }: Pod,
) => table.flatMap(([since, names]) => (minor >= since ? names : []));

const profiles = ['RuntimeDefault', 'Localhost'];

/** What a holder's security context has at a path, where that is a text. */
export function setting(holder: Holder, ...path: string[]): string | undefined {
  return textAt(holder.security, ...path);
}

export function at(holder: Holder, ...path: (string | number)[]) {
  return [...holder.path, 'securityContext', ...path];
}

function appArmor(pod: Pod): Refusal | undefined {
  const whole = podHolder(pod);
  const isBad = (holder: Holder) => {
    const type = setting(holder, 'appArmorProfile', 'type');
    return type !== undefined && !profiles.includes(type);
  };
  const bad = pod.containers.filter(isBad);
  const holders = [...(isBad(whole) ? [whole] : []), ...bad];
  const annotations = Object.entries(mapAt(pod.metadata, 'annotations')).filter(
    ([key, value]) =>
      key.startsWith('container.apparmor.security.beta.kubernetes.io/') &&
      !/^$|^runtime\/default$|^localhost\//.test(String(value)),
  );
  if (holders.length + annotations.length === 0) return undefined;
  const values = [
    ...sorted(
      holders.map(item => setting(item, 'appArmorProfile', 'type') ?? ''),
    ),
    ...annotations.map(([key, value]) => `${key}="${String(value)}"`).sort(),
  ];
  const who = [
    setters(isBad(whole), bad),
    annotations.length > 0
      ? `annotation${annotations.length === 1 ? '' : 's'}`
      : '',
  ].filter(Boolean);
  return {
    reason: `forbidden AppArmor profile${values.length === 1 ? '' : 's'}`,
    detail: `${who.join(
      ' and ',
    )} must not set AppArmor profile type to ${quoted(values)}`,
    paths: [
      ...holders.map(holder => at(holder, 'appArmorProfile', 'type')),
      ...annotations.map(([key]) => ['metadata', 'annotations', key]),
    ],
  };
}

function capabilities({ containers }: Pod): Refusal | undefined {
  const added = containers.map(holder => ({
    holder,
    names: listAt(holder.security, 'capabilities', 'add').map(String),
  }));
  const bad = added.filter(({ names }) =>
    names.some(name => !allowedCapabilities.has(name)),
  );
  if (bad.length === 0) return undefined;
  const forbidden = bad.flatMap(({ names }) =>
    names.filter(name => !allowedCapabilities.has(name)),
  );
  return {
    reason: 'non-default capabilities',
    detail: `${named(
      bad.map(({ holder }) => holder),
    )} must not include ${quoted(
      sorted(forbidden),
    )} in securityContext.capabilities.add`,
    paths: bad.flatMap(({ holder, names }) =>
      names.flatMap((name, index) =>
        allowedCapabilities.has(name)
          ? []
          : [at(holder, 'capabilities', 'add', index)],
      ),
    ),
  };
}

function hostNamespaces({ spec }: Pod): Refusal | undefined {
  const bad = ['hostNetwork', 'hostPID', 'hostIPC'].filter(
    field => spec[field] === true,
  );
  return bad.length === 0
    ? undefined
    : {
        reason: 'host namespaces',
        detail: bad.map(field => `${field}=true`).join(', '),
        paths: bad.map(field => ['spec', field]),
      };
}

function hostPaths({ spec }: Pod): Refusal | undefined {
  const volumes = listAt(spec, 'volumes').map((volume, index) => ({
    volume,
    path: ['spec', 'volumes', index, 'hostPath'],
  }));
  const bad = volumes.filter(
    ({ volume }) => valueAt(volume, ['hostPath']) !== undefined,
  );
  return bad.length === 0
    ? undefined
    : {
        reason: 'hostPath volumes',
        detail: counted(
          'volume',
          bad.map(({ volume }) => textAt(volume, 'name') ?? ''),
        ),
        paths: bad.map(({ path }) => path),
      };
}

function hostPorts({ containers }: Pod): Refusal | undefined {
  const found = containers.flatMap(holder =>
    listAt(holder.value, 'ports').flatMap((item, index) => {
      const port = mapAt(item).hostPort ?? 0n;
      return port === 0n
        ? []
        : [
            {
              holder,
              port,
              path: [...holder.path, 'ports', index, 'hostPort'],
            },
          ];
    }),
  );
  if (found.length === 0) return undefined;
  const bad = [...new Set(found.map(({ holder }) => holder))];
  const ports = sorted(found.map(({ port }) => String(port)));
  return {
    reason: 'hostPort',
    detail: `${named(bad)} ${bad.length === 1 ? 'uses' : 'use'} hostPort${
      ports.length === 1 ? '' : 's'
    } ${ports.join(', ')}`,
    paths: found.map(({ path }) => path),
  };
}

function probeHosts({ containers }: Pod): Refusal | undefined {
  const handlers = [
    ...['livenessProbe', 'readinessProbe', 'startupProbe'].map(name => [name]),
    ...['postStart', 'preStop'].map(name => ['lifecycle', name]),
  ].flatMap(path => [
    [...path, 'httpGet', 'host'],
    [...path, 'tcpSocket', 'host'],
  ]);
  const found = containers.flatMap(holder =>
    handlers.flatMap(path => {
      const host = textAt(holder.value, ...path) ?? '';
      return host ? [{ holder, host, path: [...holder.path, ...path] }] : [];
    }),
  );
  if (found.length === 0) return undefined;
  const names = sorted(found.map(({ holder }) => holder.name));
  const hosts = sorted(found.map(({ host }) => host));
  return {
    reason: 'probe or lifecycle host',
    detail: `${counted('container', names)} ${
      names.length === 1 ? 'uses' : 'use'
    } ${counted('probe or lifecycle host', hosts)}`,
    paths: found.map(({ path }) => path),
  };
}

function privileged({ containers }: Pod): Refusal | undefined {
  const bad = containers.filter(({ security }) => security.privileged === true);
  return bad.length === 0
    ? undefined
    : {
        reason: 'privileged',
        detail: `${named(bad)} must not set securityContext.privileged=true`,
        paths: bad.map(holder => at(holder, 'privileged')),
      };
}

/** What `restricted` asks of every pod, and `baseline` of one without a user namespace. */
export function procMount({ containers }: Pod): Refusal | undefined {
  const mountOf = (holder: Holder) => setting(holder, 'procMount') ?? 'Default';
  const bad = containers.filter(holder => mountOf(holder) !== 'Default');
  return bad.length === 0
    ? undefined
    : {
        reason: 'procMount',
        detail: `${named(
          bad,
        )} must not set securityContext.procMount to ${quoted(
          sorted(bad.map(mountOf)),
        )}`,
        paths: bad.map(holder => at(holder, 'procMount')),
      };
}

function seccomp(pod: Pod): Refusal | undefined {
  return badSeccomp(pod);
}

/** A profile that is set, and isn't one of those that the standards know. */
export function badSeccomp(pod: Pod): Refusal | undefined {
  const whole = podHolder(pod);
  const isBad = (holder: Holder) =>
    holder.security.seccompProfile !== undefined &&
    !profiles.includes(setting(holder, 'seccompProfile', 'type') ?? '');
  const bad = pod.containers.filter(isBad);
  const holders = [...(isBad(whole) ? [whole] : []), ...bad];
  if (holders.length === 0) return undefined;
  const values = sorted(
    holders.map(holder => setting(holder, 'seccompProfile', 'type') ?? ''),
  );
  return {
    reason: 'seccompProfile',
    detail: `${setters(
      isBad(whole),
      bad,
    )} must not set securityContext.seccompProfile.type to ${quoted(values)}`,
    paths: holders.map(holder => at(holder, 'seccompProfile', 'type')),
  };
}

function seLinux(pod: Pod): Refusal | undefined {
  const types = allowedAt(seLinuxTypes, pod);
  const whole = podHolder(pod);
  const faults = (holder: Holder) => {
    const option = (key: string) =>
      setting(holder, 'seLinuxOptions', key) ?? '';
    return [
      ...(types.includes(option('type')) ? [] : ['type']),
      ...['user', 'role'].filter(key => option(key) !== ''),
    ];
  };
  const bad = pod.containers.filter(holder => faults(holder).length > 0);
  const isPodBad = faults(whole).length > 0;
  const holders = [...(isPodBad ? [whole] : []), ...bad];
  if (holders.length === 0) return undefined;
  const wrong = holders.flatMap(faults);
  const badTypes = sorted(
    holders
      .filter(holder => faults(holder).includes('type'))
      .map(holder => setting(holder, 'seLinuxOptions', 'type') ?? ''),
  );
  const data = [
    ...(badTypes.length > 0 ? [counted('type', badTypes)] : []),
    ...['user', 'role']
      .filter(key => wrong.includes(key))
      .map(key => `${key} may not be set`),
  ];
  return {
    reason: 'seLinuxOptions',
    detail: `${setters(
      isPodBad,
      bad,
    )} set forbidden securityContext.seLinuxOptions: ${data.join('; ')}`,
    paths: holders.flatMap(holder =>
      faults(holder).map(key => at(holder, 'seLinuxOptions', key)),
    ),
  };
}

function sysctls(pod: Pod): Refusal | undefined {
  const safe = allowedAt(safeSysctls, pod);
  const whole = podHolder(pod);
  const bad = listAt(whole.security, 'sysctls').flatMap((item, index) => {
    const name = textAt(item, 'name') ?? '';
    return safe.includes(name) ? [] : [{ name, index }];
  });
  return bad.length === 0
    ? undefined
    : {
        reason: 'forbidden sysctls',
        detail: bad.map(({ name }) => name).join(', '),
        paths: bad.map(({ index }) => at(whole, 'sysctls', index, 'name')),
      };
}

function hostProcess(pod: Pod): Refusal | undefined {
  const isSet = ({ security }: Holder): boolean => {
    const value: Value | undefined = valueAt(security, [
      'windowsOptions',
      'hostProcess',
    ]);
    return value === true;
  };
  const whole = podHolder(pod);
  const bad = pod.containers.filter(isSet);
  const holders = [...(isSet(whole) ? [whole] : []), ...bad];
  return holders.length === 0
    ? undefined
    : {
        reason: 'hostProcess',
        detail: `${setters(
          isSet(whole),
          bad,
        )} must not set securityContext.windowsOptions.hostProcess=true`,
        paths: holders.map(holder =>
          at(holder, 'windowsOptions', 'hostProcess'),
        ),
      };
}

/**
 * The checks of the level `baseline`.
 *
 * Fields, of every kind of container unless said: metadata.annotations of AppArmor; securityContext of pod and container:
 * appArmorProfile, seccompProfile, seLinuxOptions, windowsOptions.hostProcess; of containers: capabilities.add,
 * privileged, procMount; ports[].hostPort; the hosts of probes and hooks; of the pod: hostNetwork, hostPID, hostIPC,
 * volumes[].hostPath, securityContext.sysctls. Versions: what Kubernetes' own check has from which minor version.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
 */
export const baselineChecks: readonly Check[] = (
  [
    { id: 'appArmorProfile', judge: appArmor },
    { id: 'capabilities_baseline', judge: capabilities },
    { id: 'hostNamespaces', judge: hostNamespaces },
    { id: 'hostPathVolumes', judge: hostPaths },
    { id: 'hostPorts', judge: hostPorts },
    { id: 'hostProbesAndHostLifecycle', since: 34, judge: probeHosts },
    { id: 'privileged', judge: privileged },
    {
      id: 'procMount',
      judge: pod => (ownsUsers(pod) ? undefined : procMount(pod)),
    },
    { id: 'seLinuxOptions', judge: seLinux },
    { id: 'seccompProfile_baseline', judge: seccomp },
    { id: 'sysctls', judge: sysctls },
    { id: 'windowsHostProcess', judge: hostProcess },
  ] satisfies Omit<Check, 'level'>[]
).map(check => ({ ...check, level: 'baseline' }));
