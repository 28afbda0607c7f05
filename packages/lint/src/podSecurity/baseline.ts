import { listAt, textAt } from '../value';
import {
  allowedAt,
  at,
  named,
  ownsUsers,
  podHolder,
  quoted,
  setting,
  sorted,
} from './check';
import type { ByVersion, Check, Holder, Pod, Refusal } from './check';
import {
  hostNamespaces,
  hostPaths,
  hostPorts,
  hostProcess,
  probeHosts,
} from './host';
import { appArmor, badSeccomp, seLinux } from './profiles';

const allowedCapabilities = new Set([
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL'],
  ...['MKNOD', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID'],
  'SYS_CHROOT',
]);

/** By the minor version from which a sysctl is safe. */
const safeSysctls: ByVersion = [
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
    { id: 'seccompProfile_baseline', judge: badSeccomp },
    { id: 'sysctls', judge: sysctls },
    { id: 'windowsHostProcess', judge: hostProcess },
  ] satisfies Omit<Check, 'level'>[]
).map(check => ({ ...check, level: 'baseline' }));
